"""What real hands write in a cell: its fault is never more than the cell's, nothing is guessed."""

import io

import pytest
from django.core.management import CommandError, call_command

from correspondents.imports.admin.forms import ColumnsForm
from correspondents.imports.batches import map_columns, plan_batch, receive
from correspondents.people_list import planner
from correspondents.spreadsheets.refusals import RefusedFile

from .test_layouts import named, plan_of, rows_of, sheet

pytestmark = pytest.mark.django_db

APART = ["Pays", "Nom", "Prénom", "Fonction", "Mél", "Tél"]
WHOLE = ["Pays", "Nom et prénom", "Fonction", "Mél", "Tél"]
ACCEPTED = {"new", "replacement", "modified", "vacant"}


def people_of(rows):
    return [named(row) for row in rows]


def one(row):
    """The only contact of a row that comes in."""
    assert row["outcome"] in ACCEPTED, row["messages"]
    (contact,) = row["contacts"]
    return contact


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    [
        "renée.fictive@diplomatie.example",
        "mary..fictive@diplomatie.example",
        "paul@amba_cotonou.example",
        "mary fictive@diplomatie.example",
        "paul&anne@diplomatie.example",
        "fictive@@diplomatie.example",
    ],
)
def test_a_bad_address_refuses_its_row_alone(address):
    rows = rows_of(
        sheet(
            APART,
            ["Sénégal", "FICTIF", "Jean", "attaché", "jean.fictif@diplomatie.example", None],
            ["Mali", "FICTIVE", "Mary", "attachée", address, None],
            ["Bénin", "FACTICE", "Paul", "attaché", "paul.factice@diplomatie.example", None],
        )
    )

    assert [row["outcome"] in ACCEPTED for row in rows] == [True, False, True]
    assert rows[1]["outcome"] == "rejected"
    assert any(message.startswith(f"E3 : « {address} » ") for message in rows[1]["messages"])


def test_of_two_addresses_of_one_person_a_bad_one_refuses_the_row():
    [row] = rows_of(sheet(WHOLE, ["Mali", "Anne FICTIVE", None, "m..x@a.example ; y@a.example"]))

    assert row["outcome"] == "rejected"
    assert row["messages"][0].endswith("l’une des adresses est mal écrite.")


def test_which_of_two_addresses_is_a_person_s_is_asked():
    book = sheet(WHOLE, ["Mali", "Anne FICTIVE", None, "x@a.example ; y@a.example"])
    [row] = rows_of(book)
    [question] = row["questions"]
    assert (row["outcome"], question["text"]) == (
        "ambiguous",
        "Quelle est l’adresse d’Anne FICTIVE ?",
    )

    [row] = rows_of(book, choices={question["key"]: "y@a.example"})
    assert one(row)["email"] == "y@a.example"
    assert row["other"]["Mél"] == "x@a.example"


def test_an_address_keeps_no_bullet():
    rows = rows_of(
        sheet(APART, ["Bénin", "FICTIVE", "Anne", None, "-anne.fictive@diplomatie.example", None])
    )

    assert one(rows[0])["email"] == "anne.fictive@diplomatie.example"


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("+221 33 839 51 00 (poste 12)", "+221 33 839 51 00 poste 12"),
        ("+223 20 22 29 51 x12", "+223 20 22 29 51 poste 12"),
        ("+229 21 30 02 25, +229 97 00 00 00", "+229 21 30 02 25"),
        ("+228 22 23 46 00 (standard)", "+228 22 23 46 00"),
        ("Tél. : +227 20 72 24 32", "+227 20 72 24 32"),
        ("WhatsApp +233 30 221 45 50", "+233 30 221 45 50"),
        ("néant", ""),
        ("-", ""),
        ("2.21E+11", ""),
    ],
)
def test_of_a_phone_what_is_sure_is_taken(dakar, written, phone):
    rows = rows_of(sheet(APART, ["Sénégal", "FICTIVE", "Anne", "attachée", None, written]))

    row = rows[0]
    assert row["outcome"] in ACCEPTED, row["messages"]
    assert one(row)["phone"] == phone
    assert (
        phone == written
        or row["other"].get("Tél") == written
        or not phone
        or written.startswith("Tél")
    )


