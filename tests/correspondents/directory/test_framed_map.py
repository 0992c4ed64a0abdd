"""The framed map: every dot is in one circle, circles do not touch, the frame holds them."""

from itertools import combinations
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from correspondents.directory.framed_map import (
    HEIGHT,
    WIDTH,
    Drawing,
    MapWindow,
    window_around,
    window_in,
)
from correspondents.directory.post_map import Dot

from ...hypothesis_profiles import examples

DOTS = st.lists(
    st.builds(
        Dot,
        x=st.floats(0, 1000),
        y=st.floats(0, 443),
        name=st.just("Ndimagine"),
        url=st.just("/ici/"),
        number=st.integers(1, 300),
    ),
    min_size=1,
    max_size=60,
)


@examples(40)
@given(dots=DOTS)
def test_circles_hold_every_dot_once_and_do_not_touch(dots):
    marks = Drawing(dots, several=lambda dots: "/plusieurs/").marks

    assert sum(mark.number for mark in marks) == sum(dot.number for dot in dots)
    for one, other in combinations([mark.circle for mark in marks], 2):
        assert hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius


@examples(40)
@given(dots=DOTS)
def test_the_frame_holds_its_dots(dots):
    window = window_around(dots)

    for dot in dots:
        x, y = window.place(dot.x, dot.y)
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT


def test_a_circle_of_several_places_leads_where_the_page_says():
    near = [Dot(500, 200, name, f"/{name}/", group="Sénégal") for name in ("Dakar", "Thiès")]

    window = MapWindow(500, 200, 1000)

    (mark,) = Drawing(near, several=lambda dots: "/plusieurs/", window=window).marks

    assert (mark.label, mark.url) == ("Dakar, Thiès : 2 partenariats", "/plusieurs/")


def test_an_address_names_a_frame():
    assert window_in("480_210_60") == MapWindow(480, 210, 60)
    assert window_in("480_210_0001") == MapWindow(480, 210, 40)
    assert window_in("ici") is None


def test_a_name_is_written_where_no_other_circle_is():
    row = [Dot(x, 200, name, "/ici/") for x, name in [(460, "Un"), (500, "Deux"), (540, "Trois")]]

    marks = Drawing(row, several=lambda dots: "", window=MapWindow(500, 200, 400)).marks

    assert {mark.name: (mark.has_name, mark.is_at_left) for mark in marks} == {
        "Un": (True, True),
        "Deux": (False, True),
        "Trois": (True, False),
    }
