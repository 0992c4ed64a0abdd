"""The layouts that people really send, invented anew: by the command, and by the screen."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from correspondents.models import ImportBatch

from ...factories import CallFactory, ForeignAuthorityFactory
from ..people_list.test_layouts import sheet
from .test_screens import ADD, address, columns_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PERSON = ["Sénégal", "FICTIVE", "Anne", "anne@poste.example", "+221 33 839 51 00"]
WITHOUT_HEADER = [
    "Sénégal;Ambassade de France au Sénégal;Anne FICTIVE;anne@poste.example;+221 33 839 51 00",
    "Mali;Ambassade de France au Mali;Paul FACTICE;paul@poste.example;+223 44 97 57 57",
    "Togo;Ambassade de France au Togo;Inès FICTIF;ines@poste.example;+228 22 23 46 00",
]


@pytest.fixture
def planned(tmp_path, capsys):
    """The rows that a command plans of a file: text lines, or a workbook."""

    def rows(command, content, **options):
        path = tmp_path / ("liste.csv" if isinstance(content, list) else "liste.xlsx")
        if isinstance(content, list):
            path.write_text("\n".join(content))
        else:
            content.save(path)
        call_command(command, path, json=True, **options)
        return path, json.loads(capsys.readouterr().out)["rows"]

    return rows


def on_screen(client, path, kind="", **data):
    """The rows that the screen plans of a file, its columns read as the page proposes them."""
    query = f"?liste={kind}" if kind else ""
    file = SimpleUploadedFile(path.name, path.read_bytes())
    posted = {"file": file, "edition": "2026-09-15", "absent": "keep", **data}
    response = client.post(f"{reverse(ADD)}{query}", posted)
    response = client.post(response.url, columns_of(client.get(response.url)))
    batch = ImportBatch.objects.first()
    assert response.url == address("change", batch)
    return batch, batch.report["rows"]


def outcomes(rows):
    return [row["outcome"] for row in rows]


@pytest.mark.parametrize("heading", ["Observation", "Courriel", "Pays"])
def test_fifty_five_columns_of_which_thirteen_share_one_heading(
    delegation_client, planned, heading
):
    headings = ["Pays", "Nom", "Prénom", "Courriel", "Téléphone", *[heading] * 13]
    cells = [*PERSON, *(f"{n}@fois.example" for n in range(13))]
    headings += [f"Champ {n}" for n in range(55 - len(headings))]
    cells += [f"valeur {n}" for n in range(55 - len(cells))]

    path, rows = planned("import_correspondents", sheet(headings, cells))

    assert outcomes(rows) == ["new"]
    assert rows[0]["contacts"][0]["email"] == PERSON[3]
    assert set(cells[5:]) == set(rows[0]["other"].values())
    assert on_screen(delegation_client, path)[1] == rows


def test_a_list_without_header_apart_by_semicolons(delegation_client, planned):
    columns = {"A": "country", "B": "post", "C": "name", "D": "email", "E": "phone"}

    path, rows = planned("import_correspondents", WITHOUT_HEADER, columns=columns, header=0)

    assert outcomes(rows) == ["new"] * 3
    assert [row["country"] for row in rows] == ["SN", "ML", "TG"]
    assert [row["contacts"][0]["email"] for row in rows] == [
        *("anne@poste.example", "paul@poste.example", "ines@poste.example"),
    ]
    assert on_screen(delegation_client, path)[1] == rows


def test_people_under_english_headings(delegation_client, planned):
    path, rows = planned(
        "import_correspondents",
        [
            "Country;Post/Embassy;Last name;First name;Email;Phone;Position/Role;Start date;Until",
            "Senegal;;Fictive;Anne;anne@poste.example;+221 33 839 51 00;Attachée;03/03/2026;",
            "Mali;;Factice;Paul;paul@poste.example;+223 44 97 57 57;Volontaire;2026-03-03 10:00;",
        ],
    )

    assert outcomes(rows) == ["new", "new"]
    assert [(row["messages"], row["other"]) for row in rows] == [([], {}), ([], {})]
    batch, shown = on_screen(delegation_client, path)
    assert shown == rows
    assert {*"function started_on ended_on".split()} < {
        *batch.report["sheets"][0]["columns"].values()
    }


def test_partnerships_under_english_headings(delegation_client, planned):
    path, rows = planned(
        "import_partnerships",
        [
            "Local authority;Foreign partner;Partner country;Start date;End date;Theme",
            "Rennes;Ndimagine;Senegal;1987;;Water",
            "Nantes;Ndirêve;Senegal;1990;2020;Water",
        ],
    )

    assert outcomes(rows) == ["new", "new"]
    assert [row["other"] for row in rows] == [{"Theme": "Water"}] * 2
    assert on_screen(delegation_client, path, "partnerships")[1] == rows


def test_dossiers_under_english_headings(delegation_client, planned):
    call = CallFactory()
    path, rows = planned(
        "import_applications",
        [
            "Application number;Project title;Applicant;Partner;Country;Amount;Start date",
            "1001;Invented water;Rennes;Ndimagine;Senegal;12 000,50 €;2026-11-07 14:32",
        ],
        call=call.slug,
    )

    assert outcomes(rows) == ["new"]
    assert rows[0]["other"] == {}
    assert on_screen(delegation_client, path, "applications", call=call.slug)[1] == rows


def test_partnerships_without_the_country_of_the_partner_wait_and_none_is_lost(
    delegation_client, planned
):
    ForeignAuthorityFactory(name="Ndimagine", country_id="SN")
    path, rows = planned(
        "import_partnerships",
        [
            "Commune;Partenaire;Année",
            "Rennes;Ndimagine;1987",
            "Nantes;Ndimagine;1990",
            "Lille;Erlangen;1991",
        ],
    )

    assert outcomes(rows) == ["ambiguous"] * 3
    keys = [[question["key"] for question in row["questions"]] for row in rows]
    assert keys[0] == keys[1] != keys[2]
    assert {"SN"} < {choice["value"] for choice in rows[0]["questions"][0]["choices"]}
    assert "DE" in {choice["value"] for choice in rows[2]["questions"][0]["choices"]}
    assert rows[2]["other"] == {"Commune": "Lille", "Partenaire": "Erlangen", "Année": "1991"}
    batch, shown = on_screen(delegation_client, path, "partnerships")
    assert shown == rows
    posted = {f"choice:{keys[0][0]}": "SN", f"other:{keys[2][0]}": "Allemagne"}
    delegation_client.post(address("choix", batch), posted)
    batch.refresh_from_db()
    assert [(row["outcome"], row["country"]) for row in batch.report["rows"]] == [
        *(("new", "SN"), ("new", "SN"), ("new", "DE")),
    ]
