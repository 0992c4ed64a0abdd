"""The map of posts, drawn on the server: land without borders, each post a dot and a link."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings

from correspondents.models import Post

from .world_map import project

LAND = settings.BASE_DIR / "fixtures" / "worldmap" / "land.svg-path.txt"


@dataclass(frozen=True)
class Dot:
    """A point of the map of the world, where `number` things are; it leads to `url`."""

    x: float
    y: float
    name: str
    url: str
    is_working: bool = True
    number: int = 1
    unit: str = "partenariat"
    group: str = ""  # the country, in the words of a circle of several dots
    code: str = ""  # of the country


@cache
def land():
    """The `d` of the land's path, read once."""
    return LAND.read_text(encoding="ascii").strip()


def frame(label, several, window=None):
    """What `components/_map.html` draws dots with.

    `several` gives the address of a circle of several dots. Without a `window`, the drawing is
    framed on its dots.
    """
    return {"label": label, "several": several, "window": window}


def post_dots(posts):
    """A dot for each post that has a point; those that do not answer say so in words too."""
    return [dot_of(post) for post in posts if post.latitude is not None]


def dot_of(post):
    x, y = project(post.latitude, post.longitude)
    status = "" if post.status == Post.Status.OPEN else f" ({post.get_status_display()})"
    name, url = post.name + status, post.get_absolute_url()
    return Dot(x, y, name, url, is_working=post.is_working, unit="poste")
