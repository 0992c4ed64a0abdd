"""The Atlas: authorities here and abroad, and what they do together."""

from .agreements import Agreement
from .authorities import LocalAuthority, LocalAuthorityName
from .foreign import AlreadySettled, ForeignAuthority, ForeignName, Rapprochement
from .partnerships import ForeignMember, FrenchMember, Partnership, PartnershipTheme
from .themes import Theme

__all__ = [
    "Agreement",
    "AlreadySettled",
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
