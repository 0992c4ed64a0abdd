"""`/donnees/`: its files by validators that are not ours, its page, and the command."""

import gzip
import json
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from frictionless import Package

from atlas.models import ForeignMember, FrenchMember, Partnership, Theme
from config.pages.data import TABLES
from correspondents.models import DataEdition, DataTable, Post
from correspondents.spreadsheets.write import rearmed

from ..factories import (
    CorrespondentFactory,
    ForeignAuthorityFactory,
    LocalAuthorityFactory,
    PartnershipFactory,
)
from ..opendata import FILES, body, csv_rows, json_rows, judged, publish_all

pytestmark = pytest.mark.slow


@pytest.fixture
def whole(dakar):
    """Something in every field that may be filled, formulas included."""
    Post.objects.filter(pk=dakar.pk).update(
        mailbox="cooperation@dakar.example", phone="+221 33 111 11 11", status_since="2020-01-01"
    )
    CorrespondentFactory(service=True, email="scac@dakar.example", function="=1+1")
    partnership = PartnershipFactory(
        lead__siren="999999998",
        partner__geonames_id=999999999,
        kind="agreement",
        status="running",
        first_signed_year=1984,
        started="1984-05",
        ended="2030",
        goals=[6, 11],
        context='-2+3 ; « deux », puis\nun "puits"',
        confirmed_on="2026-01-02",
        confirmed_by="Poste",
    )
    PartnershipFactory(kind="", partner__latitude=None, partner__longitude=None)
    for member in (LocalAuthorityFactory(), LocalAuthorityFactory(siren="999999997")):
        FrenchMember.objects.create(partnership=partnership, authority=member)
    ForeignMember.objects.create(partnership=partnership, authority=ForeignAuthorityFactory())
    partnership.set_themes(list(Theme.objects.all()[:2]))
    return publish_all()


def test_every_csv_is_valid_against_its_schema(client, whole, tmp_path):
    report = judged(client, tmp_path)

    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "note"])
    assert [task.name for task in report.tasks] == [table.name for table in TABLES]
    assert all(task.stats["rows"] for task in report.tasks)


