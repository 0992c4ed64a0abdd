"""The land of the world as one SVG path: no border, no Antarctica, simplified.

Input: the TopoJSON `land-110m.json` of the npm package world-atlas (Natural Earth, public
domain), whose rings run on across the 180th meridian.
"""

import json
from itertools import pairwise
from math import hypot

from correspondents.directory.world_map import CENTRAL_MERIDIAN, SOUTH, project

TOLERANCE = 0.35  # of the drawing: what a reader cannot see
SMALLEST = 0.4  # square units: a smaller ring is not drawn
EDGE = 180 - 1e-9  # a hair inside, so that the eastern edge is not read as the western one


def arcs_of(topology):
    """The arcs as lists of [longitude, latitude]: quantised differences made degrees."""
    (scale_x, scale_y), (move_x, move_y) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        decoded.append(points)
    return decoded


def rings_of(topology):
    """All rings of the land: outlines and, turning the other way, inland seas."""
    arcs = arcs_of(topology)
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"]
        for polygon in polygons if geometry["type"] == "MultiPolygon" else [polygons]:
            for ring in polygon:
                points = []
                for index in ring:
                    arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                    points += arc[1:] if points else arc
                yield points


def unrolled(ring):
    """The ring counted from the central meridian, each point within 180° of the one before."""
    points = []
    for longitude, latitude in ring:
        longitude -= CENTRAL_MERIDIAN
        if points:
            longitude += 360 * round((points[-1][0] - longitude) / 360)
        points.append((longitude, latitude))
    return points


def clipped(ring, axis, limit, sign):
    """The part of a closed ring on one side: sign * coordinate <= sign * limit."""
    kept = []
    for start, end in pairwise(ring):
        inside, next_inside = (sign * point[axis] <= sign * limit for point in (start, end))
        if inside:
            kept.append(start)
        if inside != next_inside:
            part = (limit - start[axis]) / (end[axis] - start[axis])
            kept.append(tuple(a + part * (b - a) for a, b in zip(start, end, strict=True)))
    return [*kept, kept[0]] if kept else []


def pieces(ring):
    """The ring cut at both edges of the map, each piece moved inside it, nothing south of SOUTH."""
    points = unrolled(ring)
    for turn in (-360, 0, 360):
        piece = [(longitude + turn, latitude) for longitude, latitude in points]
        for axis, limit, sign in [(0, EDGE, 1), (0, -EDGE, -1), (1, SOUTH, -1)]:
            piece = clipped(piece, axis, limit, sign) if piece else []
        if piece:
            yield piece


def simplified(points):
    """Douglas and Peucker: drop what stands within TOLERANCE of the line."""
    if len(points) < 3:
        return points
    (x1, y1), (x2, y2) = points[0], points[-1]
    length = hypot(x2 - x1, y2 - y1)

    def gap(point):
        if not length:
            return hypot(point[0] - x1, point[1] - y1)
        return abs((x2 - x1) * (y1 - point[1]) - (x1 - point[0]) * (y2 - y1)) / length

    far = max(range(1, len(points) - 1), key=lambda index: gap(points[index]))
    if gap(points[far]) <= TOLERANCE:
        return [points[0], points[-1]]
    return simplified(points[: far + 1])[:-1] + simplified(points[far:])


def area(points):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points))) / 2


def tenths(points):
    """Points in whole tenths of a unit, no two in a row alike."""
    rounded = [(round(x * 10), round(y * 10)) for x, y in points]
    return [rounded[0], *(point for before, point in pairwise(rounded) if point != before)]


def short(value):
    """A number of tenths as SVG writes it shortest: 12, -.5, 3.4."""
    text = f"{value / 10:g}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def joined(numbers):
    """Numbers one after the other; a minus sign separates as well as a space."""
    return " ".join(short(number) for number in numbers).replace(" -", "-")


def drawn(points):
    """A closed subpath: an absolute start, then differences."""
    points = tenths(points)[:-1]
    steps = [delta for a, b in pairwise(points) for delta in (b[0] - a[0], b[1] - a[1])]
    return f"M{joined(points[0])}l{joined(steps)}z"


def path(file):
    """The `d` of the land, in a box 0 0 WIDTH HEIGHT."""
    shapes = []
    for ring in rings_of(json.loads(file.read_text(encoding="utf-8"))):
        for piece in pieces(ring):
            points = [project(lat, lon + CENTRAL_MERIDIAN) for lon, lat in with_steps(piece)]
            points = simplified(points)
            if len(points) > 3 and area(points) >= SMALLEST:
                shapes.append(points)
    return "".join(drawn(points) for points in sorted(shapes, key=area, reverse=True)) + "\n"


def with_steps(ring):
    """The ring as (longitude, latitude) no two degrees apart, so that edges follow the curve."""
    points = []
    for start, end in pairwise(ring):
        steps = int(hypot(end[0] - start[0], end[1] - start[1]) // 2) + 1
        points += [
            tuple(a + step / steps * (b - a) for a, b in zip(start, end, strict=True))
            for step in range(steps)
        ]
    return [*points, ring[-1]]
