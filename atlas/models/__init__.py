"""The Atlas: authorities here and abroad, and what they do together."""

from .agreements import Agreement
from .authorities import LocalAuthority, LocalAuthorityName
from .contributions import Contribution
from .foreign import ForeignAuthority, ForeignName
from .members import ForeignMember, FrenchMember, PartnershipTheme
from .partnerships import Partnership
from .rapprochements import AlreadySettled, CannotMerge, Rapprochement
from .themes import Theme

__all__ = [
    "Agreement",
    "AlreadySettled",
    "CannotMerge",
    "Contribution",
    "ForeignAuthority",
    "ForeignMember",
    "ForeignName",
    "FrenchMember",
    "LocalAuthority",
    "LocalAuthorityName",
    "Partnership",
    "PartnershipTheme",
    "Rapprochement",
    "Theme",
]
