"""« Remplacer », and a name typed over another, from the post's own screens."""

import pytest
from django.test import Client
from django.utils import timezone

from correspondents.models import Correspondent, Proposal, SignedLink
from correspondents.records.refusals import MOVED

from ...factories import CorrespondentFactory
from ...reviews import confirmed, read_first
from ..at_post import CONTACTS, correction, days, iso, seen

pytestmark = pytest.mark.django_db

OVER = {
    "first_name": "Théo",
    "last_name": "Nouveau",
    "email": "theo.nouveau@diplomatie.example",
    "phone": "+221 33 222 22 22",
}
ASKED = "est-ce une autre personne ?"


def address(person):
    return f"{CONTACTS}{person.pk}/remplacer/"


def successor(person, **fields):
    return {**OVER, "name_is_public": "on", "started_on": iso(0), "seen": seen(person), **fields}


@pytest.fixture
def published(person):
    """Somebody who has agreed to all, and who has been informed."""
    person.email_is_public = person.phone_is_public = True
    person.informed_on = days(-200)
    person.save()
    return person


def test_a_post_replaces_somebody_in_one_act(validator, published):
    response = validator.post(address(published), successor(published, function="Attaché"))

    assert response.url == CONTACTS
    published.refresh_from_db()
    newcomer = Correspondent.objects.get(last_name="Nouveau")
    assert published.ended_on == days(-1)
    assert (newcomer.rank, newcomer.role, newcomer.post) == (1, "correspondent", published.post)
    assert newcomer.verified_on == timezone.localdate()
    assert newcomer.informed_on is None
    shown = Client().get("/postes/dakar/").content.decode()
    assert "Théo Nouveau" in shown
    assert "Anaïs" not in shown
    assert OVER["email"] not in shown


@pytest.mark.slow
def test_the_account_and_the_links_of_who_is_replaced_close(validator, volunteer):
    person = CorrespondentFactory(email=volunteer.email)
    link = SignedLink.objects.issue("confirm", person, to=person.email, lasts=days(1) - days(0))
    assert f"Le compte {volunteer.email} sera fermé" in validator.get(address(person)).text

    review = read_first(validator, address(person), successor(person))
    assert f"le compte {volunteer.email} est fermé aussitôt" in review.text
    assert Correspondent.objects.get().ended_on is None
    confirmed(validator, review, address(person))

    volunteer.refresh_from_db()
    link.refresh_from_db()
    assert not volunteer.is_active
    assert link.revoked_at


def test_a_second_click_replaces_nobody(validator, person):
    sent = successor(person)
    validator.post(address(person), sent)

    response = validator.post(address(person), sent)

    assert response.status_code == 422
    assert Correspondent.objects.count() == 2


def test_who_drafts_replaces_nobody(drafter, person):
    assert drafter.get(address(person)).status_code == 403
    assert drafter.post(address(person), successor(person)).status_code == 403
    assert address(person) not in drafter.get(CONTACTS).text
    assert Correspondent.objects.get().ended_on is None


def test_the_contacts_lead_to_the_act(validator, person):
    assert address(person) in validator.get(CONTACTS).text


def test_both_names_typed_over_ask_who_it_is(validator, published):
    response = validator.post(f"{CONTACTS}{published.pk}/", correction(published, **OVER))

    assert response.status_code == 422
    assert ASKED in response.text
    assert f'formaction="{address(published)}"' in response.text
    assert OVER["email"] in response.text
    assert Correspondent.objects.get().last_name == "Fictive"


def test_a_correction_keeps_all_that_is_the_person_s(validator, published):
    sent = correction(published, **OVER, same_person="1", email_is_public="on", is_informed="on")

    validator.post(f"{CONTACTS}{published.pk}/", sent)

    person = Correspondent.objects.get()
    assert (person.last_name, person.informed_on) == ("Nouveau", published.informed_on)
    assert person.email_is_public


def test_another_person_takes_what_was_typed_and_nothing_else(validator, published):
    sent = correction(published, **OVER, email_is_public="on", phone_is_public="on")

    asked = validator.post(address(published), sent | {"another_person": "1"})

    values = {field.html_name: field.value() for field in asked.context["form"]}
    assert values.items() >= OVER.items()
    assert values["started_on"] == timezone.localdate()
    shown = ("email_is_public", "phone_is_public", "is_informed")
    assert not any(values[name] for name in shown)
    assert asked.context["seen"] == sent["seen"]
    assert Correspondent.objects.get().last_name == "Fictive"


def test_what_has_changed_meanwhile_is_replaced_by_nobody(validator, person):
    sent = successor(person)
    Correspondent.objects.update(phone="+221 33 999 99 99")

    response = validator.post(address(person), sent)

    assert MOVED in response.text
    assert Correspondent.objects.count() == 1


def test_who_drafts_is_asked_too_and_told_what_to_do(drafter, person):
    response = drafter.post(f"{CONTACTS}{person.pk}/", correction(person, **OVER))

    assert ASKED in response.text
    assert f"{CONTACTS}{person.pk}/depart/" in response.text
    assert not Proposal.objects.exists()


def accept_all(validator):
    rows = Proposal.objects.all()
    validator.post(rows[0].get_absolute_url(), {f"decision_{row.pk}": "accept" for row in rows})


def test_names_that_are_accepted_lend_nothing_of_the_former_person(validator, published):
    changes = [(name, getattr(published, name), new) for name, new in OVER.items()]
    Proposal.objects.propose(published, changes, post=published.post, origin="link")

    accept_all(validator)

    person = Correspondent.objects.get()
    assert person.last_name == "Nouveau"
    assert not person.email_is_public
    assert not person.phone_is_public
    assert person.informed_on is None


@pytest.mark.slow
def test_names_that_a_drafter_says_to_be_the_same_person_s_void_nothing(
    drafter, validator, published
):
    drafter.post(f"{CONTACTS}{published.pk}/", correction(published, **OVER, same_person="1"))
    review = validator.get(Proposal.objects.first().get_absolute_url())
    assert "C’est la même personne" in review.text

    accept_all(validator)

    person = Correspondent.objects.get()
    kept = ("verified_on", "informed_on", "email_is_public", "phone_is_public")
    assert person.last_name == "Nouveau"
    assert [getattr(person, name) for name in kept] == [getattr(published, name) for name in kept]
    assert person.informed_on


def test_a_service_that_receives_a_name_lends_it_no_address(validator, dakar):
    service = CorrespondentFactory(service=True, phone_is_public=True)
    sent = correction(service, first_name="Théo", last_name="Nouveau", function_is_public="on")

    validator.post(
        f"{CONTACTS}{service.pk}/", sent | {"email_is_public": "on", "phone_is_public": "on"}
    )

    person = Correspondent.objects.get()
    assert person.last_name == "Nouveau"
    assert not person.email_is_public
    assert not person.phone_is_public
