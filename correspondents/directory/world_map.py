"""The place of a point of the Earth on the map of posts: land without borders, one projection.

Equal Earth keeps areas true, so that Africa is not dwarfed. The map is cut at 169° west, in the
Bering Strait, so that no country is split and the islands of the Pacific stay near Suva.
"""

from math import asin, cos, pi, radians, sin, sqrt

WIDTH = 1000
HEIGHT = 443

CENTRAL_MERIDIAN = 11.0  # degrees east
NORTH, SOUTH = 84.0, -60.0  # degrees: nothing north of Greenland, no Antarctica

# B. Šavrič, T. Patterson, B. Jenny, « The Equal Earth map projection », International Journal
# of Geographical Information Science, 33(3), 2019, pp. 454-465 (equations 9 and 10).
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
M = sqrt(3) / 2


def equal_earth(latitude, longitude):
    """Equal Earth of the unit sphere: (x, y) from degrees, x to the east and y to the north.

    Longitude counts from the central meridian and is not wrapped.
    """
    theta = asin(M * sin(radians(latitude)))
    square = theta * theta
    sixth = square**3
    x = (
        radians(longitude)
        * cos(theta)
        / (M * (A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)))
    )
    y = theta * (A1 + A2 * square + sixth * (A3 + A4 * square))
    return x, y


SCALE = WIDTH / (2 * pi / (M * A1))  # units of the drawing for one radius of the sphere
TOP = equal_earth(NORTH, 0)[1]


def wrapped(longitude):
    """Degrees east of the central meridian, from -180 (included) to 180 (excluded)."""
    return (longitude - CENTRAL_MERIDIAN + 180) % 360 - 180


def project(latitude, longitude):
    """The point (x, y) of the drawing, in a box 0 0 WIDTH HEIGHT, for degrees north and east."""
    x, y = equal_earth(latitude, wrapped(longitude))
    return WIDTH / 2 + SCALE * x, SCALE * (TOP - y)
