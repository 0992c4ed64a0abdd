"""The network: who signs in, countries, posts, people, and how their list came in."""

from .countries import Country, CountryAlias, Place, PlaceName, UnrecognisedEntity, Zone
from .editions import Edition
from .imports import ImportBatch, ImportFile, RememberedHeading
from .people import Correspondent, fresh_since
from .posts import Coverage, Post
from .reference import ReferenceRow
from .searches import UnansweredSearch
from .users import DELEGATION_GROUP, POST_GROUP, User

__all__ = [
    "DELEGATION_GROUP",
    "POST_GROUP",
    "Correspondent",
    "Country",
    "CountryAlias",
    "Coverage",
    "Edition",
    "ImportBatch",
    "ImportFile",
    "Place",
    "PlaceName",
    "Post",
    "ReferenceRow",
    "RememberedHeading",
    "UnansweredSearch",
    "UnrecognisedEntity",
    "User",
    "Zone",
    "fresh_since",
]
