"""A map framed on its dots: those that would touch are one circle, which says its number.

Drawn by `components/_map.html`; numbers are texts with a decimal point, where French templates
would write a comma.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import hypot, log

from .place_map import drawn, inside, rings
from .post_map import Dot
from .world_map import WIDTH as WORLD

WIDTH, HEIGHT = 800, 400
NARROWEST = 40  # units of the map of the world: some 1,600 km
MARGIN = 0.12  # of the width, on each side
SMALLEST, BIGGEST = 15, 27  # radius: a finger, and what hides no continent
MOST_NAMES = 15  # circles whose names are written
NAME = 110, 24  # room that a name takes beside its circle
FINEST = 1.5  # between two points of a coast, in units of the drawing
FRAME = re.compile(r"(-?\d{1,4})_(-?\d{1,4})_(\d{2,4})", re.ASCII)


@dataclass(frozen=True)
class MapWindow:
    """The part of the map of the world that is drawn, by its middle and its width."""

    x: int
    y: int
    width: int

    @property
    def scale(self):
        return WIDTH / self.width

    def place(self, x, y):
        """The point of the drawing for a point of the map of the world."""
        return (x - self.x) * self.scale + WIDTH / 2, (y - self.y) * self.scale + HEIGHT / 2

    def __str__(self):
        return f"{self.x}_{self.y}_{self.width}"


def window_in(text):
    """The window that an address names, None for another text."""
    match = FRAME.fullmatch(text)
    if not match:
        return None
    x, y, width = map(int, match.groups())
    return MapWindow(x, y, min(max(width, NARROWEST), WORLD))


def window_around(dots):
    """The window that holds the dots with a margin; the world without any."""
    if not dots:
        return MapWindow(500, 220, WORLD)
    xs, ys = [dot.x for dot in dots], [dot.y for dot in dots]
    need = max(max(xs) - min(xs), (max(ys) - min(ys)) * WIDTH / HEIGHT)
    width = min(max(need * (1 + 2 * MARGIN), NARROWEST), WORLD)
    return MapWindow(round((min(xs) + max(xs)) / 2), round((min(ys) + max(ys)) / 2), round(width))


@dataclass
class Circle:
    """Dots that would touch in the drawing, as one circle."""

    x: float
    y: float
    number: int
    dots: list[Dot] = field(default_factory=list)

    @property
    def radius(self):
        return min(SMALLEST + 2 * log(self.number), BIGGEST)

    def touches(self, other):
        return hypot(self.x - other.x, self.y - other.y) < self.radius + other.radius

    def take(self, other):
        number = self.number + other.number
        self.x = (self.x * self.number + other.x * other.number) / number
        self.y = (self.y * self.number + other.y * other.number) / number
        self.number = number
        self.dots += other.dots


def merged(circles):
    """Circles that do not touch, the biggest first."""
    while True:
        apart = []
        for circle in sorted(circles, key=lambda c: (-c.number, c.x, c.y)):
            near = next((other for other in apart if other.touches(circle)), None)
            if near:
                near.take(circle)
            else:
                apart.append(circle)
        if len(apart) == len(circles):
            return apart
        circles = apart


def circles_of(dots, window):
    """The circles of the dots inside the window."""
    cells = defaultdict(list)
    for dot in dots:
        x, y = window.place(dot.x, dot.y)
        if 0 <= x <= WIDTH and 0 <= y <= HEIGHT:
            cells[x // SMALLEST, y // SMALLEST].append(Circle(x, y, dot.number, [dot]))
    together = []
    for first, *others in cells.values():
        for other in others:
            first.take(other)
        together.append(first)
    return merged(together)


class Mark:
    """A circle as the page writes it."""

    def __init__(self, circle, several):
        self.circle = circle
        self.dots = sorted(circle.dots, key=lambda dot: -dot.number)
        self.url = several(self.dots) if len(self.dots) > 1 else self.dots[0].url
        self.x, self.y = f"{circle.x:.0f}", f"{circle.y:.0f}"
        self.radius = f"{circle.radius:.1f}"
        self.is_working = any(dot.is_working for dot in self.dots)

    @property
    def number(self):
        return self.circle.number

    @cached_property
    def names(self):
        """The names of the dots, or of their countries when there are several."""
        groups = list(dict.fromkeys(dot.group for dot in self.dots if dot.group))
        return groups if len(groups) > 1 else [dot.name for dot in self.dots]

    @property
    def label(self):
        names = ", ".join(self.names[:3]) + "…" * (len(self.names) > 3)
        return f"{names} : {self.number} {self.dots[0].unit}{'s' if self.number > 1 else ''}"

    @property
    def name(self):
        return self.names[0] + "…" * (len(self.names) > 1)

    def write_beside(self, others):
        """Write the name on the right, or on the left, if one of them is free."""
        x, y = self.circle.x, self.circle.y
        room, height = NAME
        near = [m.circle.x - x for m in others if m is not self and abs(m.circle.y - y) < height]
        right_is_free = x < WIDTH - room and not any(0 <= away < room for away in near)
        left_is_free = x > room and not any(-room < away <= 0 for away in near)
        self.is_at_left = not right_is_free
        self.has_name = right_is_free or left_is_free
        away = self.circle.radius + 5
        self.name_x = f"{x + (-away if self.is_at_left else away):.0f}"


class Drawing:
    """The frame and the marks of a map."""

    width, height = WIDTH, HEIGHT

    def __init__(self, dots, several, window=None):
        self.window = window or window_around(dots)
        self.marks = [Mark(circle, several) for circle in circles_of(dots, self.window)]
        self.has_names = len(self.marks) <= MOST_NAMES
        for mark in self.marks:
            mark.write_beside(self.marks)

    @property
    def land(self):
        return land_in(self.window)


@lru_cache(maxsize=500)
def land_in(window):
    """The `d` of the land in the drawing."""
    moved = ([window.place(x, y) for x, y in ring] for ring in rings())
    shapes = (simpler(inside(ring, WIDTH, HEIGHT)) for ring in moved)
    return "".join(drawn(ring, decimals=0) for ring in shapes if len(ring) > 2)


def simpler(ring):
    """The ring without the points that the eye cannot tell from the one before."""
    points = ring[:1]
    for point in ring[1:]:
        if hypot(point[0] - points[-1][0], point[1] - points[-1][1]) >= FINEST:
            points.append(point)
    return points
