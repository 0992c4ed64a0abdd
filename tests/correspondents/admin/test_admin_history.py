"""The history that the admin shows of a record: when, who, what changed from what to what."""

from datetime import date

import pghistory
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from correspondents.models import Correspondent, Country, CountryAlias, Coverage, Post, Zone
from correspondents.records.history import Change, moments

from ...factories import CorrespondentFactory, UserFactory
from ...reviews import read_and_done


def page(record, name="history"):
    return reverse(f"admin:correspondents_{record._meta.model_name}_{name}", args=[record.pk])


def test_a_change_says_who_from_what_and_to_what(delegation_client, delegation, dakar):
    person = CorrespondentFactory(post=dakar)
    data = {"action": "end_tenure", "_selected_action": person.pk, "ended_on": "2026-09-30"}
    read_and_done(delegation_client, reverse("admin:correspondents_correspondent_changelist"), data)

    last = moments(Correspondent, person.pk)[0]

    assert (last.act, last.who) == ("Modification", str(delegation))
    assert last.changes == [Change("dernier jour en fonction", "", "30 septembre 2026")]
    html = delegation_client.get(page(person)).content.decode()
    assert "30 septembre 2026" in html
    assert str(delegation) in html


def test_values_are_shown_as_people_read_them(db, dakar):
    tirana = Post.objects.get(slug="tirana")
    person = CorrespondentFactory(post=dakar, role="cocac")
    Correspondent.objects.filter(pk=person.pk).update(
        post=tirana, role="backup", email_is_public=True, verified_on=date(2026, 11, 23)
    )

    last, first = moments(Correspondent, person.pk)

    assert set(last.changes) == {
        Change("poste", str(dakar), str(tirana)),
        Change("rôle", "COCAC", "Suppléant"),
        Change("courriel public", "non", "oui"),
        Change("vérifié le", "", "23 novembre 2026"),
    }
    assert Change("nom", "", person.last_name) in first.changes


@pytest.mark.parametrize(
    ("context", "who"),
    [
        ({"import": 12}, "import n° 12"),
        ({"user": None, "url": "/confirmer/x/"}, "site, sans compte"),
    ],
)
def test_what_no_account_did_is_told_apart(dakar, context, who):
    with pghistory.context(**context):
        person = CorrespondentFactory(post=dakar)

    assert moments(Correspondent, person.pk)[0].who == who


def test_what_a_command_did_is_told(dakar):
    person = CorrespondentFactory(post=dakar)

    assert moments(Correspondent, person.pk)[0].who == "commande"


def test_an_account_that_is_gone_keeps_its_number(dakar):
    user = UserFactory()
    with pghistory.context(user=user.pk):
        person = CorrespondentFactory(post=dakar)
    number = user.pk
    user.delete()

    assert moments(Correspondent, person.pk)[0].who == f"compte n° {number}, supprimé"


@pytest.mark.slow
@pytest.mark.parametrize("model", [Correspondent, Post, Country, Coverage, CountryAlias, Zone])
def test_a_history_costs_the_same_whatever_its_length(delegation_client, dakar, model):
    CorrespondentFactory(post=dakar)
    record = model.objects.first()
    field = {Country: "capital", Correspondent: "source", Zone: "desk", Post: "website"}.get(
        model, "note" if model is Coverage else "name"
    )

    def cost(changes):
        for number in range(changes):
            with pghistory.context(user=UserFactory().pk):
                model.objects.filter(pk=record.pk).update(**{field: f"valeur {number}"})
        with CaptureQueriesContext(connection) as queries:
            response = delegation_client.get(page(record))
        assert f"valeur {changes - 1}" in response.content.decode()
        return len(queries)

    cost(1)
    assert cost(2) == cost(15)


def test_a_history_is_for_the_delegation(client, dakar):
    client.force_login(UserFactory(post=dakar))

    assert client.get(page(dakar)).status_code == 302
