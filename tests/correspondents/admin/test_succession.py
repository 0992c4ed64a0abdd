"""Who comes to a place: nothing of who held it before is published, verified or told of them."""

from importlib import import_module

import pgtrigger
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from correspondents.models import Correspondent, Handover
from correspondents.records.refusals import MOVED

from ...factories import CorrespondentFactory
from ...reviews import read_and_done, read_first, sent_or_done
from ..at_post import days, iso, seen
from .test_admin import fields_of, page

pytestmark = pytest.mark.slow

NINA = {
    "first_name": "Nina",
    "last_name": "Neuve",
    "email": "nina.neuve@diplomatie.example",
    "phone": "+221 33 111 11 11",
}
TICKED = {"email_is_public": True, "phone_is_public": True}


def address(person):
    return reverse("admin:correspondents_correspondent_replace", args=[person.pk])


def post_form(client, person, drop=(), **changes):
    """Send the form of the entry as the browser shows it, but for the changes."""
    url = page(Correspondent, "change", person.pk)
    opened = client.get(url)
    sent = fields_of(opened) | {"_seen": opened.context["seen"]} | changes
    return client.post(url, {name: value for name, value in sent.items() if name not in drop})


def post_successor(client, person, **changes):
    opened = client.get(address(person))
    sent = {
        field.html_name: field.value()
        for field in opened.context["form"]
        if field.value() not in (None, False)
    }
    sent |= {"_seen": opened.context["seen"]} | changes
    return sent_or_done(client, address(person), sent)


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture
def vacancy(dakar):
    return CorrespondentFactory(post=dakar, vacant=True, started_on=days(-90), **TICKED)


@pytest.fixture
def maelle(dakar):
    return CorrespondentFactory(
        post=dakar,
        first_name="Maëlle",
        last_name="Personne",
        started_on=days(-400),
        verified_on=days(-20),
        verified_by="Agathe Inventée",
        informed_on=days(-300),
        **TICKED,
    )


# A vacancy that receives a person.


def test_a_vacancy_filled_in_place_publishes_no_address(delegation_client, visitor, vacancy):
    response = post_form(delegation_client, vacancy, drop=["is_vacant"], **NINA)

    assert response.status_code == 302
    shown = visitor.get("/postes/dakar/").content.decode()
    assert "Nina Neuve" in shown
    assert NINA["email"] not in shown
    assert NINA["phone"] not in shown


def test_a_tick_of_the_same_form_is_the_person_s_own(delegation_client, visitor, vacancy):
    post_form(delegation_client, vacancy, drop=["is_vacant"], **NINA, email_is_public="on")

    shown = visitor.get("/postes/dakar/").content.decode()
    assert NINA["email"] in shown
    assert NINA["phone"] not in shown


def test_the_setting_decides_of_a_person_entered_on_a_vacancy(
    delegation_client, visitor, vacancy, settings
):
    settings.PUBLISH_NAMED_EMAIL = True

    post_form(delegation_client, vacancy, drop=["is_vacant"], **NINA)

    shown = visitor.get("/postes/dakar/").content.decode()
    assert NINA["email"] in shown
    assert NINA["phone"] not in shown


def test_a_person_made_vacant_lends_nothing_either(delegation_client, maelle):
    nobody = dict.fromkeys(["civility", "first_name", "last_name", "email", "phone"], "")
    post_form(delegation_client, maelle, **nobody, is_vacant="on")

    post_form(delegation_client, maelle, drop=["is_vacant"], **NINA)

    person = Correspondent.objects.get()
    assert person.last_name == "Neuve"
    assert not person.email_is_public
    assert not person.phone_is_public
    assert (person.verified_on, person.verified_by, person.informed_on) == (None, "", None)


def test_a_service_that_receives_a_name_lends_it_no_address(delegation_client, dakar):
    service = CorrespondentFactory(post=dakar, service=True, phone_is_public=True)

    post_form(delegation_client, service, first_name="Nina", last_name="Neuve")

    person = Correspondent.objects.get()
    assert person.last_name == "Neuve"
    assert not person.email_is_public
    assert not person.phone_is_public


def test_the_vacancies_of_a_base_in_use_are_mended_without_an_event(dakar):
    with pgtrigger.ignore("correspondents.Correspondent:vacancy_publishes_nothing"):
        vacancy = CorrespondentFactory(post=dakar, vacant=True, **TICKED)
    person = CorrespondentFactory(post=dakar, role="backup", **TICKED)
    before = seen(vacancy)
    migration = import_module("correspondents.migrations.0024_vacancies_lend_nothing")

    with connection.cursor() as cursor:
        cursor.execute(migration.MEND_VACANCIES)

    vacancy.refresh_from_db()
    person.refresh_from_db()
    assert not vacancy.email_is_public
    assert not vacancy.phone_is_public
    assert person.email_is_public
    assert person.phone_is_public
    assert seen(vacancy) == before


# A name typed over another.

OVER = {"first_name": "Bernard", "last_name": "Remplaçant", "email": "bernard@diplomatie.example"}


def test_both_names_typed_over_ask_who_it_is_and_write_nothing(delegation_client, maelle):
    response = post_form(delegation_client, maelle, **OVER)

    shown = response.content.decode()
    assert "est-ce une autre personne ?" in shown
    assert 'name="same_person"' in shown
    assert f'formaction="{address(maelle)}"' in shown
    assert OVER["email"] in shown
    assert Correspondent.objects.get().last_name == "Personne"


