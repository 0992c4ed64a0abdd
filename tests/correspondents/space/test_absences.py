"""Somebody is away: the public reads until when, and whom to write to meanwhile."""

from datetime import timedelta

import pytest
from django.utils import timezone

from correspondents.models import Absence, Correspondent, Post

from ...factories import CorrespondentFactory

pytestmark = pytest.mark.django_db


def days(count):
    return timezone.localdate() + timedelta(days=count)


def away(person, stand_in=None, starts=-1, ends=10):
    return Absence.objects.create(
        correspondent=person, starts_on=days(starts), ends_on=days(ends), stand_in=stand_in
    )


def main_of(client, address):
    page = client.get(address).content.decode()
    return page[page.index("<main") : page.index("</main>")]


@pytest.fixture
def ines(dakar):
    return CorrespondentFactory(first_name="Inès", last_name="Absente")


@pytest.fixture
def loic(dakar):
    return CorrespondentFactory(first_name="Loïc", last_name="Suppléant", role="backup")


@pytest.mark.parametrize("address", ["/pays/sn/", "/postes/dakar/"])
def test_the_stand_in_comes_first_and_the_absence_is_told(client, ines, loic, address):
    CorrespondentFactory(last_name="Conseillère", role="cocac")
    away(ines, stand_in=loic)

    main = main_of(client, address)

    assert "écrivez à Loïc Suppléant, qui assure l’intérim" in main
    assert main.index("Suppléant</span>") < main.index("Conseillère") < main.index("Absente")


@pytest.mark.parametrize(
    ("mailbox", "told"),
    [("scac.dakar@diplomatie.example", "la boîte du poste"), ("", "la délégation")],
)
def test_without_a_stand_in_the_mailbox_answers(client, ines, mailbox, told):
    Post.objects.filter(slug="dakar").update(mailbox=mailbox)
    away(ines)

    assert f"écrivez à {told}" in main_of(client, "/postes/dakar/")


def test_a_stand_in_who_is_not_public_is_not_named(client, ines, loic):
    Correspondent.objects.filter(pk=loic.pk).update(name_is_public=False)
    away(ines, stand_in=loic)

    main = main_of(client, "/postes/dakar/")

    assert "Suppléant</span>" not in main
    assert "écrivez à Chargée de coopération, qui assure l’intérim" in main


@pytest.mark.parametrize("why", ["away", "gone"])
def test_a_stand_in_who_is_not_there_stands_in_for_nobody(client, ines, loic, why):
    Post.objects.filter(slug="dakar").update(mailbox="scac.dakar@diplomatie.example")
    away(ines, stand_in=loic)
    if why == "away":
        away(loic)
    else:
        loic.end_tenure()

    main = main_of(client, "/postes/dakar/")

    assert "qui assure l’intérim" not in main
    assert "écrivez à la boîte du poste" in main


@pytest.mark.parametrize(("starts", "ends"), [(-9, -1), (1, 9)])
def test_an_absence_past_or_to_come_is_not_told(client, ines, starts, ends):
    away(ines, starts=starts, ends=ends)

    assert "Absent jusqu’au" not in main_of(client, "/postes/dakar/")


def test_a_stand_in_who_does_not_answer_our_mails_comes_after(client, ines, loic):
    CorrespondentFactory(last_name="Conseillère", role="cocac")
    Correspondent.objects.filter(pk=loic.pk).update(silent_since=days(-3))
    away(ines, stand_in=loic)

    main = main_of(client, "/postes/dakar/")

    assert main.index("Conseillère") < main.index("Loïc Suppléant</span>")


def test_a_stand_in_of_the_same_role_takes_the_place_of_who_is_away(client, dakar):
    first, _, third = [
        CorrespondentFactory(role="cocac", rank=rank, last_name=f"Rang-{rank}")
        for rank in (1, 2, 3)
    ]
    away(first, stand_in=third)

    main = main_of(client, "/postes/dakar/")

    assert main.index("Rang-3</span>") < main.index("Rang-2</span>") < main.index("Rang-1</span>")


def test_an_absence_ended_today_ended_yesterday(ines):
    absence = away(ines)

    absence.end()

    assert Absence.objects.get().ends_on == days(-1)


@pytest.mark.parametrize("starts", [0, 3])
def test_an_absence_that_has_no_day_behind_it_is_forgotten(ines, starts):
    absence = away(ines, starts=starts)

    absence.end()

    assert not Absence.objects.exists()
