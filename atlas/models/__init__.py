"""The Atlas: authorities in France and abroad, and their partnerships."""

from .agreements import Agreement
from .alerts import AlertDelivery, AlertSubscriber, AlertSubscription
from .authorities import LocalAuthority, LocalAuthorityName
from .contacts import AuthorityContact
from .contributions import Contribution
from .coordination import CoordinationNote, Dismissal
from .foreign import ForeignAuthority, ForeignName
from .meetings import Invitation, Meeting
from .members import ForeignMember, FrenchMember, PartnershipTheme
from .news import NewsItem
from .notices import CountryNotice
from .partnerships import Partnership
from .postal_codes import PostalCode
from .rapprochements import AlreadySettled, CannotMerge, Rapprochement
from .themes import Theme