@pytest.mark.parametrize("written", ["45901", "01-Sep-25", "été 2027", "?", "2.21E+11"])
def test_a_day_that_cannot_be_read_goes_aside(written):
    rows = rows_of(
        sheet(
            [*APART, "Fin de fonction"],
            ["Sénégal", "FICTIVE", "Anne", "attachée", None, None, written],
        )
    )

    assert one(rows[0])["name"] == "Anne FICTIVE"
    assert rows[0]["other"]["Fin de fonction"] == written
    assert any(message.startswith(f"G2 : « {written} »") for message in rows[0]["messages"])


def test_a_text_too_long_goes_aside():
    rows = rows_of(sheet(APART, ["Sénégal", "FICTIVE", "Anne", "attachée " * 60, None, None]))

    assert one(rows[0])["name"] == "Anne FICTIVE"
    assert rows[0]["other"]["Fonction"].startswith("attachée attachée")


def test_a_job_after_a_comma_is_a_function():
    rows = rows_of(
        sheet(
            WHOLE,
            *[
                ["Sénégal", "Jean DUPONTEL, attaché de coopération", None, None, None],
                ["Mali", "Anne DUPONTEL, conseillère", "Attachée culturelle", None, None],
            ],
        )
    )

    assert one(rows[0])["name"] == "Jean DUPONTEL"
    assert rows[0]["other"]["Nom et prénom"] == "Jean DUPONTEL, attaché de coopération"
    assert one(rows[1])["name"] == "Anne DUPONTEL"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Dr. Marie FICTIVE", "Marie FICTIVE"),
        ("S.E.M. Paul FACTICE", "Paul FACTICE"),
        ("S.E. Mme Anne FACTICE", "Anne FACTICE"),
        ("Melle Jeanne FICTIVE", "Jeanne FICTIVE"),
        ("M.DUPONTEL Jean", "Jean DUPONTEL"),
        ("Madame la conseillère Marie FICTIVE", "Marie FICTIVE"),
        ("Pr Marie FICTIVE", "Marie FICTIVE"),
        ("Marie FICTIVE *", "Marie FICTIVE"),
        ("1. Paul FACTICE", "Paul FACTICE"),
        ("Jeanne FICTIVE (1)", "Jeanne FICTIVE"),
        ("Jeanne FICTIVE²", "Jeanne FICTIVE"),
    ],
)
def test_a_title_or_a_mark_is_no_part_of_a_name(written, name):
    assert one(rows_of(sheet(WHOLE, ["Sénégal", written, None, None, None]))[0])["name"] == name


@pytest.mark.parametrize(
    ("last", "first", "civility", "name"),
    [
        ("Mme le Consul LE FICTIF", "Anne", "Mme", "Anne LE FICTIF"),
        ("Dr FICTIVE", "Anne", "", "Anne FICTIVE"),
        ("FICTIF", "M. Paul", "M.", "Paul FICTIF"),
        ("M. Jean DE LA FICTION", None, "M.", "Jean DE LA FICTION"),
        ("M. FICTIF", None, "M.", "FICTIF"),
    ],
)
def test_a_title_is_no_part_of_a_last_name(last, first, civility, name):
    book = sheet(["Pays", "Nom", "Prénom", "Mél"], ["Sénégal", last, first, None])
    (row,) = plan_of(book).rows
    (entry,) = row.entries

    assert (entry.civility, entry.full_name) == (civility, name)


def test_an_address_without_its_end_is_refused_for_that():
    (row,) = rows_of(sheet(WHOLE, ["Sénégal", "Marie FICTIVE", None, "marie@diplomatie", None]))

    assert "la fin de l’adresse manque" in " ".join(row["messages"])


def test_a_job_before_a_last_name_waits():
    book = sheet(["Pays", "Nom", "Prénom", "Mél"], ["Sénégal", "Consul FICTIF", "Paul", None])

    assert rows_of(book)[0]["outcome"] == "ambiguous"


@pytest.mark.slow
@pytest.mark.parametrize(
    "written",
    [
        "Marie FICTIVE 2",
        "voir Paul FACTICE",
        "Marie FICTIVE attachée de coopération",
        "Marie FICTIVE ?",
        "Marie FICTIVE ou son adjoint",
    ],
)
def test_a_name_that_says_more_than_a_name_waits(written):
    rows = rows_of(sheet(WHOLE, ["Sénégal", written, None, None, None]))

    assert rows[0]["outcome"] == "ambiguous"
    (question,) = rows[0]["questions"]
    choices = {question["key"]: "name"}
    again = rows_of(sheet(WHOLE, ["Sénégal", written, None, None, None]), choices=choices)
    assert again[0]["outcome"] in ACCEPTED
    written_out = rows_of(
        sheet(WHOLE, ["Sénégal", written, None, None, None]),
        choices={question["key"]: "other:Marie FICTIVE"},
    )
    assert one(written_out[0])["name"] == "Marie FICTIVE"
    assert written_out[0]["other"]["Nom et prénom"] == written


