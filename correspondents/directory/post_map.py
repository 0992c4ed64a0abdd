"""The map of posts, drawn on the server: land without borders, each post a dot and a link."""

from dataclasses import dataclass
from functools import cache, cached_property

from django.conf import settings
from django.utils.html import format_html

from correspondents.models import Post

from .world_map import HEIGHT, WIDTH, project

LAND = settings.BASE_DIR / "fixtures" / "worldmap" / "land.svg-path.txt"


@dataclass(frozen=True)
class Dot:
    """A point of the drawing; `label` says in words what the dot is, and where it leads.

    Coordinates are texts with a decimal point: French templates would write a comma.
    """

    x: str
    y: str
    label: str
    url: str
    is_working: bool = True
    radius: str = "4.5"

    @cached_property
    def drawn(self):
        """Its link in the drawing: written here because a page has hundreds of them."""
        return format_html(
            '<a class="worldmap__dot{}" href="{}" aria-label="{}">'
            '<title>{}</title><circle cx="{}" cy="{}" r="{}" /></a>',
            "" if self.is_working else " worldmap__dot--silent",
            self.url,
            self.label,
            self.label,
            self.x,
            self.y,
            self.radius,
        )


@cache
def land():
    """The `d` of the land's path, read once."""
    return LAND.read_text(encoding="ascii").strip()


def frame(label):
    """The frame of the drawing, without its dots."""
    return {"width": WIDTH, "height": HEIGHT, "land": land(), "label": label}


def post_dots(posts):
    """A dot for each post that has a point; those that do not answer say so in words too."""
    return [dot_of(post) for post in posts if post.latitude is not None]


def dot_of(post):
    x, y = project(post.latitude, post.longitude)
    status = "" if post.status == Post.Status.OPEN else f" ({post.get_status_display()})"
    return Dot(f"{x:.1f}", f"{y:.1f}", post.name + status, post.get_absolute_url(), post.is_working)