@pytest.mark.parametrize(
    "names",
    [
        {"last_name": "Durand"},
        {"first_name": "Maelle", "last_name": "Personnne"},
        {"first_name": "Personne", "last_name": "Maëlle"},
    ],
)
def test_a_name_that_is_the_same_person_s_asks_nothing(delegation_client, maelle, names):
    response = post_form(delegation_client, maelle, **names)

    assert response.status_code == 302
    person = Correspondent.objects.get()
    assert person.last_name == names["last_name"]
    assert person.verified_on == maelle.verified_on
    assert person.email_is_public


def test_a_correction_keeps_all_that_is_the_person_s(delegation_client, maelle):
    response = post_form(delegation_client, maelle, **OVER, same_person="1")

    assert response.status_code == 302
    person = Correspondent.objects.get()
    assert (person.last_name, person.email) == ("Remplaçant", OVER["email"])
    assert person.verified_by == "Agathe Inventée"
    assert person.informed_on == maelle.informed_on
    assert person.email_is_public


def test_another_person_takes_what_was_typed_and_nothing_else(delegation_client, maelle):
    opened = delegation_client.get(page(Correspondent, "change", maelle.pk))
    sent = fields_of(opened) | {"_seen": opened.context["seen"]} | OVER
    sent |= {"function": "Attaché", "rank": 1, "another_person": "1"}

    asked = delegation_client.post(address(maelle), sent)

    values = {field.html_name: field.value() for field in asked.context["form"]}
    assert values.items() >= (OVER | {"function": "Attaché", "phone": ""}).items()
    assert values["started_on"] == timezone.localdate()
    assert not any(values[name] for name in ("email_is_public", "phone_is_public"))
    assert asked.context["seen"] == sent["_seen"]
    assert Correspondent.objects.get().last_name == "Personne"


# « Remplacer ».


def test_one_act_ends_a_tenure_and_opens_the_next(delegation_client, visitor, maelle):
    Correspondent.objects.filter(pk=maelle.pk).update(scope="Casamance", civility="Mme")

    response = post_successor(delegation_client, maelle, **NINA, started_on=iso(0))

    successor = Correspondent.objects.get(last_name="Neuve")
    assert response.url == page(Correspondent, "change", successor.pk)
    maelle.refresh_from_db()
    assert (maelle.ended_on, successor.started_on) == (days(-1), days(0))
    place = ("post_id", "role", "rank", "scope", "function")
    assert [getattr(successor, n) for n in place] == [getattr(maelle, n) for n in place]
    assert (successor.civility, successor.verified_on, successor.informed_on) == ("", None, None)
    assert Handover.objects.get(leaver=maelle).successor == successor
    shown = visitor.get("/postes/dakar/").content.decode()
    assert "Nina Neuve" in shown
    assert "Maëlle" not in shown
    assert NINA["email"] not in shown
    history = delegation_client.get(page(Correspondent, "history", maelle.pk)).content.decode()
    assert "Dernier jour en fonction" in history


def test_a_successor_may_come_later(delegation_client, maelle):
    post_successor(delegation_client, maelle, **NINA, started_on=iso(30))

    maelle.refresh_from_db()
    assert maelle.ended_on == days(29)
    assert Correspondent.objects.in_office().get() == maelle


def test_a_second_click_replaces_nobody(delegation_client, maelle):
    opened = delegation_client.get(address(maelle))
    sent = {**NINA, "role": "correspondent", "rank": 1, "started_on": iso(0)}
    sent |= {"_seen": opened.context["seen"]}
    review = read_first(delegation_client, address(maelle), sent)
    assert "Nina Neuve" in review.content.decode()
    assert Correspondent.objects.get() == maelle
    read_and_done(delegation_client, address(maelle), sent)

    response = delegation_client.post(address(maelle), sent | {"first_name": "Autre"})

    assert MOVED in response.content.decode()
    assert Correspondent.objects.count() == 2


def test_a_day_before_the_former_one_came_is_refused_in_a_sentence(delegation_client, maelle):
    response = post_successor(delegation_client, maelle, **NINA, started_on=iso(-400))

    assert "qui lui succède commence plus tard" in response.content.decode()
    assert NINA["email"] in response.content.decode()
    maelle.refresh_from_db()
    assert maelle.ended_on is None
    assert Correspondent.objects.count() == 1


def test_a_vacancy_is_filled_by_its_successor_s_form(delegation_client, visitor, vacancy):
    post_successor(delegation_client, vacancy, **NINA, started_on=iso(0))

    vacancy.refresh_from_db()
    assert vacancy.ended_on == days(-1)
    assert not Handover.objects.exists()
    shown = visitor.get("/postes/dakar/").content.decode()
    assert "Nina Neuve" in shown
    assert NINA["email"] not in shown


def test_the_act_is_on_the_form_and_in_the_list(delegation_client, maelle):
    vacancy = CorrespondentFactory(vacant=True, role="cocac")
    gone = CorrespondentFactory(role="backup", ended_on=days(-1))
    listed = delegation_client.get(page(Correspondent, "changelist")).content.decode()

    for person in (maelle, vacancy):
        assert f'href="{address(person)}"' in listed
        form = delegation_client.get(page(Correspondent, "change", person.pk)).content.decode()
        assert f'href="{address(person)}"' in form
    assert address(gone) not in listed
