"""A row that names somebody publishes nothing that was ticked for who, or what, was there."""

from datetime import date

import pgtrigger
import pytest
from django.test import Client

from correspondents.imports.apply import apply
from correspondents.imports.plan import build
from correspondents.imports.undo import undo
from correspondents.models import Correspondent
from correspondents.people_list.options import Options

from ...factories import CorrespondentFactory
from .test_people_list import HEADINGS, outcomes, plan_of, workbook

pytestmark = pytest.mark.django_db

ADDRESS = "cooperation@diplomatie.example"
NINA = ["Sénégal", "Service", "Neuve", "Nina", ADDRESS, None]
VERIFIED = {
    "verified_on": date(2026, 1, 5),
    "verified_by": "Agathe Inventée",
    "informed_on": date(2026, 1, 4),
}


def service(**values):
    values = {"phone_is_public": True, **VERIFIED} | values
    return CorrespondentFactory(service=True, email=ADDRESS, **values)


def state(person):
    names = ["last_name", "email_is_public", "phone_is_public", *VERIFIED]
    return [getattr(person, name) for name in names]


def test_a_service_that_an_import_names_lends_nothing_until_it_is_undone():
    before = state(service())

    plan = plan_of(NINA)
    batch = apply(plan)

    assert outcomes(plan) == ["modified"]
    assert state(Correspondent.objects.get()) == ["Neuve", False, False, None, "", None]
    assert ADDRESS not in Client().get("/postes/dakar/").text

    undo(batch.pk)

    assert state(Correspondent.objects.get()) == before


def test_a_protected_tick_of_a_service_is_not_lent_either():
    service(protected_fields=["email_is_public"])

    apply(plan_of(NINA))

    assert not Correspondent.objects.get().email_is_public


def test_an_import_may_publish_the_address_of_whom_it_names():
    service()

    apply(build(workbook([NINA]), "liste.xlsx", options=Options(publish=("email",))))

    person = Correspondent.objects.get()
    assert (person.email_is_public, person.phone_is_public) == (True, False)


def test_the_list_itself_may_say_what_is_public():
    service()
    headings = [*HEADINGS, "email_is_public"]

    apply(plan_of([*NINA, "oui"], headings=headings))

    person = Correspondent.objects.get()
    assert (person.email_is_public, person.phone_is_public) == (True, False)


def test_the_same_person_under_another_name_keeps_all():
    row = ["Sénégal", "Correspondant", "Neuve", "Nina", "awa@diplomatie.example", None]
    CorrespondentFactory(
        first_name="Awa", last_name="Avant", email=row[4], email_is_public=True, **VERIFIED
    )
    edition = date(2026, 9, 15)
    [asked] = plan_of(row, edition=edition).rows
    choices = {question.key: "same" for question in asked.questions}

    apply(build(workbook([row]), "liste.xlsx", edition, choices=choices))

    assert state(Correspondent.objects.get()) == ["Neuve", True, False, *VERIFIED.values()]


def test_a_vacancy_that_an_import_makes_publishes_nothing():
    apply(plan_of(["Sénégal", "Correspondant", "vacant", None, None, None]))

    vacancy = Correspondent.objects.get()
    assert (vacancy.email_is_public, vacancy.phone_is_public) == (False, False)


def test_a_vacancy_of_an_older_list_brings_no_tick_back():
    CorrespondentFactory(vacant=True)
    row = ["Sénégal", "Correspondant", "-", None, None, None, "oui"]

    assert outcomes(plan_of(row, headings=[*HEADINGS, "email_is_public"])) == ["identical"]


def test_an_undone_import_gives_a_vacancy_no_tick_back():
    with pgtrigger.ignore("correspondents.Correspondent:vacancy_publishes_nothing"):
        CorrespondentFactory(vacant=True, email_is_public=True, phone_is_public=True)
    batch = apply(plan_of(["Sénégal", "Correspondant", "Neuve", "Nina", ADDRESS, None]))

    undone = undo(batch.pk)

    vacancy = Correspondent.objects.get()
    assert undone.left_alone == []
    assert (vacancy.is_vacant, vacancy.ended_on) == (True, None)
    assert (vacancy.email_is_public, vacancy.phone_is_public) == (False, False)
