"""Calls, dossiers and opinions as sheets: what the change list shows, whole, and nothing else."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from correspondents.models import AccessRecord, Country
from projects.models import ApplicationVersion
from projects.sheets import applications, calls, opinions

from ..factories import (
    ApplicationFactory,
    CallFactory,
    LocalAuthorityFactory,
    OpinionRequestFactory,
    UserFactory,
)
from .opinions.test_opinions import drafted, given

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TABLES = ["call", "application", "opinionrequest"]


def listing(table, query=None):
    return reverse(f"admin:projects_{table}_changelist", query=query)


def exporting(table, query=None):
    return reverse(f"admin:projects_{table}_export", query=query)


def saved(client, table, query=None, **form):
    response = client.post(exporting(table, query), {"format": "plain_csv", **form})
    return b"".join(response.streaming_content)


def export(client, table, query=None, **form):
    """The rows of the file, by their headings."""
    data = saved(client, table, query, **form).decode()
    return list(csv.DictReader(io.StringIO(data, newline="")))


@pytest.fixture
def dossiers(delegation):
    """Three dossiers of two calls; Dakar was asked about two of them, and answered one."""
    first, second = CallFactory(title="Appel premier"), CallFactory(title="Appel second")
    lead = LocalAuthorityFactory(name="Ville-Inventée")
    rows = [
        ApplicationFactory(call=first, reference="D1", title="Eau", lead=lead, monitoring=1_000),
        ApplicationFactory(call=first, reference="D2", title="Écoles", aid_declared="yes"),
        ApplicationFactory(call=second, reference="D3", title="Eau de pluie", requested=500),
    ]
    for row in rows:
        ApplicationVersion.objects.keep(row, by=delegation)
    given(OpinionRequestFactory(application=rows[0]), committee_note="Pour le comité seul.")
    drafted(OpinionRequestFactory(application=rows[2], due_in=-2), reasons="Un brouillon.")
    return rows


@pytest.mark.parametrize(
    ("table", "query"),
    [
        ("application", {}),
        ("application", {"q": "eau"}),
        ("application", {"aid_declared__exact": "yes"}),
        ("application", {"o": "-6.1"}),
        ("application", {"p": "2"}),
        ("call", {"q": "second"}),
        ("call", {"family__exact": "generalist", "o": "1"}),
        ("opinionrequest", {"etat": "given"}),
        ("opinionrequest", {"etat": "missing"}),
        ("opinionrequest", {"q": "pluie"}),
    ],
    ids=str,
)
def test_the_file_holds_the_rows_of_the_change_list(delegation_client, dossiers, table, query):
    shown = delegation_client.get(listing(table, query)).context["cl"].queryset
    column = {"call": "slug", "application": "reference", "opinionrequest": "dossier"}[table]
    read = {"call": "slug", "application": "reference", "opinionrequest": "application__reference"}

    rows = export(delegation_client, table, query, columns=[column])

    assert [text for row in rows for text in row.values()] == [
        *shown.values_list(read[table], flat=True)
    ]
    assert rows


def test_the_dossier_tells_its_budget_its_rules_and_its_opinions(delegation_client, dossiers):
    [row] = export(delegation_client, "application", {"q": "D1"})

    assert {label: row[label] for label in ["Chef de file", "Monnaie", "Pays", "Codes ISO"]} == {
        "Chef de file": "Ville-Inventée",
        "Monnaie": "EUR",
        "Pays": "Sénégal",
        "Codes ISO": "SN",
    }
    assert row["Apport du partenaire"] == "2000.00"
    assert (row["Part des collectivités"], row["Part du suivi"]) == ("40.00", "5.00")
    assert (row["Budget total"], row["Cofinancement demandé"]) == ("20000.00", "10000.00")
    assert (row["Avis demandés"], row["Avis rendus"]) == ("1", "1")
    assert row["Avis des postes"].endswith(": favorable")
    assert row["Version"] == "1"
    assert "e-APD N-1 déclarée" in row["Ce que disent les règles"]


def test_sums_stay_empty_without_a_rate(delegation_client):
    dossier = ApplicationFactory(currency="EUR")
    dossier.budget_lines.create(funder="foreign", amount=1_000, currency="XOF", year=2027)

    [row] = export(delegation_client, "application")

    assert (row["Budget total"], row["Monnaies sans taux"]) == ("", "XOF")


def test_a_call_counts_its_dossiers_and_its_opinions(delegation_client, dossiers):
    call = dossiers[0].call
    call.envelopes.create(amount=100_000, currency="EUR")
    call.envelopes.create(amount=6_559_570, currency="XOF")
    call.exchange_rates.create(
        currency="XOF", per_euro="655.957", on="2026-01-01", source="Parité fixe"
    )

    rows = {row["Titre"]: row for row in export(delegation_client, "call")}

    found = rows["Appel premier"]
    assert (found["Dossiers"], found["Avis demandés"], found["Avis rendus"]) == ("2", "1", "1")
    assert found["Cofinancements demandés, en EUR"] == "20000.00"
    assert found["Enveloppe, en EUR"] == "110000.00"
    assert found["Enveloppes"].replace("\xa0", " ") == "100 000 € ; 6 559 570 XOF"
    assert rows["Appel second"]["Avis rendus"] == "0"


def test_an_amount_to_come_is_counted_apart(delegation_client, dossiers):
    dossiers[1].requested = None
    dossiers[1].save()

    rows = {row["Titre"]: row for row in export(delegation_client, "call")}
    dossier = next(r for r in export(delegation_client, "application") if r["Numéro"] == "D2")

    told = rows["Appel premier"]["Cofinancements demandés"].replace("\xa0", " ")
    assert told == "10 000 € ; 1 à préciser"
    assert rows["Appel premier"]["Cofinancements demandés, en EUR"] == ""
    assert dossier["Cofinancement demandé"] == ""


def test_of_a_draft_nothing_leaves(delegation_client, dossiers):
    data = saved(delegation_client, "opinionrequest").decode()

    assert "Pour le comité seul." in data
    assert "Un brouillon." not in data
    assert "avis non rendu à l’échéance" in data


def test_an_opinion_on_a_former_version_says_so(delegation_client, delegation, dossiers):
    dossiers[0].title = "Eau et assainissement"
    dossiers[0].save()
    ApplicationVersion.objects.keep(dossiers[0], by=delegation)

    [row] = export(delegation_client, "opinionrequest", {"etat": "given"})

    assert row["Version"] == "rendu sur une version antérieure (1)"


def test_codes_stand_beside_their_labels(delegation_client, dossiers):
    data = json.loads(saved(delegation_client, "application", {"q": "D2"}, format="json"))

    [row] = data["rows"]
    assert (row["aid_declared"], row["aid_declared_label"]) == ("yes", "oui")
    assert (row["countries"], row["requested"]) == (["SN"], 10000.0)
    assert data["filter"] == {"Filtre : Recherche": "D2"}


def test_money_is_a_number_for_a_french_spreadsheet(delegation_client, dossiers):
    ticked = {"columns": ["requested", "currency"]}
    text = saved(delegation_client, "application", {"q": "D1"}, format="csv", **ticked).decode()
    book = load_workbook(
        io.BytesIO(saved(delegation_client, "application", {"q": "D1"}, format="xlsx", **ticked))
    )

    assert text.splitlines()[1] == "EUR;10000,00"
    assert book.worksheets[0]["B2"].value == 10_000
    assert [row[0].value for row in book["À propos"].rows][1] == "Filtre : Recherche"


@pytest.mark.parametrize("table", TABLES)
def test_ticked_rows_leave_alone(delegation_client, dossiers, table):
    first = delegation_client.get(listing(table)).context["cl"].queryset[0]
    chosen = {"action": "export_selection", "_selected_action": [first.pk]}

    address = delegation_client.post(listing(table), chosen)["Location"]

    assert delegation_client.get(address).context["count"] == 1
    body = delegation_client.post(address, {"format": "json"})
    assert json.loads(b"".join(body.streaming_content))["count"] == 1


@pytest.mark.parametrize("table", TABLES)
def test_the_list_leads_to_its_sheet_with_its_filters(delegation_client, dossiers, table):
    page = delegation_client.get(listing(table, {"q": "e"})).content.decode()

    assert f'href="{exporting(table, {"q": "e"})}"' in page


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("format", ["xlsx", "json"])
def test_a_file_costs_the_same_whatever_its_length(delegation_client, dossiers, table, format):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            saved(delegation_client, table, format=format)
        return len(queries)

    before = cost()
    for _ in range(4):
        dossier = ApplicationFactory(countries=Country.objects.filter(pk__in=["SN", "ML"]))
        ApplicationVersion.objects.keep(dossier, by=None)
        given(OpinionRequestFactory(application=dossier))

    assert cost() == before


def test_each_file_is_noted(delegation_client, dossiers):
    delegation_client.get(exporting("application", {"q": "eau"}))
    saved(delegation_client, "application", {"q": "eau"})

    noted = AccessRecord.objects.filter(what="export").values_list("subject", "rows")
    assert list(noted) == [("dossiers q=…", 2)]


@pytest.mark.parametrize("table", TABLES)
def test_a_post_is_given_nothing(client, dakar, dossiers, table):
    client.force_login(UserFactory(post=dakar))

    assert client.post(exporting(table), {"format": "csv"}).status_code == 302


@pytest.mark.parametrize("columns", [applications.COLUMNS, calls.COLUMNS, opinions.COLUMNS])
def test_every_column_says_what_it_holds(columns):
    assert all(column.label and column.description for column in columns)
    assert len({column.name for column in columns}) == len(columns)
    assert len({column.label for column in columns}) == len(columns)
