"""The staff's export: the change list as it is filtered, in the columns of a preset or chosen."""

import csv
import io
from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from correspondents.admin.exports import ExportForm
from correspondents.directory.exports import COLUMNS
from correspondents.imports.plan import build
from correspondents.models import Correspondent, Post
from correspondents.people_list.columns import LABELS
from correspondents.people_list.rows import Outcome
from correspondents.spreadsheets.write import rearmed

from ...factories import CorrespondentFactory, UserFactory

LIST = "admin:correspondents_correspondent_changelist"
EXPORT = "admin:correspondents_correspondent_export"


def export(client, query=None, **form):
    """The rows of the file as objects, read as the importer reads them."""
    response = client.post(
        reverse(EXPORT, query=query), {"preset": "internal", "format": "plain_csv", **form}
    )
    data = b"".join(response.streaming_content).decode()
    rows = csv.DictReader(io.StringIO(data, newline=""))
    return [{rearmed(heading): rearmed(cell) for heading, cell in row.items()} for row in rows]


@pytest.fixture
def people(dakar):
    tirana = Post.objects.get(slug="tirana")
    return [
        CorrespondentFactory(
            post=dakar,
            last_name="Première",
            email="premiere@diplomatie.example",
            email_is_public=True,
            started_on=date(2025, 9, 1),
            verified_on=date(2026, 11, 23),
            other_data={"Bureau": "12 bis", "=Note": "-"},
        ),
        CorrespondentFactory(post=tirana, last_name="Seconde", role="cocac", name_is_public=False),
        CorrespondentFactory(post=tirana, vacant=True, scope="le nord"),
        CorrespondentFactory(
            post=dakar, last_name="Partie", role="cocac", ended_on=date(2020, 1, 1)
        ),
    ]


def test_the_internal_list_holds_all_that_the_importer_reads(delegation_client, people):
    rows = {row["Nom"]: row for row in export(delegation_client)}

    assert list(rows["Première"]) == [*LABELS.values(), "=Note", "Bureau"]
    assert {
        heading: rows["Première"][heading]
        for heading in ["Poste", "Courriel", "Courriel public", "En fonction depuis le", "Bureau"]
    } == {
        "Poste": people[0].post.name,
        "Courriel": "premiere@diplomatie.example",
        "Courriel public": "oui",
        "En fonction depuis le": "2025-09-01",
        "Bureau": "12 bis",
    }
    assert rows["Première"]["=Note"] == "-"
    assert rows[""]["Vacant"] == "oui"
    assert set(rows) == {"Première", "Seconde", "Partie", ""}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["xlsx", "ods", "csv", "plain_csv", "json"])
def test_the_internal_list_comes_back_without_a_change(delegation_client, people, name):
    CorrespondentFactory(post=Post.objects.get(slug="jerusalem"), last_name="De La Tour")
    # The form takes a name that a list would ask about: it is known here.
    CorrespondentFactory(post=Post.objects.get(slug="tokyo"), last_name="Consul 2")
    CorrespondentFactory(post=people[0].post, service=True, email="scac@diplomatie.example")
    CorrespondentFactory(
        post=people[0].post,
        rank=2,
        function="=1+1",
        phone="+221 33 839 51 00",
        phone_is_public=True,
        function_is_public=False,
    )
    Post.objects.filter(pk=people[0].post_id).update(other_data={"Remarque": "le matin"})
    response = delegation_client.post(reverse(EXPORT), {"preset": "internal", "format": name})
    file = io.BytesIO(b"".join(response.streaming_content))

    plan = build(file, f"liste.{ExportForm.FORMATS[name].extension}")

    assert Counter(row.outcome for row in plan.rows) == {Outcome.IDENTICAL: 8}
    assert plan.absent == []


def test_the_public_list_goes_through_the_public_door(delegation_client, people):
    rows = export(delegation_client, preset="public")

    assert [row["Nom"] for row in rows] == ["", "Première"]
    assert "premiere@diplomatie.example" not in str(rows)


