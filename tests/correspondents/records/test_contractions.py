"""« de » and « par » before a name, as French says it."""

import pytest

from correspondents.records.contractions import by, of


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


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ambassade de France au Sénégal", "par l’ambassade de France au Sénégal"),
        ("Consulat général de France à Québec", "par le consulat général de France à Québec"),
        ("Inès Inventée", "par Inès Inventée"),
        ("le poste", "par le poste"),
        ("Consul", "par Consul"),
    ],
)
def test_a_post_that_does_something_has_its_article(name, text):
    assert by(name) == text
