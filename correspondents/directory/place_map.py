"""A small map around one place: the land near it, cut at the edges of the drawing."""

import re
from functools import cache, lru_cache

from .post_map import land as world
from .world_map import project

WIDTH, HEIGHT = 400, 300
AROUND = 15  # units of the map of the world on each side of the place: some 600 km
SCALE = WIDTH / (2 * AROUND)
NUMBER = re.compile(r"-?[\d.]+")


def place_map(place):
    """The context of the map of a place, None without a point or without land to show around it."""
    if place.latitude is None or not (land := land_around(place.latitude, place.longitude)):
        return None
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "x": WIDTH // 2,
        "y": HEIGHT // 2,
        "land": land,
    }


@lru_cache(maxsize=1000)
def land_around(latitude, longitude):
    """The `d` of the land in the drawing whose middle is this point."""
    x, y = project(latitude, longitude)
    moved = [
        [((a - x) * SCALE + WIDTH / 2, (b - y) * SCALE + HEIGHT / 2) for a, b in ring]
        for ring in rings()
    ]
    return "".join(drawn(ring) for ring in map(inside, moved) if ring)


@cache
def rings():
    """The coasts of the world as lists of points, read once."""
    return [points(text) for text in world().split("M") if text]


def points(text):
    """The points of « x yl dx dy dx dy…z »."""
    numbers = [float(number) for number in NUMBER.findall(text)]
    x = y = 0.0
    ring = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        ring.append((x, y))
    return ring


def inside(ring, width=WIDTH, height=HEIGHT):
    """The part of a ring that is in the drawing (the algorithm of Sutherland and Hodgman)."""
    # The sides: a coordinate, its limit, whether what is kept is above it.
    for axis, limit, is_above in [
        (0, 0, True),
        (0, width, False),
        (1, 0, True),
        (1, height, False),
    ]:
        ring = list(beyond(ring, axis, limit, is_above))
    return ring


def beyond(ring, axis, limit, is_above):
    """The points on the right side of a limit, and those where the ring crosses it."""
    previous = ring[-1] if ring else None
    for point in ring:
        is_kept, was_kept = ((p[axis] >= limit) == is_above for p in (point, previous))
        if is_kept != was_kept:
            share = (limit - previous[axis]) / (point[axis] - previous[axis])
            yield tuple(a + share * (b - a) for a, b in zip(previous, point, strict=True))
        if is_kept:
            yield point
        previous = point


def drawn(ring, decimals=1):
    return "M" + " ".join(f"{x:.{decimals}f} {y:.{decimals}f}" for x, y in ring) + "z"