@pytest.mark.parametrize(
    "written", ["VACANT - intérim Mme FICTIVE", "vacant depuis 09/2026", "à pourvoir en mars"]
)
def test_what_a_vacancy_says_besides_is_not_lost(written):
    rows = rows_of(sheet(WHOLE, ["Sénégal", written, None, None, None]))

    assert rows[0]["outcome"] == "vacant"
    assert rows[0]["other"]["Nom et prénom"] == written


def test_a_plain_vacancy_says_nothing_more():
    rows = rows_of(sheet(WHOLE, ["Sénégal", "VACANT", None, None, None]))

    assert (rows[0]["outcome"], rows[0]["other"]) == ("vacant", {})


def test_somebody_may_be_called_vacante():
    rows = rows_of(
        sheet(
            WHOLE,
            ["Italie", "VACANTE Giulia", None, "giulia.vacante@diplomatie.example", None],
            ["Mali", "VACANTE Giulia", None, None, None],
        )
    )

    assert one(rows[0])["name"] == "Giulia VACANTE"
    assert rows[1]["outcome"] == "ambiguous"


def test_codes_of_the_union_are_codes():
    codes = ["Code ISO", "Nom", "Prénom"]
    rows = rows_of(sheet(codes, ["UK", "FICTIF", "Bob"], ["EL", "FICTIF", "Nikos"]))
    assert [row["country"] for row in rows] == ["GB", "GR"]

    rows = rows_of(sheet(["Pays", "Nom", "Prénom"], ["UK", "FICTIF", "Bob"]))
    assert [row["country"] for row in rows] == ["GB"]


@pytest.mark.slow
@pytest.mark.parametrize("heading", ["Pays", "Code ISO"])
def test_an_unknown_country_waits_for_one_answer(heading):
    written = "Sengal" if heading == "Pays" else "QQ"
    book = sheet(
        [heading, "Nom", "Prénom"],
        [written, "FICTIF", "Bob"],
        [written, "FICTIVE", "Anne"],
    )
    rows = rows_of(book)

    assert {row["outcome"] for row in rows} == {"ambiguous"}
    (first,), (second,) = (row["questions"] for row in rows)
    assert first == second
    if heading == "Pays":
        assert first["choices"][0] == {"value": "SN", "label": "Sénégal"}
    for answer in ("SN", "other:Sénégal", "other:sn"):
        answered = rows_of(book, choices={first["key"]: answer})
        assert {row["country"] for row in answered} == {"SN"}


@pytest.mark.slow
def test_a_country_written_once_is_asked_once_for_the_file():
    book = sheet(
        WHOLE,
        ["Sénégal", "Mary FICTIVE", "attachée", "mary.fictive@diplomatie.example", None],
        [None, "Jean FACTICE", "chargé de mission", "jean.factice@diplomatie.example", None],
        ["Mali", "Anne FICTIVE", None, None, None],
        [None, "Paul FACTICE", None, None, None],
    )
    rows = rows_of(book)

    assert [row["outcome"] == "ambiguous" for row in rows] == [False, True, False, True]
    (question,) = rows[1]["questions"]
    assert rows[3]["questions"] == [question]
    answered = rows_of(book, choices={question["key"]: "above"})
    assert [row["country"] for row in answered] == ["SN", "SN", "ML", "ML"]
    refused = rows_of(book, choices={question["key"]: "none"})
    assert [row["outcome"] for row in refused][1] == "rejected"


def test_one_missing_name_does_not_refuse_the_cocac_beside_it():
    rows = rows_of(
        sheet(
            ["Pays", "Correspondant", "Mél", "COCAC", "Mél"],
            ["Sénégal", None, "paul.factice@diplomatie.example", "Zoé FICTIVE", None],
        )
    )

    assert rows[0]["outcome"] in ACCEPTED | {"ambiguous"}
    assert ("cocac", "Zoé FICTIVE", "") in named(rows[0])


