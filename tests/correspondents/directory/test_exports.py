"""The public list as a file: the rows of the screen, in every format, and nobody's private life."""

import csv
import io
import json
import random
import zipfile
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from correspondents.models import Correspondent, Post

from ...factories import CorrespondentFactory

FORMATS = ["xlsx", "ods", "csv", "json", "vcf"]
HEADINGS = [
    "Pays ou territoire",
    "Code ISO",
    "Zone",
    "Poste",
    "Ville",
    "Nature",
    "Rôle",
    "Périmètre",
    "Civilité",
    "Nom",
    "Prénom",
    "Fonction",
    "Boîte fonctionnelle",
    "Téléphone du standard",
    "Vérifié le",
    "Page",
]


def export(client, format, **query):
    response = client.get(f"/correspondants/export.{format}", query)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def xlsx_rows(data, sheet=0):
    rows = openpyxl.load_workbook(io.BytesIO(data)).worksheets[sheet].values
    return [["" if cell is None else cell for cell in row] for row in rows]


def csv_rows(data, delimiter=";"):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def everything_in(data):
    """The bytes of a file, those of its parts when it is an archive."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(map(archive.read, archive.namelist()))


def on_screen(client, **query):
    """The contacts of every page of the list."""
    contacts, page = [], None
    while page is None or page.has_next():
        number = page.next_page_number() if page else 1
        context = client.get("/correspondants/", {**query, "page": number}).context
        contacts, page = contacts + context["contacts"], context["page_obj"]
    return contacts


@pytest.fixture
def network(db):
    """Forty people at posts of every zone, of every role and freshness."""
    dice = random.Random(2026)
    posts = Post.objects.working().exclude(kind=Post.Kind.ANTENNA).order_by("id")
    for post in dice.sample(list(posts), 40):
        CorrespondentFactory(
            post=post,
            role=dice.choice(Correspondent.Role.values),
            verified_on=dice.choice([None, date(2020, 1, 2), timezone.localdate()]),
        )


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"zone": "3"},
        {"role": "cocac"},
        {"fraicheur": "jamais"},
        {"fraicheur": "recent", "role": "correspondent"},
        {"pays": "sn"},
        {"q": "république"},
        {"q": "personne de ce nom"},
    ],
    ids=str,
)
def test_the_file_holds_the_rows_of_the_screen_in_their_order(client, network, query):
    headings, *rows = xlsx_rows(export(client, "xlsx", page="2", **query))

    shown = [[row[headings.index(name)] for name in ("Poste", "Nom", "Prénom")] for row in rows]
    assert shown == [[c.post.name, c.last_name, c.first_name] for c in on_screen(client, **query)]
    assert headings == HEADINGS


@pytest.mark.slow
def test_every_format_holds_the_same_cells(client, network):
    rows = xlsx_rows(export(client, "xlsx"))
    ods = CalamineWorkbook.from_filelike(io.BytesIO(export(client, "ods"))).get_sheet_by_index(0)
    texts = [[f"{c:%Y-%m-%d}" if isinstance(c, date) else str(c) for c in row] for row in rows]
    objects = json.loads(export(client, "json"))

    assert len(rows) == 41
    assert [
        [cell.date() if hasattr(cell, "date") else cell for cell in row] for row in rows
    ] == ods.to_python()
    assert csv_rows(export(client, "csv", separateur="virgule"), ",") == texts
    assert [row["last_name"] for row in objects["rows"]] == [row[9] for row in rows[1:]]


def test_csv_for_excel_in_french(client, dakar):
    CorrespondentFactory(post=dakar, verified_on=date(2026, 11, 23))

    data = export(client, "csv")

    assert data.startswith("\ufeffPays ou territoire;Code ISO;".encode())
    assert data.count(b"\r\n") == data.count(b"\n") == 2
    assert ";23/11/2026;" in data.decode()


def test_csv_for_machines(client, dakar):
    CorrespondentFactory(post=dakar, verified_on=date(2026, 11, 23))

    data = export(client, "csv", separateur="virgule")

    assert data.startswith(b"Pays ou territoire,Code ISO,")
    assert (b"\r" in data, data.count(b"\n")) == (False, 2)
    assert ",2026-11-23," in data.decode()


def test_json_gives_codes_with_their_labels(client, dakar):
    CorrespondentFactory(post=dakar, role="cocac")

    data = json.loads(export(client, "json", role="cocac"))

    row = data["rows"][0]
    assert (row["role"], row["role_label"]) == ("cocac", "COCAC")
    assert (row["kind"], row["kind_label"]) == ("embassy", "Ambassade")
    assert (data["count"], data["filter"]) == (1, {"Filtre : Rôle": "COCAC"})
    assert data["columns"]["mailbox"]["label"] == "Boîte fonctionnelle"
    assert data["generated_at"].startswith(f"{timezone.localdate():%Y-%m-%d}T")


@pytest.mark.parametrize("format", ["xlsx", "ods"])
def test_the_second_sheet_says_what_the_file_is(client, dakar, format):
    CorrespondentFactory(post=dakar, role="cocac")

    data = io.BytesIO(export(client, format, role="cocac", pays="sn"))

    book = CalamineWorkbook.from_filelike(data)
    notice = dict(book.get_sheet_by_name("À propos").to_python())
    assert notice["Filtre : Rôle"] == "COCAC"
    assert notice["Filtre : Pays ou territoire"] == "Sénégal"
    assert notice["Nombre de lignes"] == "1"
    assert "Licence Ouverte" in notice["Conditions"]
    assert set(HEADINGS) <= set(notice)
    assert str(timezone.localdate().year) in notice["Produit le"]


@pytest.mark.parametrize("format", FORMATS)
def test_a_named_person_has_no_email_nor_phone_in_a_public_file(client, dakar, format):
    CorrespondentFactory(
        post=dakar,
        last_name="Exposée",
        email="exposee@diplomatie.example",
        phone="+221 77 123 45 67",
        email_is_public=True,
        phone_is_public=True,
    )

    data = everything_in(export(client, format)).decode()

    assert "Exposée" in data
    assert "exposee@" not in data
    assert "77 123 45 67" not in data


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_tells_no_name_that_is_not_public(client, dakar, format):
    CorrespondentFactory(post=dakar, last_name="Discrète", name_is_public=False)
    cairo = Post.objects.get(slug="le-caire")
    cairo.is_discreet = True
    cairo.save()
    CorrespondentFactory(post=cairo, last_name="Tue", email_is_public=True, verified_by="Tue")

    data = everything_in(export(client, format)).decode()

    assert "Discrète" not in data
    assert "Tue" not in data
    assert "personne." not in data


@pytest.mark.parametrize("format", FORMATS)
def test_who_left_is_in_no_file(client, dakar, format):
    CorrespondentFactory(post=dakar, last_name="Partie", ended_on=date(2020, 1, 1))

    assert "Partie" not in everything_in(export(client, format)).decode()


def test_the_mailbox_of_a_service_stands_for_the_post_that_has_none(client, dakar):
    dakar.mailbox = ""
    dakar.save()
    CorrespondentFactory(post=dakar, service=True, email="scac@diplomatie.example")

    headings, row = xlsx_rows(export(client, "xlsx"))

    assert row[headings.index("Boîte fonctionnelle")] == "scac@diplomatie.example"


def test_no_country_is_named_beside_jerusalem(client, db):
    CorrespondentFactory(post=Post.objects.get(slug="jerusalem"))

    for format in FORMATS:
        data = everything_in(export(client, format)).decode()
        assert "Jérusalem" in data
        assert "Palestine" not in data


def test_a_formula_is_a_text_and_a_phone_stays_whole(client, dakar):
    dakar.phone = "+221 33 839 51 00"
    dakar.save()
    CorrespondentFactory(post=dakar, last_name='=HYPERLINK("x")', function="@SUM(1)")

    sheet = openpyxl.load_workbook(io.BytesIO(export(client, "xlsx"))).worksheets[0]
    cells = {cell.value: cell.data_type for cell in sheet[2]}
    row = csv_rows(export(client, "csv"))[1]

    assert cells['=HYPERLINK("x")'] == cells["@SUM(1)"] == cells["+221 33 839 51 00"] == "s"
    assert {'\'=HYPERLINK("x")', "'@SUM(1)", "+221 33 839 51 00"} <= set(row)


@pytest.mark.parametrize("format", FORMATS)
def test_a_character_that_xml_cannot_hold_breaks_no_file(client, dakar, format):
    CorrespondentFactory(post=dakar, last_name="Verti\x0bcale")

    data = everything_in(export(client, format, q="dakar\x0b")).decode()

    assert "Verticale" in data


@pytest.mark.parametrize("format", ["pdf", "xls", "XLSX", "csv.exe", "_"])
def test_an_unknown_format_is_not_found(client, db, format):
    assert client.get(f"/correspondants/export.{format}").status_code == 404


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ({"zone": "lune"}, "Zone géographique"),
        ({"pays": "zz"}, "Pays ou territoire"),
        ({"role": "²"}, "Rôle"),
        ({"fraicheur": "'"}, "Vérification"),
        ({"q": "x" * 10_000}, "Nom, ville ou pays"),
    ],
)
def test_a_filter_that_cannot_be_read_is_refused_by_its_name(client, db, query, label):
    response = client.get("/correspondants/export.csv", query)

    assert response.status_code == 400
    assert f"« {label} »" in response.content.decode()


@pytest.mark.parametrize(
    ("format", "kind"),
    [
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
        ("csv", "text/csv; charset=utf-8"),
        ("json", "application/json"),
        ("vcf", "text/vcard; charset=utf-8"),
    ],
)
def test_a_file_is_dated_and_not_indexed(client, db, format, kind):
    response = client.get(f"/correspondants/export.{format}")

    name = f"correspondants-{timezone.localdate():%Y-%m-%d}.{format}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == kind
    assert response["X-Robots-Tag"].startswith("noindex")
    assert b"".join(response.streaming_content) or format == "vcf"


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_costs_one_query_whatever_its_length(client, network, format):
    with CaptureQueriesContext(connection) as queries:
        export(client, format)

    assert len(queries) == 1
