"""The small map of a place: only the land that is near it."""

import re
from types import SimpleNamespace

import pytest

from correspondents.directory.place_map import HEIGHT, WIDTH, inside, place_map

DAKAR = SimpleNamespace(latitude=14.7, longitude=-17.4)


def coordinates(path):
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path)]
    return numbers[::2], numbers[1::2]


def test_nothing_is_drawn_outside_the_frame():
    across, down = coordinates(place_map(DAKAR)["land"])

    assert min(across) >= 0
    assert max(across) <= WIDTH
    assert min(down) >= 0
    assert max(down) <= HEIGHT


def test_the_land_is_east_of_dakar_and_the_sea_west():
    across, _ = coordinates(place_map(DAKAR)["land"])

    assert max(across) == WIDTH
    assert min(across) > WIDTH / 4


def test_a_land_that_fills_the_frame_fills_it():
    assert sorted(set(inside([(-9, -9), (999, -9), (999, 999), (-9, 999)]))) == [
        (0, 0),
        (0, HEIGHT),
        (WIDTH, 0),
        (WIDTH, HEIGHT),
    ]


@pytest.mark.parametrize("point", [(None, None), (-17.5, -149.5)], ids=["none", "Papeete"])
def test_a_place_without_a_point_or_without_land_around_has_no_map(point):
    latitude, longitude = point

    assert place_map(SimpleNamespace(latitude=latitude, longitude=longitude)) is None
