"""The post's space: who sees it, what is expected today; each post its own."""

from datetime import timedelta

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from correspondents.desk.post_tasks import post_tasks
from correspondents.models import (
    Absence,
    Correspondent,
    Handover,
    Post,
    Proposal,
    SignedLink,
)

from ...factories import CorrespondentFactory, UserFactory
from ..at_post import CONTACTS, SPACE, correction, days, signed_in, tasks

pytestmark = pytest.mark.django_db


# Who sees what.


def test_a_visitor_is_asked_to_sign_in(client):
    response = client.get(SPACE)

    assert response.status_code == 302
    assert response.headers["Location"].endswith("?next=/espace-poste/")


def test_the_delegation_is_sent_to_its_desk(delegation_client):
    assert delegation_client.get(SPACE).headers["Location"] == "/admin/"


@pytest.mark.parametrize("verb", ["get", "post"])
def test_the_delegation_writes_nothing_here_without_its_second_factor(delegation, person, verb):
    weak = Client()
    weak.force_login(delegation)

    response = getattr(weak, verb)(f"{CONTACTS}{person.pk}/", correction(person, last_name="X"))

    assert response.headers["Location"].startswith("/compte/")
    assert Correspondent.objects.get().last_name == "Fictive"


def test_an_account_that_is_neither_is_refused(db):
    assert signed_in(UserFactory()).get(SPACE).status_code == 403


ENTRY_SCREENS = ["", "confirmer/", "present/", "depart/", "absences/", "passation/"]


@pytest.mark.parametrize("screen", ENTRY_SCREENS)
@pytest.mark.parametrize("verb", ["get", "post", "head", "put", "delete"])
def test_the_entry_of_another_post_is_a_404_on_every_verb(validator, screen, verb):
    other = CorrespondentFactory(post=Post.objects.get(slug="lome"))

    response = getattr(validator, verb)(f"{CONTACTS}{other.pk}/{screen}")

    assert response.status_code == 404


@pytest.mark.parametrize("verb", ["get", "post"])
def test_the_absence_of_another_post_is_a_404(validator, verb):
    other = CorrespondentFactory(post=Post.objects.get(slug="lome"))
    absence = Absence.objects.create(correspondent=other, starts_on=days(-1), ends_on=days(5))

    response = getattr(validator, verb)(f"/espace-poste/absences/{absence.pk}/terminer/")

    assert response.status_code == 404
    assert Absence.objects.filter(ends_on=days(5)).exists()


def test_the_contacts_are_those_of_the_post(validator, person):
    CorrespondentFactory(post=Post.objects.get(slug="lome"), last_name="Ailleurs")

    page = validator.get(CONTACTS).content.decode()

    assert "Fictive" in page
    assert "Ailleurs" not in page


def test_the_delegation_corrects_any_entry(delegation_client, person):
    address = f"{CONTACTS}{person.pk}/"

    delegation_client.post(address, correction(person, last_name="Corrigée"))

    assert Correspondent.objects.get().last_name == "Corrigée"


# Today.


@pytest.mark.slow
def test_a_post_that_lacks_nothing_is_told_so(validator, person):
    Post.objects.filter(slug="dakar").update(mailbox="scac.dakar@diplomatie.example")
    person.verify(by="le poste")
    CorrespondentFactory(role="backup", verified_on=days(-1))

    assert "Rien n’est attendu de vous aujourd’hui." in validator.get(SPACE).content.decode()


def test_what_a_post_lacks_is_said(validator):
    assert {
        "Le poste n’a pas de correspondant",
        "Le poste n’a pas de suppléant",
        "Le poste n’a pas de boîte fonctionnelle",
    } <= set(tasks(validator))


def test_a_post_that_does_not_answer_lacks_nothing():
    kabul = UserFactory(post=Post.objects.get(slug="kaboul"), post_function="validates")

    assert post_tasks(kabul) == []


def test_each_entry_asks_for_one_thing_at_a_time(validator, person):
    person.bounce(person.email)

    found = [title for title in tasks(validator) if "Fictive" in title]

    assert found == ["Anaïs Fictive : corriger le courriel"]


def test_an_entry_that_stays_silent_is_told_apart(validator, person):
    Correspondent.objects.update(silent_since=days(-3))

    assert tasks(validator)["Anaïs Fictive, Correspondant"].kind == "Sans réponse à nos messages"


@pytest.mark.slow
def test_a_tenure_that_ends_soon_asks_for_a_hand_over_until_a_successor_is_chosen(
    validator, person
):
    Correspondent.objects.update(ended_on=days(40), verified_on=days(-1))
    assert "Préparer la passation d’Anaïs Fictive" in tasks(validator)

    successor = CorrespondentFactory(role="backup", verified_on=days(-1))
    Handover.objects.create(leaver=person, successor=successor, written_by="Test")

    assert "Préparer la passation d’Anaïs Fictive" not in tasks(validator)


