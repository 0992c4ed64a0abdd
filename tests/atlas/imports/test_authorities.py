"""A homonym is decided by what its row says beside the name, else asked: never taken in silence."""

import pytest

from ..listed import outcomes, plan_of


def row_of(name, heading="Remarque", text=""):
    plan = plan_of(f'Commune;Partenaire;Pays;{heading}\n{name};Ndimagine;SN;"{text}"\n')
    return plan.rows[0]


@pytest.mark.parametrize("name", ["Villefranche", "Évry", "Bourg", "Ville d’Évry", "Boulogne"])
def test_a_name_of_several_communes_living_or_former_is_a_question(db, name):
    row = row_of(name)

    assert (str(row.outcome), row.authority) == ("ambiguous", None)
    assert "est le nom de plusieurs collectivités" in row.messages[0]


def test_the_biggest_is_offered_first(db):
    [question] = row_of("Villefranche").questions

    assert question.choices[0][1] == "Villefranche-sur-Saône (commune, Rhône)"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ville de La Tranche-sur-Mer", "La Tranche-sur-Mer"),
        ("Commune de L’Isle-d’Abeau", "L'Isle-d'Abeau"),
        ("Ville du Havre", "Le Havre"),
        ("Mairie des Sables-d’Olonne", "Les Sables-d'Olonne"),
        ("Commune de Rennes", "Rennes"),
    ],
)
def test_a_title_before_the_name_keeps_its_article(db, name, expected):
    assert row_of(name).authority.name == expected


def test_what_is_proposed_resembles_the_name_and_not_its_title(db):
    [question] = row_of("Commune de Renness").questions

    assert question.choices[0][1].startswith("Rennes (commune")


@pytest.mark.parametrize(
    ("name", "heading", "text", "expected"),
    [
        ("Évry", "Département", "Essonne", "Évry-Courcouronnes"),
        ("Évry", "Département", "89", "Évry"),
        ("Évry", "Code postal", "91000", "Évry-Courcouronnes"),
        ("Évry", "CP", "89140", "Évry"),
        ("Évry", "Population", "53 237", "Évry-Courcouronnes"),
        ("Évry", "Population", "400", "Évry"),
        ("Évry", "Coordonnées", "48.6239, 2.4294", "Évry-Courcouronnes"),
        ("Évry", "Coord", "Point(2.4294 48.6239)", "Évry-Courcouronnes"),
        ("Villefranche", "Code postal", "69400", "Villefranche-sur-Saône"),
        ("Villefranche", "Département", "Yonne", "Charny Orée de Puisaye"),
        ("Saint-Denis", "Code postal", "97400", "Saint-Denis"),
        ("Valence", "Population", "64 000", "Valence"),
    ],
)
def test_a_homonym_is_decided_by_its_row(db, name, heading, text, expected):
    row = row_of(name, heading, text)

    assert str(row.outcome) == "new"
    assert row.authority.name == expected


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Population", "20 000"),
        ("Coordonnées", "14.7, -17.4"),
        ("Code postal", "75001"),
        ("CP", "SN-12500"),
        ("Population", "beaucoup"),
    ],
)
def test_what_fits_none_of_them_decides_nothing(db, heading, text):
    assert outcomes_of("Évry", heading, text) == "ambiguous"


def outcomes_of(*texts):
    return str(row_of(*texts).outcome)


def test_a_clue_stays_in_the_other_data(db):
    assert row_of("Évry", "Code postal", "91000").others == {"Code postal": "91000"}


@pytest.mark.parametrize(
    ("name", "today"),
    [
        ("Arbignieu", "« Arbignieu » est aujourd’hui « Arboys en Bugey (commune, Ain) »"),
        ("Courcouronnes", "« Courcouronnes » est aujourd’hui « Évry-Courcouronnes (commune, "),
        ("Bas-Rhin", "« Bas-Rhin » est aujourd’hui « Collectivité européenne d’Alsace ("),
    ],
)
def test_a_former_name_of_one_is_taken_with_a_word(db, name, today):
    row = row_of(name)

    assert str(row.outcome) == "new"
    assert row.messages[0].startswith(f"A2 : {today}")


@pytest.mark.parametrize("name", ["Rennes", "Tours", "Paris", "Lyon", "CD de l’Isère"])
def test_a_whole_name_that_smaller_ones_lengthen_is_its_own(db, name):
    row = row_of(name)

    assert (str(row.outcome), row.messages) == ("new", [])


def test_one_answer_settles_all_the_rows_of_a_name(db):
    file = "Commune;Partenaire;Pays\nÉvry;Ndimagine;SN\nÉvry;Ndirêve;SN\n"
    [question] = plan_of(file).rows[0].questions

    plan = plan_of(file, choices={question.key: "commune-91228"})

    assert outcomes(plan) == ["new", "new"]
