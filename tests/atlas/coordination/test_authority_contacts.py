"""Posts enter and correct who agreed to be invited, where authorities work in their countries."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from atlas.models import AuthorityContact
from correspondents.models import AccessRecord

from ...factories import (
    AuthorityContactFactory,
    InvitationFactory,
    LocalAuthorityFactory,
    PartnershipFactory,
    UserFactory,
)

HERE = "/espace-poste/coordination/contacts/"


@pytest.fixture
def at_work(db):
    """An authority that works in Senegal."""
    return PartnershipFactory(lead__name="Villefeinte").lead


@pytest.fixture
def at_dakar(client, dakar):
    client.force_login(UserFactory(post=dakar))
    return client


def days(number):
    return timezone.localdate() + timedelta(days=number)


def filled(**values):
    return {
        "name": "Awa Imaginaire",
        "role": "Chargée de coopération",
        "email": "awa@commune.example",
        "consented_on": days(-3).isoformat(),
        "consent_source": "Courriel",
        "seen": "",
    } | values


def correct(client, contact, **values):
    address = f"{HERE}{contact.pk}/"
    seen = client.get(address).context["seen"]
    known = {
        "name": contact.name,
        "email": contact.email,
        "consented_on": contact.consented_on.isoformat(),
        "withdrawn_on": contact.withdrawn_on.isoformat() if contact.withdrawn_on else "",
    }
    return client.post(address, filled(**known) | {"seen": seen} | values)


def test_a_post_enters_a_contact_with_its_agreement(at_dakar, at_work):
    response = at_dakar.post(f"{HERE}ajouter/{at_work.code}/", filled())

    contact = AuthorityContact.objects.get()
    assert (contact.authority, contact.email) == (at_work, "awa@commune.example")
    assert (contact.consented_on, contact.consent_source) == (days(-3), "Courriel")
    assertContains(at_dakar.get(response.url), "awa@commune.example")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "Dites qui est ce contact"),
        ({"email": "awa"}, "Une adresse s’écrit comme"),
        ({"consented_on": ""}, "Dites quel jour l’accord a été donné"),
        ({"consented_on": "2999-01-01"}, "ne se donne pas dans l’avenir"),
        ({"consented_on": "2019-01-01"}, "trop ancien"),
        ({"consent_source": " "}, "Dites comment l’accord a été donné"),
    ],
)
def test_a_contact_without_its_agreement_is_refused(at_dakar, at_work, values, said):
    response = at_dakar.post(f"{HERE}ajouter/{at_work.code}/", filled(**values))

    assertContains(response, said, status_code=422)
    assert not AuthorityContact.objects.exists()


def test_the_same_address_is_once_in_an_authority(at_dakar, at_work):
    AuthorityContactFactory(authority=at_work, email="AWA@commune.example")

    response = at_dakar.post(f"{HERE}ajouter/{at_work.code}/", filled())

    assertContains(response, "Cette adresse est déjà celle", status_code=422)


def test_those_of_other_countries_are_not_found(at_dakar, at_work, client):
    elsewhere = PartnershipFactory(partner__country_id="TG").lead
    theirs = AuthorityContactFactory(authority=elsewhere)
    idle = LocalAuthorityFactory()

    for address in [f"ajouter/{elsewhere.code}/", f"ajouter/{idle.code}/", f"{theirs.pk}/"]:
        assert at_dakar.get(HERE + address).status_code == 404
        assert at_dakar.post(HERE + address, filled()).status_code == 404
    assertNotContains(at_dakar.get(HERE), theirs.email)


@pytest.mark.slow
def test_the_list_is_searched_and_says_who_has_none(at_dakar, at_work):
    other = PartnershipFactory(lead__name="Autreville").lead
    AuthorityContactFactory(authority=other)

    def found(**query):
        return [authority.name for authority in at_dakar.get(HERE, query).context["authorities"]]

    assert found() == ["Autreville", "Villefeinte"]
    assert found(q="villefeïnte") == ["Villefeinte"]
    assert (found(contact="avec"), found(contact="sans")) == (["Autreville"], ["Villefeinte"])
    assert at_dakar.get(HERE, {"q": "%", "page": "x"}).status_code == 200


def test_the_cost_of_the_list_does_not_grow(at_dakar, at_work, django_assert_max_num_queries):
    for _ in range(4):
        AuthorityContactFactory(authority=PartnershipFactory().lead)

    with django_assert_max_num_queries(16):
        at_dakar.get(HERE)


def test_reading_contacts_is_noted(at_dakar, at_work):
    contact = AuthorityContactFactory(authority=at_work)

    at_dakar.get(HERE)
    at_dakar.get(f"{HERE}{contact.pk}/")

    records = AccessRecord.objects.order_by("pk")
    assert [(r.subject, r.rows) for r in records] == [("contacts", 1), (str(contact.pk), 1)]


def test_a_withdrawal_closes_the_links_at_once(at_dakar, at_work):
    invitation = InvitationFactory(contact__authority=at_work)
    link = invitation.issue_link()

    correct(at_dakar, invitation.contact, withdrawn_on=days(0).isoformat())

    invitation.contact.refresh_from_db()
    link.refresh_from_db()
    assert invitation.contact.withdrawn_on == days(0)
    assert not link.is_open


def test_another_address_closes_the_links_sent_to_the_first(at_dakar, at_work):
    invitation = InvitationFactory(contact__authority=at_work)
    link = invitation.issue_link()

    correct(at_dakar, invitation.contact, email="autre@commune.example")

    link.refresh_from_db()
    assert not link.is_open


@pytest.mark.slow
def test_only_a_later_agreement_undoes_a_withdrawal(at_dakar, at_work):
    contact = AuthorityContactFactory(
        authority=at_work, consented_on=days(-9), withdrawn_on=days(-4)
    )

    refused = correct(at_dakar, contact, withdrawn_on="")
    assertContains(refused, "donné depuis", status_code=422)
    correct(at_dakar, contact, withdrawn_on="", consented_on=days(-1).isoformat())

    contact.refresh_from_db()
    assert (contact.withdrawn_on, contact.consented_on) == (None, days(-1))


def test_what_another_person_changed_meanwhile_is_not_written_over(at_dakar, at_work):
    contact = AuthorityContactFactory(authority=at_work)

    response = correct(at_dakar, contact, seen="0", role="Élue")

    assertContains(response, "a changé pendant", status_code=422)


def test_the_delegation_opens_the_same_screens(delegation_client, at_work):
    contact = AuthorityContactFactory(authority=at_work)

    assertContains(delegation_client.get(HERE), contact.email)
    assert delegation_client.get(f"{HERE}{contact.pk}/").status_code == 200


def test_the_invitation_leads_to_the_contact_that_is_missing(client, dakar):
    place = PartnershipFactory().partner
    alone = PartnershipFactory(partner=place).lead
    client.force_login(UserFactory(post=dakar, post_function="validates"))

    page = client.get(f"/espace-poste/coordination/territoires/{place.pk}/inviter/")

    address = f"{HERE}ajouter/{alone.code}/?invitation={place.pk}"
    assertContains(page, f'href="{address}"')
    back = client.post(address, filled(), follow=True)
    assert back.redirect_chain[0][0] == page.request["PATH_INFO"]
    assertContains(back, "On peut inviter Awa Imaginaire au nom de")


@pytest.mark.parametrize("number", ["", "0", "²", "999999", "//ailleurs.example"])
def test_an_invitation_that_is_none_leads_nowhere_else(at_dakar, at_work, number):
    address = f"{HERE}ajouter/{at_work.code}/"

    response = at_dakar.post(f"{address}?{urlencode({'invitation': number})}", filled())

    assert response.status_code == 302
    assert response.url.startswith("/espace-poste/coordination/")