@pytest.mark.slow
def test_a_proposal_waits_for_who_validates_and_its_entry_asks_for_nothing_else(
    validator, drafter, person
):
    proposal = Proposal.objects.create(
        target=person, post=person.post, origin="link", field="phone", new="+221 1"
    )

    task = tasks(validator)["Anaïs Fictive : la personne elle-même propose une correction"]

    assert str(proposal.submission) in task.url
    assert "Anaïs Fictive, Correspondant" not in tasks(validator)
    assert not [title for title in tasks(drafter) if "Fictive" in title]


def test_the_tasks_cost_the_same_whatever_their_number(cocac, person):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            post_tasks(cocac)
        return len(captured)

    def one_more(rank):
        for fields in ({}, {"hidden_since": timezone.now()}, {"ended_on": days(20)}):
            other = CorrespondentFactory(role="cocac", rank=rank, **fields)
        Handover.objects.create(leaver=other, written_by="Test")
        Proposal.objects.create(
            target=CorrespondentFactory(role="backup", rank=rank, verified_on=days(-1)),
            post=cocac.post,
            origin="link",
            field="phone",
        )

    one_more(1)
    post_tasks(cocac)
    one = cost()
    for rank in (2, 3, 4):
        one_more(rank)

    assert cost() == one
    assert len(post_tasks(cocac)) > 12


@pytest.mark.slow
def test_the_page_stays_light(validator):
    for rank in range(1, 11):
        CorrespondentFactory(role="cocac", rank=rank)

    response = validator.get(SPACE)

    assert len(tasks(validator)) >= 10
    assert len(response.content) < 26_000


def test_the_post_reads_its_own_line_and_where_to_mend_it(validator, person):
    line = validator.get(SPACE).context["line"]

    urls = {heading: cell.url for heading, cell in line.headed_cells}
    assert urls["Correspondant"] == ""
    assert urls["Suppléant"] == "/espace-poste/contacts/arrivee/?role=backup"
    assert urls["Boîte"] == "/espace-poste/fiche/"


@pytest.mark.slow
@pytest.mark.parametrize("state", ["vacant", "bounced", "hidden", "stale"])
def test_every_act_of_the_line_is_a_page_of_the_post(validator, person, state):
    changes = {
        "vacant": {"is_vacant": True, "last_name": "", "first_name": "", "civility": ""}
        | {"email": "", "phone": ""},
        "bounced": {"bounced_email": person.email},
        "hidden": {"hidden_since": timezone.now()},
        "stale": {},
    }
    Correspondent.objects.update(**changes[state])

    cells = validator.get(SPACE).context["line"].cells

    for url in [cell.url for cell in cells if not cell.is_ok]:
        assert validator.get(url).status_code == 200


def test_each_kind_has_one_heading(validator):
    for rank in range(1, 5):
        silent = days(-3) if rank % 2 else None
        CorrespondentFactory(role="cocac", rank=rank, silent_since=silent)

    kinds = [kind for kind, _ in validator.get(SPACE).context["groups"]]

    assert len(kinds) == len(set(kinds)) == 3


@pytest.mark.slow
@pytest.mark.parametrize("screen", ["", "contacts/", "fiche/"])
def test_a_page_costs_the_same_whatever_the_number_of_entries(validator, screen):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            validator.get(SPACE + screen)
        return len(captured)

    CorrespondentFactory(role="cocac")
    cost()
    one = cost()
    for rank in range(2, 5):
        CorrespondentFactory(role="cocac", rank=rank)
        CorrespondentFactory(role="cocac", rank=rank, ended_on=days(-rank))

    assert cost() == one


# Every page.


@pytest.mark.slow
@pytest.mark.parametrize("who", ["cocac", "volunteer", "delegation"])
def test_every_screen_is_valid_html_kept_by_no_cache(request, who, person, dakar):
    client = signed_in(request.getfixturevalue(who))
    CorrespondentFactory(role="backup", started_on=days(9))
    CorrespondentFactory(role="cocac", ended_on=days(-9))
    Absence.objects.create(correspondent=person, starts_on=days(-1), ends_on=days(5))
    Handover.objects.create(leaver=person, notes="Revoir Ziguinchor.", written_by="Test")
    Correspondent.objects.filter(pk=person.pk).update(ended_on=days(20))
    own = ["", "fiche/", "contacts/", "contacts/arrivee/"]
    entry = [
        f"contacts/{person.pk}/{screen}" for screen in ["", "depart/", "absences/", "passation/"]
    ]

    for address in [*([] if who == "delegation" else own), *entry]:
        response = client.get(SPACE + address)
        text = response.content.decode()

        html5lib.HTMLParser(strict=True).parse(text)
        assert text.count("<h1") == 1
        assert "no-store" in response.headers["Cache-Control"]


def test_an_unknown_role_in_the_address_is_no_error(validator):
    assert validator.get("/espace-poste/contacts/arrivee/?role=zut").status_code == 200


def test_a_link_about_the_entry_is_no_account(client, person):
    link = SignedLink.objects.issue("confirm", person, to=person.email, lasts=timedelta(days=30))

    assert client.get(f"{CONTACTS}{person.pk}/?token={link.token}").status_code == 302
