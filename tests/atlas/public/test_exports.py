"""The files of the inventory: what the public pages say, in every format, and nothing else."""

import csv
import io
import json
import zipfile

import geojson
import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from atlas.models import (
    ForeignMember,
    FrenchMember,
    LocalAuthority,
    Partnership,
    PartnershipTheme,
    Theme,
)
from atlas.public.columns import COLUMNS

from ...factories import ForeignAuthorityFactory, LocalAuthorityFactory, PartnershipFactory

FORMATS = ["xlsx", "ods", "csv", "json", "geojson"]
SECRETS = {
    "status": Partnership.Status.SUSPENDED,
    "status_reason": "Motif caché",
    "status_since": "2024-03",
    "status_source": "Télégramme caché",
    "notes": "Note cachée",
    "other_data": {"Colonne cachée": "Valeur cachée"},
    "confirmed_by": "Madeleine Cachée",
    "confirmed_on": "2026-01-02",
}


@pytest.fixture
def partnership(db):
    """One with everything that a file may say."""
    partnership = PartnershipFactory(
        lead__name="Villefeinte",
        lead__siren="999999998",
        partner__name="Ndimagine",
        partner__geonames_id=999999999,
        kind="agreement",
        status="running",
        first_signed_year=1984,
        started="1984-05",
        goals=[6, 11],
        context="Un puits, puis deux.",
    )
    member = LocalAuthorityFactory(name="Autrefeinte", siren="999999997")
    FrenchMember.objects.create(partnership=partnership, authority=member)
    FrenchMember.objects.create(
        partnership=partnership, authority=LocalAuthority.objects.get(local_code="region-53")
    )
    ForeignMember.objects.create(
        partnership=partnership, authority=ForeignAuthorityFactory(name="Mbofictif")
    )
    PartnershipTheme.objects.create(
        partnership=partnership, theme=Theme.objects.get(code="eau-potable")
    )
    return partnership


