"""The decisions as a sheet: exactly the rows of the screen; nobody but the delegation has it."""

import csv
import io

import pytest

from ...factories import DecisionFactory, UserFactory

pytestmark = pytest.mark.django_db
EXPORT = "/admin/projects/decision/export/"


def rows_of(client, query=""):
    answer = client.post(f"{EXPORT}{query}", {"format": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_sheet_has_the_rows_that_the_screen_shows(delegation_client):
    kept = DecisionFactory(closed=True)
    DecisionFactory(rejected=True)

    found = rows_of(delegation_client, "?outcome__exact=retained")

    assert [row["Dossier"] for row in found] == [kept.application.reference]
    assert found[0]["Décision"] == "retenu"
    assert found[0]["Montant"] == "10000,00"
    assert found[0]["Arrêtée le"]
    assert found[0]["Notifiée le"] == ""


def test_a_row_more_costs_no_query(delegation_client, django_assert_max_num_queries):
    DecisionFactory(closed=True)
    rows_of(delegation_client)
    with django_assert_max_num_queries(100) as one:
        rows_of(delegation_client)
    DecisionFactory(closed=True)
    DecisionFactory(rejected=True)

    with django_assert_max_num_queries(len(one)):
        assert len(rows_of(delegation_client)) == 3


def test_a_post_has_no_sheet_of_decisions(client, dakar):
    DecisionFactory(closed=True)
    client.force_login(UserFactory(post=dakar, post_function="validates"))

    assert client.post(EXPORT, {"format": "csv"}).status_code == 302