@pytest.mark.parametrize(
    "title",
    [
        "Correspondant coopération décentralisée",
        "Correspondant pour la coopération décentralisée",
        "Correspondante coopération non-gouvernementale",
        "Correspondant coopération non gouvernementale",
        "Correspondante CT",
        "Correspondant ACT",
        "Référent coopération décentralisée",
        "Point focal",
        "Point focal coopération décentralisée",
    ],
)
def test_the_official_titles_are_columns(title):
    alone = rows_of(sheet(["Pays", title, "Mél"], ["Sénégal", "Zoé FICTIVE", None]))
    assert one(alone[0])["name"] == "Zoé FICTIVE"

    grouped = sheet(
        [None, title, None, None, "COCAC", None],
        ["Pays", "Nom", "Prénom", "Mél", "Nom", "Mél"],
        ["Sénégal", "FICTIVE", "Zoé", None, "Paul FACTICE", None],
        merged=["B1:D1", "E1:F1"],
    )
    assert named(rows_of(grouped)[0]) == [
        ("correspondent", "Zoé FICTIVE", ""),
        ("cocac", "Paul FACTICE", ""),
    ]


def test_a_title_is_known_by_its_cells():
    headings = ["Pays", "Nom", "Prénom", "Titre", "Mél"]
    functions = sheet(
        headings,
        ["Sénégal", "FICTIVE", "Mary", "Conseillère de coopération", None],
        ["Mali", "FACTICE", "Paul", "Attaché de coopération", None],
    )
    civilities = sheet(
        headings, ["Sénégal", "FICTIVE", "Mary", "Mme", None], ["Mali", "FACTICE", "Jo", "M.", None]
    )
    assert [row["outcome"] in ACCEPTED for row in rows_of(functions)] == [True, True]
    assert [row["outcome"] in ACCEPTED for row in rows_of(civilities)] == [True, True]


def test_two_columns_of_one_heading_are_both_there():
    headings = ["Pays", "Nom", "Prénom", "Mél", "Mél", "Remarque", "Remarque"]
    filled = ["Sénégal", "FICTIVE", "Anne", "a@b.example", "deux@b.example", "un", "deux"]
    rows = rows_of(sheet(headings, filled))

    assert set(filled[4:]) <= set(rows[0]["other"].values())


def test_a_column_of_first_names_beside_whole_names_is_not_dropped():
    rows = rows_of(
        sheet(
            ["Pays", "Nom et prénom", "Prénom", "Courriel"],
            ["Sénégal", "DUFAUX", "Jeanne", None],
            ["Mali", "Zoé FICTIVE", "Zoé", None],
        )
    )

    assert one(rows[0])["name"] == "Jeanne DUFAUX"
    said = " ".join([*rows[1]["other"].values(), *(each["name"] for each in rows[1]["contacts"])])
    assert "Zoé" in said


def test_no_fault_of_a_row_is_more_than_its_row_s(monkeypatch, caplog):
    """Even one of ours: the others come in, and the fault is logged."""
    read = planner.read_values

    def broken(row):
        if row.number == 2:
            raise ZeroDivisionError
        read(row)

    monkeypatch.setattr(planner, "read_values", broken)
    rows = rows_of(
        sheet(APART, ["Mali", "FICTIVE", "Anne"], ["Sénégal", "FICTIF", "Jean"]),
    )

    assert [row["outcome"] in ACCEPTED for row in rows] == [False, True]
    assert "Ligne 2 : elle ne peut pas être lue" in rows[0]["messages"][0]
    assert "A row cannot be read" in caplog.text


UNHEADED = [
    ["Sénégal", "Mme Anne FICTIVE", "attachée", "anne.fictive@diplomatie.example"],
    ["Mali", "Jean FACTICE ?", "conseiller", "jean.factice@diplomatie.example"],
]


def test_a_list_without_headings_is_proposed_by_its_contents_and_never_read_unasked():
    with pytest.raises(RefusedFile, match="Aucune feuille"):
        rows_of(sheet(*UNHEADED))

    file = io.BytesIO()
    sheet(*UNHEADED).save(file)
    batch = plan_batch(receive(file, "liste.xlsx"))

    assert (batch.state, batch.report["rows"]) == ("planned", [])
    (page,) = batch.report["sheets"]
    assert page["columns"] == {"A": "country", "B": "name", "C": "function", "D": "email"}
    assert set(page["reasons"].values()) == {"d’après son contenu"}
    form = ColumnsForm(batch=batch)
    posted = {field.html_name: field.value() for field in form if field.value() not in ("", [])}
    assert ColumnsForm(posted, batch=batch).is_valid()
    answered = ColumnsForm(posted, batch=batch)
    answered.is_valid()
    map_columns(batch, answered.mapping())
    rows = plan_batch(batch).report["rows"]
    assert [row["row"] for row in rows] == [1, 2]
    assert one(rows[0])["email"] == "anne.fictive@diplomatie.example"