def test_the_mail_merge_holds_who_is_in_office(delegation_client, people):
    rows = export(delegation_client, preset="mailing")

    assert {row["Nom"] for row in rows} == {"Première", "Seconde"}
    assert list(rows[0])[:3] == ["Civilité", "Prénom", "Nom"]


def test_columns_are_chosen(delegation_client, people):
    rows = export(delegation_client, preset="mailing", columns=["last_name", "phone"])

    assert list(rows[0]) == ["Nom", "Téléphone"]


def test_a_public_list_takes_no_internal_column(delegation_client, people):
    form = {"preset": "public", "format": "csv", "columns": ["last_name", "email"]}

    response = delegation_client.post(reverse(EXPORT), form)

    errors = response.context["form"].errors["columns"]
    assert errors == ["« Liste publique » ne peut pas contenir : Courriel."]


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_can_be_chosen(delegation_client, people, name):
    assert len(export(delegation_client, columns=[name])) == 4


@pytest.mark.parametrize(
    "query",
    [
        {"q": "tirana"},
        {"role__exact": "cocac"},
        {"fonction": "departed"},
        {"o": "-1.2"},
        {"p": "2"},
    ],
    ids=str,
)
def test_the_file_holds_the_rows_of_the_change_list(delegation_client, people, query):
    listed = delegation_client.get(reverse(LIST, query=query)).context["cl"].queryset

    rows = export(delegation_client, query)

    assert [row["Nom"] for row in rows] == [person.last_name for person in listed]


@pytest.mark.slow
def test_the_selection_is_exported(delegation_client, people):
    chosen = {"action": "export_selection", "_selected_action": [people[0].pk, people[3].pk]}

    response = delegation_client.post(reverse(LIST, query={"q": "dakar"}), chosen)

    assert response["Location"].startswith(reverse(EXPORT))
    assert delegation_client.get(response["Location"]).context["count"] == 2
    data = b"".join(
        delegation_client.post(
            response["Location"], {"preset": "internal", "format": "csv"}
        ).streaming_content
    ).decode()
    assert ("Première" in data, "Partie" in data, "Seconde" in data) == (True, True, False)


def test_the_whole_list_is_exported_when_all_of_it_is_selected(delegation_client, people):
    chosen = {"action": "export_selection", "_selected_action": [people[0].pk], "select_across": 1}

    response = delegation_client.post(reverse(LIST, query={"q": "dakar"}), chosen)

    assert response["Location"] == reverse(EXPORT, query={"q": "dakar"})


def test_the_notice_says_what_was_filtered(delegation_client, people):
    query = {"q": "dakar", "role__exact": "cocac", "id__in": people[3].pk}

    response = delegation_client.get(reverse(EXPORT, query=query))

    assert response.context["filters"] == [
        ("Recherche", "dakar"),
        ("Sélection", "lignes cochées"),
        ("rôle", "COCAC"),
    ]


@pytest.mark.parametrize("query", [{"id__in": "tout"}, {"verified_on__gte": "hier"}, {"zzz": "1"}])
def test_a_filter_that_cannot_be_read_leads_back_to_the_list(delegation_client, db, query):
    response = delegation_client.get(reverse(EXPORT, query=query))

    assert response["Location"].startswith(reverse(LIST))


@pytest.mark.slow
@pytest.mark.parametrize("format", ["xlsx", "ods", "csv", "plain_csv", "json"])
def test_a_file_costs_the_same_whatever_its_length(delegation_client, people, format):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            response = delegation_client.post(
                reverse(EXPORT), {"preset": "internal", "format": format}
            )
            b"".join(response.streaming_content)
        return len(queries)

    before = cost()
    for rank in range(2, 22):
        CorrespondentFactory(post=people[0].post, rank=rank)

    assert cost() == before


def test_the_export_is_for_the_delegation(client, dakar, people):
    client.force_login(UserFactory(post=dakar))

    response = client.post(reverse(EXPORT), {"preset": "internal", "format": "csv"})

    assert response.status_code == 302
    assert Correspondent.objects.count() == 4
