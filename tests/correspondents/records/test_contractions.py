"""« de » before a name, as French says it."""

import pytest

from correspondents.records.contractions import of


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Inès", "d’Inès"),
        ("Yves", "d’Yves"),
        ("Yaël", "de Yaël"),
        ("Dakar", "de Dakar"),
        ("Le Caire", "du Caire"),
        ("", "de "),
    ],
)
def test_a_name_is_elided_as_it_is_heard(name, text):
    assert of(name) == text
