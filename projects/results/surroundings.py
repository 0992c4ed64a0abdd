"""What stands beside the facts of a partnership or of a project."""

from atlas.coordination.neighbours import neighbours
from correspondents.directory.place_map import place_map
from projects.models import Call

SHOWN_CALLS = 3


def surroundings(partner, lead):
    """The context: the map of the partner, who else works there, the calls for its country."""
    return {
        "map": place_map(partner),
        "neighbours": neighbours(partner, lead),
        "calls": Call.objects.for_page_of(partner.country)[:SHOWN_CALLS],
    }
