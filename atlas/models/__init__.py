"""The Atlas: authorities here and abroad, and what they do together."""

from .agreements import Agreement
from .authorities import LocalAuthority, LocalAuthorityName
from .contributions import Contribution
from .coordination import CoordinationNote, Dismissal
from .foreign import ForeignAuthority, ForeignName
from .meetings import AuthorityContact, Invitation, Meeting
from .members import ForeignMember, FrenchMember, PartnershipTheme
from .partnerships import Partnership
from .rapprochements import AlreadySettled, CannotMerge, Rapprochement
from .themes import Theme

__all__ = [
    "Agreement",
    "AlreadySettled",
    "AuthorityContact",
    "CannotMerge",
    "Contribution",
    "CoordinationNote",
    "Dismissal",
    "ForeignAuthority",
    "ForeignMember",
    "ForeignName",
    "FrenchMember",
    "Invitation",
    "LocalAuthority",
    "LocalAuthorityName",
    "Meeting",
    "Partnership",
    "PartnershipTheme",
    "Rapprochement",
    "Theme",
]
