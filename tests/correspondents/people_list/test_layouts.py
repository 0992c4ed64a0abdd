"""Lists of any layout: the row of the header, the people of a row, its post."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from openpyxl import Workbook
from openpyxl.comments import Comment

from correspondents.imports.apply import apply
from correspondents.imports.batches import map_columns, plan_batch, receive
from correspondents.imports.plan import build
from correspondents.imports.report import report
from correspondents.models import Correspondent, Post
from correspondents.people_list.addresses import addresses_in, share_out
from correspondents.people_list.columns import VOCABULARY
from correspondents.people_list.names import people_in, read_name
from correspondents.people_list.phones import international
from correspondents.people_list.values import is_part_of_a_date, says_nobody

from .test_people_list import messages, outcomes

pytestmark = pytest.mark.django_db

SAMPLE = Path(settings.BASE_DIR).parent / "shared" / "samples" / "correspondants-exemple.xlsx"


def sheet(*rows, merged=(), name="Liste"):
    """A workbook of one sheet, of these rows, as a spreadsheet program saves it."""
    book = Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    return book


def plan_of(book, edition=None, **options):
    file = io.BytesIO()
    book.save(file)
    return build(file, "liste.xlsx", edition, **options)


def rows_of(book, **options):
    return report(plan_of(book, **options))["rows"]


def named(row):
    return [(contact["role"], contact["name"], contact["email"]) for contact in row["contacts"]]


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample list is not beside the project")
def test_every_contact_of_the_sample_list_is_right(capsys):
    expected = json.loads(SAMPLE.with_suffix(".expected.json").read_text())
    call_command("import_correspondents", str(SAMPLE), "--json")
    document = json.loads(capsys.readouterr().out)
    rows = {(row["sheet"], row["row"]): row for row in document["rows"]}

    assert document["sheets"][0]["header_row"] == expected["header_row"]
    for wanted in expected["rows"]:
        row = rows[wanted["sheet"], wanted["row"]]
        contacts = row["contacts"]
        assert {
            "country": row["country"],
            "people": sum(bool(contact["name"]) for contact in contacts),
            "emails": sorted(contact["email"] for contact in contacts if contact["email"]),
            "struck": any(contact.get("left") for contact in contacts),
        } == {
            "country": wanted["country"],
            "people": wanted["people"],
            "emails": wanted["emails"],
            "struck": wanted["struck"],
        }
    assert [row["row"] for row in document["rows"] if row.get("hidden")] == [53]
    assert rows["Liste", 8]["other"] == {
        "Commentaire sur « Pays »": "départ à l’été, remplaçant à venir"
    }


@pytest.mark.parametrize(
    ("heading", "group", "code"),
    [
        ("Mél", "", "email"),
        ("Courriel professionnel", "", "email"),
        ("N° tél\xa0", "Coordonnées", "phone"),
        ("Implantation", "", "city"),
        ("Pays/territoire", "", "country"),
        ("COCAC", "", "cocac_name"),
        ("Mél COCAC", "", "cocac_email"),
        ("Mél", "COCAC", "cocac_email"),
        ("Nom / Prénom\n(correspondant)", "", "name"),
        ("MAJ", "", "verified_on"),
        ("Last update", "", "verified_on"),
        ("Observations", "", None),
    ],
)
def test_a_heading_is_known_by_its_usual_names(heading, group, code):
    assert VOCABULARY.code_of(heading, group) == code


@pytest.mark.parametrize(
    ("text", "email", "name"),
    [
        ("Anaïs DE LA FICTION", "", ("Anaïs", "DE LA FICTION")),
        ("FICTIF Théo", "", ("Théo", "FICTIF")),
        ("Mme LE FACTICE Anaïs", "", ("Anaïs", "LE FACTICE")),
        ("de La Fiction Maëlle", "", ("Maëlle", "de La Fiction")),
        ("Le Factice Inès", "", ("Inès", "Le Factice")),
        ("Théo Le Factice", "", ("Théo", "Le Factice")),
        ("Mme Anaïs d’Exemple", "", ("Anaïs", "d’Exemple")),
        ("Modèle Théo", "theo.modele7@diplomatie.example", ("Théo", "Modèle")),
        ("Fictif, Inès", "", ("Inès", "Fictif")),
        ("Jean-Noël Fictif", "", ("Jean-Noël", "Fictif")),
        ("Fictif", "", ("", "Fictif")),
        ("M. LE FICTIF", "", ("", "LE FICTIF")),
        ("Mme de La Fiction", "", ("", "de La Fiction")),
        ("M. Théo DE LA FICTION", "", ("Théo", "DE LA FICTION")),
        ("Mme le Consul LE FICTIF", "", ("", "LE FICTIF")),
        ("Monsieur l’Ambassadeur LE FICTIF", "", ("", "LE FICTIF")),
        ("Mme la Consule générale Inès LE FICTIF", "", ("Inès", "LE FICTIF")),
        ("Mme la cheffe du SCAC Inès FICTIVE", "", ("Inès", "FICTIVE")),
        ("Mme la consule de LA FICTION", "", ("", "de LA FICTION")),
    ],
)
def test_the_family_name_is_told_from_the_first_name(text, email, name):
    read = read_name(text, email)

    assert (read.first_name, read.last_name) == name


@pytest.mark.parametrize(
    ("text", "civility"),
    [
        ("M. Théo DE LA FICTION", "M."),
        ("Mme le Consul LE FICTIF", "Mme"),
        ("LE FICTIF Théo, M.", "M."),
        ("FICTIVE Inès (Mme)", "Mme"),
    ],
)
def test_a_civility_is_no_part_of_a_name(text, civility):
    read = read_name(text)

    assert read.civility.label == civility
    assert not {"M.", "Mme", "Consul", "(Mme)"} & set(f"{read.first_name} {read.last_name}".split())


def test_a_first_name_known_elsewhere_tells_the_order():
    assert read_name("Modèle Inès", "", frozenset({"ines"})).first_name == "Inès"


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Inès Fictif\nThéo Modèle", ["Inès Fictif", "Théo Modèle"]),
        ("Mme Inès Fictif / M. Théo Modèle", ["Mme Inès Fictif", "M. Théo Modèle"]),
        ("Inès Fictif et Théo Modèle", ["Inès Fictif", "Théo Modèle"]),
        ("Inès Fictif, Théo Modèle", ["Inès Fictif", "Théo Modèle"]),
        ("Mme Inès\nFICTIF", ["Mme Inès FICTIF"]),
        ("Inès Fictif (VI)", ["Inès Fictif"]),
    ],
)
def test_a_cell_may_name_several_people(text, people):
    assert people_in(text) == people


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("ines.fictif@a.example ; scac@a.example", ["ines.fictif@a.example", "scac@a.example"]),
        ("ines.fictif(at)a.example", ["ines.fictif@a.example"]),
        ("ines.fictif [at] a [dot] example", ["ines.fictif@a.example"]),
        ("ines.fictif @a.example", ["ines.fictif@a.example"]),
        ("mailto:ines@a.example", ["ines@a.example"]),
        ("Inès Fictif <ines@a.example>", ["ines@a.example"]),
        ("a@a.example/b@a.example\nc@a.example", ["a@a.example", "b@a.example", "c@a.example"]),
        ("à venir", []),
    ],
)
def test_addresses_are_read_however_they_are_written(text, addresses):
    assert addresses_in(text)[0] == addresses


def test_each_address_goes_to_whom_it_names():
    given, services, others = share_out(
        ["Le Factice Inès", "Théo Modèle"],
        ["theo.modele@a.example", "scac.sn-amba@a.example", "ines.lefactice2@a.example"],
    )

    assert given == {0: "ines.lefactice2@a.example", 1: "theo.modele@a.example"}
    assert (services, others) == (["scac.sn-amba@a.example"], [])


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Tél : +221 (0)33 839 51 00", "+221 33 839 51 00"),
        ("00221 33 839 51 00", "+221 33 839 51 00"),
        ("(00221) 33 839", "+221 33 839"),
        ("+221 33 839 poste 12", "+221 33 839 poste 12"),
        ("33143170002", "33143170002"),
    ],
)
def test_a_phone_is_kept_as_it_is_dialled_from_abroad(written, kept):
    assert international(written) == kept


@pytest.mark.parametrize("text", ["janv-17", "fév. 2017", "2017", "mars 2020", "02/2017"])
def test_a_month_or_a_year_is_part_of_a_date(text):
    assert is_part_of_a_date(text)


@pytest.mark.parametrize(
    "text", ["vacant", "Poste vacant", "-", "en cours de désignation", "À pourvoir", "VACANTE"]
)
def test_a_vacancy_is_told_by_its_words(text):
    assert says_nobody(text)


@pytest.mark.parametrize(
    ("label", "country"),
    [
        ("Congo, République démocratique du", "CD"),
        ("Congo (République démocratique du)", "CD"),
        ("Congo (République du)", "CG"),
        ("Corée (République de)", "KR"),
        ("Arabie Saoudite (Royaume d’)", "SA"),
        ("GUYANA*", "GY"),
        ("Ukraine (1)", "UA"),
        ("Jérusalem (Territoires palestiniens)", "PS"),
        ("Birmanie / Myanmar", "MM"),
        ("Sénégal (Dakar)", "SN"),
        ("Trinité-et-Tobago", "TT"),
        ("Bosnie et Herzégovine", "BA"),
    ],
)
def test_a_country_is_found_by_its_exact_names_alone(label, country):
    book = sheet(["Pays", "Nom", "Prénom"], [label, "Fictif", "Inès"])

    assert rows_of(book)[0]["country"] == country


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("Israël / Territoires palestiniens", "désigne plusieurs pays : Israël, Palestine"),
        ("Congo (ex-Zaïre)", "désigne"),
        ("Corée", "désigne plusieurs pays"),
        ("Somaliland", "que la France reconnaît"),
    ],
)
def test_a_label_that_may_mean_several_waits_for_a_person(label, reason):
    row = rows_of(sheet(["Pays", "Nom", "Prénom"], [label, "Fictif", "Inès"]))[0]

    assert (row["outcome"], row["country"]) == ("ambiguous", None)
    assert reason in row["messages"][0]


def test_the_answer_of_a_person_settles_every_row_of_the_label():
    label = "Israël / Territoires palestiniens"
    book = sheet(["Pays", "Nom", "Prénom"], [label, "Fictif", "Inès"], [label, "Modèle", "Théo"])
    question = rows_of(book)[0]["questions"][0]
    assert [choice["value"] for choice in question["choices"]] == ["IL", "PS", "aside"]

    rows = rows_of(book, choices={question["key"]: "PS"})

    assert [(row["country"], row["post"]) for row in rows] == [("PS", "jerusalem")] * 2


@pytest.mark.parametrize(
    ("country", "post", "slug"),
    [
        ("Sénégal", "Ambassade de France à Dakar", "dakar"),
        ("Sénégal", "AMBAFRANCE DAKAR", "dakar"),
        ("Territoires palestiniens", "AMBAFRANCE Jérusalem", "jerusalem"),
        ("Sénégal", "Dakar", "dakar"),
        ("Gambie", "Ambassade de France en Gambie", "dakar"),
        ("Gambie", "Ambassade de France Dakar", "dakar"),
        ("Canada", "Consulat général de France à Québec", "quebec"),
        ("Taïwan", "Bureau français de Taipei", "taipei"),
        ("Kazakhstan", "Ambassade de France Astana", "astana"),
        (None, "Ambassade de France à Tirana", "tirana"),
        ("Saint-Siège", "Rome", "rome-saint-siege"),
        ("Italie", "Rome", "rome"),
    ],
)
def test_a_post_is_found_by_its_kind_and_city(country, post, slug):
    book = sheet(["Pays", "Poste", "Nom", "Prénom"], [country, post, "Fictif", "Inès"])

    assert rows_of(book)[0]["post"] == slug


@pytest.mark.parametrize(
    ("country", "post", "city"),
    [
        ("Chine", "Consulat général de France à Shanghai", "Shanghai"),
        ("Irak", "Erbil", "Erbil"),
        ("Brésil", "CG São Paulo", "São Paulo"),
    ],
)
def test_an_unknown_post_with_a_city_is_proposed_and_never_folded_into_the_embassy(
    country, post, city
):
    row = rows_of(sheet(["Pays", "Poste", "Nom", "Prénom"], [country, post, "Fictif", "Inès"]))[0]

    assert (row["outcome"], row["post"]) == ("ambiguous", None)
    assert f"un nouveau poste à {city} est proposé" in row["messages"][0]
    labels = [choice["label"] for choice in row["questions"][0]["choices"]]
    assert f"Créer : Consulat général de France à {city}" in labels


def test_a_post_of_another_country_is_refused():
    row = ["Togo", "Ambassade de France à Dakar", "Fictif", "Inès"]

    plan = plan_of(sheet(["Pays", "Poste", "Nom", "Prénom"], row))

    assert outcomes(plan) == ["rejected"]
    assert "n’est pas un poste compétent pour « Togo »" in messages(plan)


@pytest.mark.slow
def test_a_header_stands_under_titles_and_groups():
    book = sheet(
        ["Liste des correspondants"],
        [],
        [None, "Correspondant", None, "COCAC", None],
        ["Pays", "Nom / Prénom", "Mél", "Nom / Prénom", "Mél"],
        ["Togo", "FICTIF Inès", "i.fictif@a.example", "M. Théo MODÈLE", "t.modele@a.example"],
        ["Bénin", "-", None, "MODÈLE Zoé", None],
        merged=["A1:E1", "B3:C3", "D3:E3"],
    )

    rows = rows_of(book)

    assert named(rows[0]) == [
        ("correspondent", "Inès FICTIF", "i.fictif@a.example"),
        ("cocac", "Théo MODÈLE", "t.modele@a.example"),
    ]
    assert named(rows[1]) == [("cocac", "Zoé MODÈLE", "")]
    apply(plan_of(book))
    lome = Correspondent.objects.filter(post__slug="lome")
    assert set(lome.values_list("role", "last_name")) == {
        ("correspondent", "FICTIF"),
        ("cocac", "MODÈLE"),
    }
    assert {row["outcome"] for row in rows_of(book)} == {"identical"}


def test_columns_told_twice_are_those_of_the_name_before_them():
    book = sheet(
        ["Pays", "Correspondant", "Mél", "COCAC", "Mél"],
        ["Togo", "Inès FICTIF", "i.fictif@a.example", "Théo MODÈLE", "t.modele@a.example"],
    )

    assert named(rows_of(book)[0]) == [
        ("correspondent", "Inès FICTIF", "i.fictif@a.example"),
        ("cocac", "Théo MODÈLE", "t.modele@a.example"),
    ]


def test_a_merged_country_is_that_of_all_its_rows():
    book = sheet(
        ["Pays", "Nom", "Prénom"],
        ["Togo", "Fictif", "Inès"],
        [None, "Modèle", "Théo"],
        merged=["A2:A3"],
    )

    assert [row["country"] for row in rows_of(book)] == ["TG", "TG"]
    apply(plan_of(book))
    assert dict(Correspondent.objects.values_list("last_name", "rank")) == {
        "Fictif": 1,
        "Modèle": 2,
    }


@pytest.mark.slow
def test_two_people_in_a_cell_come_in_together():
    book = sheet(
        ["Pays", "Correspondant", "Fonction", "Mél", "Tél"],
        [
            "Togo",
            "Mme Inès FICTIF\nM. Théo MODÈLE",
            "Attachée\nVolontaire international",
            "theo.modele@a.example\nines.fictif@a.example\nscac.tg-amba@a.example",
            "+228 11 11 11 11 / +228 22 22 22 22",
        ],
    )

    apply(plan_of(book))

    people = Correspondent.objects.order_by("rank")
    assert list(people.values_list("rank", "last_name", "function", "email", "phone")) == [
        (1, "FICTIF", "Attachée", "ines.fictif@a.example", "+228 11 11 11 11"),
        (2, "MODÈLE", "Volontaire international", "theo.modele@a.example", "+228 22 22 22 22"),
    ]
    assert Post.objects.get(slug="lome").mailbox == "scac.tg-amba@a.example"
    assert outcomes(plan_of(book)) == ["identical"]
    book.active["C2"] = "Conseillère\nConseiller"
    assert rows_of(book)[0]["changes"] == {
        "function (Inès FICTIF)": ["Attachée", "Conseillère"],
        "function (Théo MODÈLE)": ["Volontaire international", "Conseiller"],
    }


def test_a_row_of_two_people_is_refused_as_a_whole():
    Correspondent.objects.create(
        post=Post.objects.get(slug="lome"), last_name="Avant", email="theo@a.example"
    )
    book = sheet(
        ["Pays", "Correspondant", "Mél"],
        ["Togo", "Inès FICTIF / Théo MODÈLE", "ines.fictif@a.example ; theo@a.example"],
    )

    plan = plan_of(book)
    apply(plan)

    assert outcomes(plan) == ["ambiguous"]
    assert Correspondent.objects.count() == 1


def test_titles_notes_and_repeated_headers_are_told_and_left():
    book = sheet(
        ["Pays", "Nom", "Prénom"],
        ["AFRIQUE"],
        ["Togo", "Fictif", "Inès"],
        [],
        ["Pays", "Nom", "Prénom"],
        ["Bénin", "Modèle", "Théo"],
        ["(1) à confirmer"],
    )

    rows = rows_of(book)

    assert [(row["row"], row["outcome"]) for row in rows] == [
        (2, "ignored"),
        (3, "new"),
        (5, "ignored"),
        (6, "new"),
        (7, "ignored"),
    ]
    assert rows[0]["other"] == {"Pays": "AFRIQUE"}


def test_what_a_person_sees_beside_the_texts_is_kept():
    book = sheet(
        ["Pays", "Nom", "Prénom", "Mél", "Remarque"],
        ["Togo", "Fictif", "Inès", "ines.fictif@a.example", "part bientôt"],
    )
    page = book.active
    page["A2"].comment = Comment("vu au téléphone", "x")
    page["D2"].hyperlink = "mailto:autre@a.example"
    page["D2"].value = "ines.fictif@a.example"
    page.row_dimensions[2].hidden = True

    plan = plan_of(book)
    apply(plan)

    assert Correspondent.objects.get().other_data == {
        "Remarque": "part bientôt",
        "Commentaire sur « Pays »": "vu au téléphone",
        "Lien de « Mél »": "mailto:autre@a.example",
    }
    assert report(plan)["rows"][0]["hidden"] is True
    assert "masquée" in messages(plan)
    assert outcomes(plan_of(book)) == ["identical"]


def test_an_address_may_be_in_the_link_alone():
    book = sheet(["Pays", "Nom", "Prénom", "Mél"], ["Togo", "Fictif", "Inès", "Écrire"])
    book.active["D2"].hyperlink = "mailto:ines.fictif@a.example"
    book.active["D2"].value = "Écrire"

    row = rows_of(book)[0]

    assert named(row) == [("correspondent", "Inès Fictif", "ines.fictif@a.example")]
    assert row["other"] == {"Mél": "Écrire"}


def test_the_link_of_nobody_s_cell_is_kept_too():
    book = sheet(["Pays", "Mél", "COCAC"], ["Togo", "Écrire", "Anne FICTIVE"])
    book.active["B2"].hyperlink = "mailto:ines.fictif@a.example"
    book.active["B2"].value = "Écrire"

    row = rows_of(book)[0]

    assert named(row) == [("cocac", "Anne FICTIVE", "")]
    assert row["other"] == {"Mél": "Écrire", "Lien de « Mél »": "mailto:ines.fictif@a.example"}


def test_a_partial_date_is_kept_aside_and_no_day_is_invented():
    book = sheet(
        ["Pays", "Nom", "Prénom", "En fonction depuis le", "MAJ"],
        ["Togo", "Fictif", "Inès", "sept. 2025", "janv-17"],
        ["Bénin", "Modèle", "Théo", date(2025, 9, 1), "2017"],
    )

    apply(plan_of(book))

    ines, theo = Correspondent.objects.order_by("last_name")
    assert ines.started_on is None
    assert ines.other_data == {"En fonction depuis le": "sept. 2025", "Vérifié le": "janv-17"}
    assert (theo.started_on, theo.verified_on) == (date(2025, 9, 1), None)


@pytest.mark.slow
def test_a_mailbox_alone_says_something_of_the_post():
    book = sheet(["Pays", "Mél", "Remarque"], ["Togo", "scac.tg-amba@a.example", "le matin"])

    apply(plan_of(book))

    lome = Post.objects.get(slug="lome")
    assert (lome.mailbox, lome.other_data) == ("scac.tg-amba@a.example", {"Remarque": "le matin"})
    assert outcomes(plan_of(book)) == ["identical"]


def test_sheets_that_hold_no_list_are_named_and_left():
    book = sheet(["Pays", "Nom", "Prénom"], ["Togo", "Fictif", "Inès"])
    second = book.create_sheet("Asie")
    second.append(["Pays", "Nom", "Prénom"])
    second.append(["Japon", "Modèle", "Théo"])
    book.create_sheet("Vide")
    book.create_sheet("Cachée").append(["Pays", "Nom", "Prénom"])
    book["Cachée"].sheet_state = "hidden"

    document = report(plan_of(book))

    assert {each["name"]: each["skipped"] for each in document["sheets"]} == {
        "Liste": None,
        "Asie": None,
        "Vide": "Feuille vide",
        "Cachée": "Feuille masquée",
    }
    assert [(row["sheet"], row["country"]) for row in document["rows"]] == [
        ("Liste", "TG"),
        ("Asie", "JP"),
    ]


@pytest.mark.slow
def test_a_person_says_what_a_column_is_and_the_next_list_knows_it():
    book = sheet(["Pays", "Nom", "Prénom", "Joindre"], ["Togo", "Fictif", "Inès", "i@a.example"])
    file = io.BytesIO()
    book.save(file)
    batch = plan_batch(receive(file, "liste.xlsx"))
    assert batch.report["rows"][0]["other"] == {"Joindre": "i@a.example"}  # one cell tells nothing

    map_columns(batch, {"Liste": {"columns": {"D": "email", "C": ""}}}, remember=True)
    row = plan_batch(batch).report["rows"][0]

    assert named(row) == [("correspondent", "Fictif", "i@a.example")]
    assert row["other"] == {"Prénom": "Inès"}
    assert rows_of(book)[0]["contacts"][0]["email"] == "i@a.example"


def test_a_header_that_nobody_would_know_is_said_by_a_person():
    book = sheet(["Où", "Qui", "Comment"], ["Togo", "Inès FICTIF", "i.fictif@a.example"])
    reading = {
        "header_row": 1,
        "columns": {"A": "country", "B": "name", "C": "email"},
    }

    row = rows_of(book, mapping={"Liste": reading})[0]

    assert (row["country"], named(row)) == (
        "TG",
        [("correspondent", "Inès FICTIF", "i.fictif@a.example")],
    )


def test_the_names_of_countries_are_read_once_and_when_a_cell_is_compared(
    django_assert_num_queries,
):
    with django_assert_num_queries(0):
        recognisers = VOCABULARY.recognisers()
    with django_assert_num_queries(1):
        assert recognisers["country"]("Sénégal")
        assert not recognisers["country"]("Attachée")
