"""The delegation's menu in six groups, and its one search."""

from itertools import count

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.admin_menu import ELSEWHERE, GROUPS
from correspondents.models import AccessRecord, ImportBatch

from ..factories import (
    ApplicationFactory,
    CorrespondentFactory,
    ForeignAuthorityFactory,
    LocalAuthorityFactory,
    PartnershipFactory,
    UserFactory,
)

SEARCH = "/admin/recherche/"


def groups(client, text):
    response = client.get(SEARCH, {"q": text})
    assert response.status_code == 200
    return {group.title: [row.record for row in group.rows] for group in response.context["groups"]}


@pytest.fixture
def aurele(dakar):
    return CorrespondentFactory(
        post=dakar,
        first_name="Aurèle",
        last_name="Mirage",
        role="cocac",
        email="aurele.mirage@diplomatie.example",
        phone="+221 33 000 51 47",
    )


def test_every_table_has_its_place_in_the_menu():
    labels = [label for group in GROUPS.values() for label in group]

    assert len(labels) == len(set(labels))
    assert {*labels, *ELSEWHERE} == {model._meta.label for model in admin.site._registry}


def test_every_page_of_the_admin_shows_the_menu_and_the_search(delegation_client):
    for address in ["/admin/", reverse("admin:correspondents_post_changelist")]:
        html = delegation_client.get(address).content.decode()
        for name in GROUPS:
            assert f"<summary>{name}</summary>" in html
        assert 'action="/admin/recherche/"' in html


@pytest.mark.parametrize(
    "text",
    [
        "mirage aurele",
        "Aurèle",
        "aurele.mirage@",
        "diplomatie mirage",
        "0005147",
        "+221 33 000 51",
        "51 47",
        "COCAC Sénégal",
        "dakar mirage",
    ],
)
def test_a_person_is_found_by_any_of_what_is_known(delegation_client, aurele, text):
    assert aurele in groups(delegation_client, text)["Personnes"]


@pytest.mark.parametrize("text", ["zorglub", "999999999", "personne@ailleurs.example"])
def test_nothing_is_said_to_be_nothing(delegation_client, aurele, text):
    assert groups(delegation_client, text) == {}
    assert "Rien ne porte" in delegation_client.get(SEARCH, {"q": text}).content.decode()


def test_each_kind_of_record_is_found_at_a_constant_cost(delegation_client, dakar):
    ranks = count(1)

    def fill(number):
        for _ in range(number):
            lead = LocalAuthorityFactory(name="Zéphyrie")
            partner = ForeignAuthorityFactory(name="Zéphyr", country=dakar.country)
            PartnershipFactory(lead=lead, partner=partner)
            ApplicationFactory(title="Zéphyrs", lead=lead, partner=partner)
            CorrespondentFactory(post=dakar, last_name="Zéphyr", role="service", rank=next(ranks))
            ImportBatch.objects.create(file_name="zephyr.csv", sha256="0" * 64, size=1)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            found = groups(delegation_client, "zephyr")
        kinds = ["Personnes", "Dossiers", "Partenariats"]
        kinds += ["Collectivités françaises", "Autorités étrangères", "Imports"]
        assert list(found) == kinds
        return len(seen)

    fill(1)
    few = queries()
    fill(4)
    assert queries() == few


def test_posts_and_countries_are_found_by_their_other_names(delegation_client, dakar):
    found = groups(delegation_client, "senegal")
    assert dakar in found["Postes"]
    assert dakar.country in found["Pays et territoires"]


@pytest.mark.parametrize("text", ["suppléant sénégal", "Mirage suppléant"])
def test_the_label_of_a_role_finds_who_has_it(delegation_client, aurele, text):
    aurele.role = "backup"
    aurele.save()

    assert aurele in groups(delegation_client, text)["Personnes"]


def test_who_left_is_one_link_away(delegation_client, aurele):
    aurele.end_tenure()

    html = delegation_client.get(SEARCH, {"q": "mirage"}).content.decode()
    assert "aurele.mirage" not in html
    assert "?q=mirage&amp;fonction=departed" in html


def test_the_number_of_a_dossier_leads_to_it(delegation_client):
    dossier = ApplicationFactory(reference="27010007")

    response = delegation_client.get(SEARCH, {"q": "27010007"})
    assert response["Location"] == reverse("admin:projects_application_change", args=[dossier.pk])


def test_the_answer_shows_the_address_and_leads_to_the_replacement(delegation_client, aurele):
    html = delegation_client.get(SEARCH, {"q": "mirage"}).content.decode()

    assert "aurele.mirage@diplomatie.example" in html
    assert reverse("admin:correspondents_correspondent_replace", args=[aurele.pk]) in html


def test_people_found_are_noted_without_what_was_typed(delegation_client, delegation, aurele):
    groups(delegation_client, "mirage")

    record = AccessRecord.objects.get(user=delegation)
    assert (record.what, record.subject, record.rows) == ("list", "recherche", 1)


def test_the_people_of_a_post_do_not_search_here(client, dakar):
    client.force_login(UserFactory(post=dakar))

    assert client.get(SEARCH, {"q": "mirage"}).status_code == 302


@pytest.mark.parametrize("text", ["²", "\x00", "%", "_", "'" * 300, "(", "-1", "٣٣٣٣"])
def test_no_text_breaks_it(delegation_client, text):
    assert delegation_client.get(SEARCH, {"q": text}).status_code in (200, 400)
