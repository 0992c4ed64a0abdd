"""« Ma collectivité »: found by any of its numbers, told no more than anybody may read."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from atlas.models import LocalAuthority
from correspondents.models import FrenchContact

from ..factories import CallFactory, PartnershipFactory, ReportFactory

pytestmark = pytest.mark.django_db
RENNES = "/ma-collectivite/213502388/"


@pytest.fixture
def rennes():
    return LocalAuthority.objects.get(siren="213502388")


@pytest.mark.parametrize("text", ["213502388", "35238", "21350238800013", "mairie de Rennes"])
def test_one_authority_is_gone_to_at_once(client, text):
    response = client.get("/ma-collectivite/", {"q": text})

    assert (response.status_code, response.url) == (302, RENNES)


@pytest.mark.parametrize("text", ["Sainte-Colombe", "01300"])
def test_several_of_a_name_or_of_a_postal_code_are_offered(client, text):
    response = client.get("/ma-collectivite/", {"q": text})

    assert len(response.context["choices"]) > 1
    for _, url in response.context["choices"]:
        assertContains(response, f'href="{url}"')


@pytest.mark.parametrize("text", ["zzzzqq", "@", "²²²²²"])
def test_what_is_no_authority_is_told(client, text):
    response = client.get("/ma-collectivite/", {"q": text})

    assertContains(response, "Aucune collectivité française n’a ce nom ni ce numéro")


@pytest.mark.parametrize("code", ["35238", "commune-35238"])
def test_another_code_leads_to_the_siren(client, code):
    response = client.get(f"/ma-collectivite/{code}/")

    assert (response.status_code, response.url) == (301, RENNES)


def test_an_unknown_siren_is_told(client):
    response = client.get("/ma-collectivite/999999999/")

    assertContains(response, "Aucune collectivité n’a ce numéro", status_code=404)


def test_the_page_gathers_what_is_around(client, rennes):
    own = PartnershipFactory(lead=rennes)
    PartnershipFactory(partner=own.partner, lead__name="Voisinefeinte")
    PartnershipFactory(lead=rennes.department)
    contact = FrenchContact.objects.create(
        kind="network", region_id="53", name="Réseau inventé", mailbox="reseau@bretagne.example"
    )

    response = client.get(RENNES)

    assertContains(response, own.get_absolute_url())
    assertContains(response, "Voisinefeinte")
    assertContains(response, contact.mailbox.partition("@")[0])
    assertContains(response, f'/atlas/?collectivite={rennes.department.siren}">1 partenariat')
    assertContains(response, "recherche=collectivite%3D213502388")


def test_a_call_says_yes_or_why_not(client):
    CallFactory(title="Appel ouvert à tous")
    CallFactory(title="Appel des régions", applicant_types=["region"])

    response = client.get(RENNES)

    assertContains(response, "<strong>oui</strong>")
    assertContains(response, "<strong>non</strong>")
    assertContains(response, "Peuvent déposer : ")


def test_nobody_reads_there_that_reports_are_owed(client, delegation_client):
    report = ReportFactory(due_in=-20)
    CallFactory()
    address = f"/ma-collectivite/{report.grant.application.lead.code}/"

    for reader in [client, delegation_client]:
        assertNotContains(reader.get(address), "comptes rendus")
