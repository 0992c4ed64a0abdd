"""Invented people; countries and posts are the real ones of the reference data."""

from .atlas import (
    AuthorityContactFactory,
    ContributionFactory,
    CoordinationNoteFactory,
    CountryNoticeFactory,
    DismissalFactory,
    ForeignAuthorityFactory,
    InvitationFactory,
    LocalAuthorityFactory,
    MeetingFactory,
    NewsItemFactory,
    PartnershipFactory,
)
from .base import lazy_day, lazy_moment
from .correspondents import (
    TOTP_SECRET,
    CorrespondentFactory,
    EditionFactory,
    ProposalFactory,
    UserFactory,
)
from .projects import (
    ApplicationFactory,
    CallFactory,
    CommitteeFactory,
    DecisionFactory,
    EvaluationFactory,
    GrantFactory,
    OpinionRequestFactory,
    ReportFactory,
    WindowFactory,
)

__all__ = [
    "TOTP_SECRET",
    "ApplicationFactory",
    "AuthorityContactFactory",
    "CallFactory",
    "CommitteeFactory",
    "ContributionFactory",
    "CoordinationNoteFactory",
    "CorrespondentFactory",
    "CountryNoticeFactory",
    "DecisionFactory",
    "DismissalFactory",
    "EditionFactory",
    "EvaluationFactory",
    "ForeignAuthorityFactory",
    "GrantFactory",
    "InvitationFactory",
    "LocalAuthorityFactory",
    "MeetingFactory",
    "NewsItemFactory",
    "OpinionRequestFactory",
    "PartnershipFactory",
    "ProposalFactory",
    "ReportFactory",
    "UserFactory",
    "WindowFactory",
    "lazy_day",
    "lazy_moment",
]
