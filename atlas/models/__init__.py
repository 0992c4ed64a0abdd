"""The Atlas: authorities here and abroad, and what they do together."""

from .agreements import Agreement
from .alerts import AlertDelivery, AlertSubscriber, AlertSubscription
from .authorities import LocalAuthority, LocalAuthorityName
from .foreign import ForeignAuthority, ForeignName
from .members import ForeignMember, FrenchMember, PartnershipTheme
from .news import NewsItem
from .notices import CountryNotice
from .partnerships import Partnership
from .rapprochements import AlreadySettled, CannotMerge, Rapprochement
from .themes import Theme

__all__ = [
    "Agreement",
    "AlertDelivery",
    "AlertSubscriber",
    "AlertSubscription",
    "AlreadySettled",
    "CannotMerge",
    "CountryNotice",
    "ForeignAuthority",
    "ForeignMember",
    "ForeignName",
    "FrenchMember",
    "LocalAuthority",
    "LocalAuthorityName",
    "NewsItem",
    "Partnership",
    "PartnershipTheme",
    "Rapprochement",
    "Theme",
]