def test_the_judge_sees_what_is_wrong(client, whole, tmp_path):
    judged(client, tmp_path)
    path = tmp_path / "couverture.csv"
    path.write_bytes(path.read_bytes().replace(b",dakar,", b",dacar,", 1))

    report = Package(str(tmp_path / "datapackage.json")).validate()

    assert "foreign-key" in {error.type for task in report.tasks for error in task.errors}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_json_has_the_same_rows(client, whole, table):
    def as_text(value):
        return (
            "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        )

    told = [{name: as_text(v) for name, v in row.items()} for row in json_rows(client, table.name)]
    written = csv_rows(client, table.name)

    assert told
    assert [{name: rearmed(v) for name, v in row.items()} for row in written] == told
    assert json.loads(body(client, f"{table.name}.json"))["count"] == len(told)


def test_each_document_says_when_it_was_produced_and_under_what_licence(client, whole):
    rows = json.loads(body(client, "partenariats.json"))
    package = json.loads(body(client, "datapackage.json"))

    for document in (rows, package):
        made_at = datetime.fromisoformat(document["generated_at"])
        assert timezone.localdate(made_at).isoformat() == whole.name  # a day of Paris
    assert rows["licence"]["title"] == package["licenses"][0]["title"] == "Licence Ouverte 2.0"
    assert any("GeoNames" in source["title"] for source in package["sources"])
    assert any("INSEE" in source["title"] for source in rows["attributions"])


def test_the_catalogue_leads_to_the_very_files(client, whole, settings):
    catalogue = json.loads(body(client, "catalogue.jsonld"))

    assert catalogue["@type"] == "dcat:Catalog"
    assert len(catalogue["dcat:dataset"]) == len(TABLES)
    for dataset in catalogue["dcat:dataset"]:
        assert {"dct:issued", "dct:modified", "dct:publisher", "dct:license"} <= set(dataset)
        for file in dataset["dcat:distribution"]:
            address = file["dcat:downloadURL"]["@id"].removeprefix(settings.SITE_URL)
            response = client.get(address)
            media_type = file["dcat:mediaType"]["@id"].partition("media-types/")[2]
            assert response.headers["Content-Type"].startswith(media_type)
            assert len(b"".join(response)) == int(file["dcat:byteSize"]["@value"])
    rights = catalogue["dct:rights"]["rdfs:label"]
    assert "GeoNames" in rights
    assert "INSEE" in rights


def test_a_reader_who_has_the_file_is_not_sent_it_again(client, whole):
    first = client.get("/donnees/pays.csv")

    again = client.get("/donnees/pays.csv", headers={"If-None-Match": first.headers["ETag"]})
    since = client.get(
        "/donnees/pays.csv", headers={"If-Modified-Since": first.headers["Last-Modified"]}
    )

    assert (again.status_code, since.status_code) == (304, 304)
    assert again.headers["ETag"] == first.headers["ETag"]


def test_whoever_takes_gzip_is_sent_it(client, whole):
    plain = body(client, "pays.csv")

    packed = client.get("/donnees/pays.csv", headers={"Accept-Encoding": "br, gzip"})
    refused = client.get("/donnees/pays.csv", headers={"Accept-Encoding": "gzip;q=0"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain
    assert "Content-Encoding" not in refused.headers


def test_an_edition_keeps_its_files_when_another_is_published(client, whole):
    Partnership.objects.update(context="Autre chose")
    before = {file: body(client, file) for file in FILES if "catalogue" not in file}

    latest = publish_all()

    dated = whole.get_absolute_url()
    assert {file: body(client, file, dated) for file in before} == before
    assert "Autre chose" in body(client, "partenariats.csv").decode()
    page = client.get("/donnees/").content.decode()
    assert dated in page
    assert latest.get_absolute_url() in page


def test_before_any_edition_the_page_says_so_and_files_are_missing(client, db):
    page = client.get("/donnees/")

    assert "encore publiée" in page.content.decode()
    for file in FILES:
        assert client.get(f"/donnees/{file}").status_code == 404


@pytest.mark.parametrize(
    "file", ["rien.csv", "pays.xlsx", "pays", "pays.csv.gz", "editions/2020-01-01/pays.csv"]
)
def test_a_file_that_is_not_there_is_a_404(client, whole, file):
    assert client.get(f"/donnees/{file}").status_code == 404


def test_a_visit_costs_few_queries_and_reads_no_table(client, whole):
    for file in ["", *FILES]:
        body(client, file)
        with CaptureQueriesContext(connection) as captured:
            body(client, file)

        assert len(captured) <= 5, file
        for query in captured:
            assert "atlas_" not in query["sql"]
            assert "correspondents_post" not in query["sql"]


def test_the_command_publishes_once(capsys, db):
    call_command("publish_data")
    call_command("publish_data")

    said = capsys.readouterr().out
    assert "publiée." in said
    assert "Rien de nouveau" in said
    assert DataEdition.objects.count() == 1


def test_the_command_withdraws_an_address_once_the_directory_has_lost_it(capsys, client, whole):
    with pytest.raises(CommandError, match="encore publié"):
        call_command("publish_data", retirer="adresses-fonctionnelles:poste-dakar")
    Post.objects.filter(slug="dakar").update(mailbox="")

    call_command("publish_data", retirer="adresses-fonctionnelles:poste-dakar")

    for edition in DataEdition.objects.all():
        text = body(client, "adresses-fonctionnelles.csv", edition.get_absolute_url()).decode()
        assert "cooperation@dakar.example" not in text
    assert DataTable.objects.filter(withdrawn=1).count() == 1


@pytest.mark.parametrize("named", ["pays", "pays:", "rien:1"])
def test_the_command_refuses_what_names_no_row(db, named):
    with pytest.raises(CommandError, match="TABLE:CLÉ"):
        call_command("publish_data", retirer=named)


def test_the_delegation_reads_the_editions(delegation_client, whole):
    listed = delegation_client.get("/admin/correspondents/dataedition/").content.decode()
    shown = delegation_client.get(f"/admin/correspondents/dataedition/{whole.pk}/change/")

    assert whole.name in listed
    assert "adresses-fonctionnelles" in shown.content.decode()
