"""A number comes with what its format shows beside it, and is never rounded by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondents.spreadsheets.number_formats import SCALED, seen

from ..hypothesis_profiles import examples


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ("General", ""),
        ("0", ""),
        ("#,##0.00", ""),
        ("#,##0 [$XOF]", "XOF"),
        ('#,##0 "F CFA"', "F CFA"),
        ("[$$-409]#,##0.00", "$"),
        ("#,##0.00 [$€-40C]", "€"),
        ("#,##0.00\\ [$F CFA-80C]", "F CFA"),
        ("#,##0\\ \\€", "€"),
        ("#,##0.00 €", "€"),
        ("[$-40C]#,##0", ""),
        ('General" €"', "€"),
        ('_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-', "€"),
        ('#,##0" €";[Red](#,##0" €")', "€"),
        ("[Red]+#,##0;-#,##0", ""),
        ("0.00E+00", ""),
        ("# ?/?", ""),
        ("#\\ ##0\\ [$XAF]", "XAF"),
        ('# ##0" €"', "€"),
        ('[>=1000]#,##0" F";0" centimes"', "F"),
    ],
)
@pytest.mark.parametrize("value", [6_559_570, 1234.567, -6_559_570])
def test_a_unit_is_what_the_format_writes_beside_the_number(code, unit, value):
    if "centimes" in code and value < 0:
        unit = "centimes"

    assert seen(value, code) == (value, unit, "")


@pytest.mark.parametrize(
    "code", ["#,##0,", '#,##0.0,," M€"', "0,", '#,##0," k€"', "#,##0.0,", '#,##0,;-#,##0,;"-"']
)
def test_a_scale_is_a_fault_and_the_value_stays_whole(code):
    value, _, fault = seen(6_559_570, code)

    assert (value, fault) == (6_559_570, SCALED)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (612345678, '0#" "##" "##" "##" "##', "06 12 34 56 78"),
        (612345678, "0000000000", "0612345678"),
        (221338395100, "+###" + " ###" * 3, "+221 338 395 100"),
        (221338395100, '"+"0', "+221338395100"),
        (338395100, '"+221 "#########', "+221 338395100"),
        (338395100.0, '"+221 "##\\ ###\\ ##\\ ##', "+221 33 839 51 00"),
        (612345678, '\\(+33\\)#" "##" "##" "##" "##', "(+33)6 12 34 56 78"),
        (1000, "00000", "01000"),
        (12, '"D-2026-"0000', "D-2026-0012"),
        (1430, '00"h"00', "14h30"),
        (1, '"oui";"oui";"non"', "oui"),
        (0, '"oui";"oui";"non"', "non"),
        (0.125, "0%", "12,5 %"),
        (0.07, "0.00%", "7 %"),
        (1, "0%", "100 %"),
    ],
)
def test_a_number_whose_format_tells_more_is_the_text_that_is_seen(value, code, text):
    assert seen(value, code) == (text, "", "")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (220100010, "### ### ###"),
        (6559570, '#" "##0'),
        (5, "+0;-0;0"),
        (2026, "0000"),
        (0, '#,##0;-#,##0;"-"'),
        (0, ";;;"),
        (-5, "00"),
        (1.5, "000"),
        (3, '0" m2"'),
    ],
)
def test_a_number_that_is_seen_whole_stays_a_number(value, code):
    assert seen(value, code)[0] == value
    assert isinstance(seen(value, code)[0], type(value))


@pytest.mark.parametrize("value", [float("inf"), 1e300, 10**400, -1e300])
@pytest.mark.parametrize("code", ["0%", "0000", "0" * 256, "#,##0 [$XOF]", "[>1]0", "0,", ";;;"])
def test_an_extreme_number_or_format_stops_nothing(value, code):
    assert seen(value, code)


@given(st.text('0#?.,;%@/[]$€"\\_*GEeneral+-() <>=1XOF', max_size=30), st.floats(allow_nan=False))
@examples(300)
def test_any_format_is_read(code, value):
    shown, unit, fault = seen(value, code)

    assert shown == value or isinstance(shown, str)
    assert isinstance(unit, str)
    assert fault in ("", SCALED)