def test_a_command_names_the_columns_by_letter_or_by_heading(tmp_path, capsys):
    path = tmp_path / "liste.xlsx"
    sheet(["Où", "Qui"], ["Mali", "Jean FACTICE"]).save(path)
    with pytest.raises(CommandError, match="En-têtes trouvés : « Où » et « Qui »"):
        call_command("import_correspondents", path)

    call_command("import_correspondents", path, "--columns=A=country,Qui=name", "--header=1")
    assert "1 nouveau\n" in capsys.readouterr().out

    with pytest.raises(CommandError, match="« pays_ » n’est pas le code d’une colonne"):
        call_command("import_correspondents", path, "--columns=A=pays_", "--header=1")


def test_a_refusal_names_the_nearest_headings(tmp_path):
    path = tmp_path / "liste.xlsx"
    sheet(["Payss", "Nomm", "x"], ["Mali", "Jean FACTICE", "y"]).save(path)

    with pytest.raises(CommandError, match="« Payss » est peut-être « Pays ou territoire »"):
        call_command("import_correspondents", path)


def test_what_a_column_holds_wins_over_what_its_heading_says():
    rows = rows_of(
        sheet(
            ["Pays", "Nom", "Contact", "Prénom"],
            ["Sénégal", "FICTIVE", "anne.fictive@diplomatie.example", "Anne"],
            ["Mali", "FACTICE", "jean.factice@diplomatie.example", "Jean"],
        )
    )

    assert people_of(rows) == [
        [("correspondent", "Anne FICTIVE", "anne.fictive@diplomatie.example")],
        [("correspondent", "Jean FACTICE", "jean.factice@diplomatie.example")],
    ]


def two_sheets(*old):
    book = sheet(APART, ["Mali", "FICTIVE", "Anne"], ["Sénégal", "FICTIF", "Jean"])
    page = book.create_sheet("Ancienne liste 2024")
    for row in (APART, *old):
        page.append(row)
    return book


@pytest.mark.slow
def test_of_two_sheets_for_the_same_posts_a_person_says_which_is_the_list():
    book = two_sheets(["Mali", "PARTI", "Paul"], ["Sénégal", "PARTIE", "Zoé"])
    rows = rows_of(book)

    assert {row["outcome"] for row in rows} == {"ambiguous"}
    (key,) = {question["key"] for row in rows for question in row["questions"]}
    assert "Feuille « Ancienne liste 2024 », ligne 2 : " in rows[2]["messages"][0]
    one_list = rows_of(book, choices={key: "sheet:Liste"})
    assert [row["outcome"] in ACCEPTED for row in one_list] == [True, True, False, False]
    assert one_list[2]["outcome"] == "ignored"
    both = rows_of(book, choices={key: "all"})
    assert [row["outcome"] in ACCEPTED for row in both] == [True] * 4


def test_sheets_of_other_posts_are_read_together():
    rows = rows_of(two_sheets(["Japon", "FICTIVE", "Zoé"]))

    assert [row["outcome"] in ACCEPTED for row in rows] == [True] * 3


def test_what_nobody_sees_is_no_part_of_a_name_an_address_or_a_phone():
    rows = rows_of(
        sheet(
            APART,
            ["Séné\u200dgal", "FIC\u200bTIVE", "Ma\u200dry", None, "mary.f\u200dictive@a.example"],
            ["Mali", "FACTICE", "Paul", None, None, "\u202a+223 20 22 29 51\u202c"],
        )
    )

    mary, paul = one(rows[0]), one(rows[1])
    assert (mary["name"], mary["email"]) == ("Mary FICTIVE", "mary.fictive@a.example")
    assert paul["phone"] == "+223 20 22 29 51"


def test_a_formula_without_a_result_is_named(dakar):
    """As a program writes it: no spreadsheet has computed it."""
    mail = '=LOWER(C2&"."&B2&"@diplomatie.example")'
    rows = rows_of(sheet(APART, ["Sénégal", "FICTIVE", "Mary", "attachée", mail, None]))
    assert rows[0]["outcome"] == "rejected"
    assert rows[0]["messages"][0].startswith("E2 : formule sans résultat")

    rows = rows_of(sheet(APART, ["Sénégal", "FICTIVE", "Mary", "=A1", None, None]))
    assert one(rows[0])["name"] == "Mary FICTIVE"
    assert rows[0]["messages"][0].startswith("D2 : formule sans résultat")