def export(client, extension, query=""):
    response = client.get(f"/atlas/export.{extension}?{query}")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def everything_in(data):
    """The text of a file, that of its parts when it is an archive."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(map(archive.read, archive.namelist()))
    return data.decode(errors="replace")


def test_a_row_has_labels_and_codes(client, partnership):
    (row,) = json.loads(export(client, "json"))["rows"]

    expected = {
        "authority": "Villefeinte",
        "authority_code": "999999998",
        "authority_type": "commune",
        "department": "Ille-et-Vilaine",
        "department_insee": "35",
        "region": "Bretagne",
        "region_insee": "53",
        "partner": "Ndimagine",
        "partner_level": "commune",
        "other_partners": "Mbofictif",
        "country": "SN",
        "country_label": "Sénégal",
        "geonames_id": 999999999,
        "latitude": 14.7,
        "longitude": -17.4,
        "kind": "agreement",
        "kind_label": "convention de coopération",
        "status": "running",
        "status_label": "en cours",
        "first_signed_year": 1984,
        "started": "1984-05",
        "themes_codes": "eau-potable",
        "goals": "6 ; 11",
        "context": "Un puits, puis deux.",
    }
    assert {name: row[name] for name in expected} == expected
    bretagne = LocalAuthority.objects.get(local_code="region-53").code
    named = zip(
        row["other_authorities"].split(" ; "),
        row["other_authorities_codes"].split(" ; "),
        strict=True,
    )
    assert dict(named) == {"Autrefeinte": "999999997", "Bretagne": bretagne}


def test_the_sheets_hold_the_same_cells(client, partnership):
    text = export(client, "csv").decode("utf-8-sig")
    headings, cells = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    xlsx = openpyxl.load_workbook(io.BytesIO(export(client, "xlsx"))).worksheets[0].values
    ods = CalamineWorkbook.from_filelike(io.BytesIO(export(client, "ods"))).get_sheet_by_index(0)

    assert headings == [column.label for column in COLUMNS]
    assert cells[headings.index("Longitude")] == "-17.4"
    for sheet in (xlsx, ods.to_python()):
        first, row = list(sheet)
        assert list(first) == headings
        assert row[headings.index("Longitude")] == -17.4
        assert row[headings.index("Partenaire")] == "Ndimagine"


def test_every_column_is_described_once():
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)
    assert len({column.label for column in COLUMNS}) == len(COLUMNS)
    assert all(column.description for column in COLUMNS)


@pytest.mark.parametrize("extension", FORMATS)
def test_nothing_internal_is_in_a_file(client, partnership, extension):
    Partnership.objects.filter(pk=partnership.pk).update(**SECRETS)

    text = everything_in(export(client, extension))

    assert "Ndimagine" in text
    for secret in ["cach", "Cach", "suspend", "2024"]:
        assert secret not in text


@pytest.mark.parametrize("extension", FORMATS)
def test_a_sensitive_partnership_is_in_no_file(client, partnership, extension):
    PartnershipFactory(partner__name="Lieu-tu", lead__name="Ville-tue", is_sensitive=True)

    text = everything_in(export(client, extension))

    assert "Ndimagine" in text
    assert "Lieu-tu" not in text
    assert "Ville-tue" not in text


@pytest.mark.parametrize("extension", FORMATS)
def test_a_file_holds_what_is_filtered(client, partnership, extension):
    PartnershipFactory(partner__name="Horsfiltre")

    text = everything_in(export(client, extension, "annee=1980-1989&etat=running"))

    assert "Ndimagine" in text
    assert "Horsfiltre" not in text


def test_the_filters_are_told_in_words(client, partnership):
    query = "annee=1980-1989&etat=running&collectivite=999999998&theme=environnement"

    told = json.loads(export(client, "json", query))["filter"]

    assert told == {
        "Filtre : SIREN ou code d’une collectivité": "Villefeinte",
        "Filtre : Thématique": Theme.objects.get(code="environnement").name,
        "Filtre : État": "en cours",
        "Filtre : Première signature": "de 1980 à 1989",
    }


@pytest.mark.parametrize("extension", FORMATS)
def test_an_empty_list_is_a_file_too(client, db, extension):
    data = export(client, extension, "q=zzz")

    if "json" in extension:
        assert json.loads(data).get("features", []) == []
    assert data


def test_the_points_are_geojson(client, partnership):
    PartnershipFactory(partner__latitude=None, partner__longitude=None)

    response = client.get("/atlas/export.geojson")
    document = json.loads(b"".join(response.streaming_content))

    assert response.headers["Content-Type"] == "application/geo+json"
    assert document["type"] == "FeatureCollection"
    by_id = {feature["id"]: feature for feature in document["features"]}
    assert by_id[partnership.pk]["geometry"] == {"type": "Point", "coordinates": [-17.4, 14.7]}
    assert by_id[partnership.pk]["properties"]["status_label"] == "en cours"
    assert [f["geometry"] for f in by_id.values() if f["id"] != partnership.pk] == [None]


def test_the_points_pass_a_validator_that_is_not_ours(client, partnership):
    PartnershipFactory(partner__latitude=None, partner__longitude=None)

    collection = geojson.loads(export(client, "geojson"))

    assert isinstance(collection, geojson.FeatureCollection)
    assert collection.is_valid, collection.errors()
    assert len(collection.features) == 2


def queries_of(client, address):
    list(client.get(address).streaming_content)
    with CaptureQueriesContext(connection) as captured:
        list(client.get(address).streaming_content)
    return len(captured)


@pytest.mark.slow
@pytest.mark.parametrize("extension", FORMATS)
def test_a_file_costs_as_many_queries_whatever_its_rows(client, partnership, extension):
    one = queries_of(client, f"/atlas/export.{extension}")

    for _ in range(3):
        other = PartnershipFactory()
        FrenchMember.objects.create(partnership=other, authority=LocalAuthorityFactory())
        ForeignMember.objects.create(partnership=other, authority=ForeignAuthorityFactory())

    assert queries_of(client, f"/atlas/export.{extension}") == one
