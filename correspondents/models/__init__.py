"""The network: who signs in, countries, posts, people, and how their list stays true."""

from .absences import Absence
from .access import AccessRecord, rewritable
from .changes import DataChange
from .checks import Check
from .contact_requests import ContactRequest
from .countries import Country, CountryAlias, Place, PlaceName, UnrecognisedEntity, Zone
from .editions import Edition
from .france import FrenchContact, FrenchRegion
from .guides import Guide, GuideSection
from .handovers import Handover
from .imports import ImportBatch, ImportFile, RememberedHeading
from .links import SignedLink
from .mail import Message
from .opendata import DataEdition, DataTable, Withdrawal
from .page_ratings import PageRating
from .people import Correspondent
from .people_querysets import fresh_since
from .posted_pages import PostedPage
from .posts import Coverage, Post
from .proposals import AlreadyDecided, Proposal, review_of
from .reference import ReferenceRow
from .search_names import SearchName
from .searches import SearchWord, UnansweredSearch
from .subdivisions import Subdivision, SubdivisionName
from .users import BY_DELEGATION, BY_POST, DELEGATION_GROUP, POST_GROUP, User
