"""Where dossiers meet other authorities: told to the delegation and the posts, to nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from correspondents.models import Country
from projects.applications.encounters import encounters

from ...factories import (
    ApplicationFactory,
    DecisionFactory,
    ForeignAuthorityFactory,
    LocalAuthorityFactory,
    OpinionRequestFactory,
    PartnershipFactory,
)

pytestmark = pytest.mark.django_db
HOME = "/espace-poste/coordination/"
PAGES = ["/atlas/coordination/", HOME]


def authority(name):
    return LocalAuthorityFactory(name=name)


@pytest.fixture
def region():
    return ForeignAuthorityFactory(name="Région-Fictive", level="region")


@pytest.fixture
def town(region):
    return ForeignAuthorityFactory(name="Ndimagine", parent=region)


@pytest.fixture
def dossier(town):
    return ApplicationFactory(title="Dossier inventé", lead=authority("Dossiville"), partner=town)


def told(user, **options):
    """{territory: (leads of the dossiers, names of who works there besides)}."""
    return {
        one.territory.name: (
            [dossier.lead.name for dossier in one.dossiers],
            [other.name for other in one.others],
        )
        for one in encounters(user, **options)
    }


def test_a_dossier_meets_the_partnership_of_another_authority(delegation, dossier, town):
    PartnershipFactory(lead=authority("Partiville"), partner=town)

    assert told(delegation) == {"Ndimagine": (["Dossiville"], ["Partiville"])}


def test_two_dossiers_of_two_authorities_meet(delegation, dossier, town):
    ApplicationFactory(lead=authority("Autreville"), partner=town)

    assert told(delegation) == {"Ndimagine": (["Dossiville", "Autreville"], [])}


def test_a_dossier_alone_or_beside_its_own_partnership_is_no_encounter(delegation, dossier, town):
    dossier.other_authorities.add(LocalAuthorityFactory())
    PartnershipFactory(lead=dossier.lead, partner=town)

    assert told(delegation) == {}


def test_two_partnerships_without_a_dossier_are_for_the_radar_alone(delegation, town):
    PartnershipFactory(partner=town)
    PartnershipFactory(partner=town)

    assert told(delegation) == {}


def test_a_dossier_in_a_town_meets_who_works_in_its_region(delegation, dossier, region):
    PartnershipFactory(lead=authority("Partiville"), partner=region)

    assert told(delegation) == {"Région-Fictive": (["Dossiville"], ["Partiville"])}


def test_a_dossier_of_a_region_meets_who_works_in_a_town(delegation, region, town):
    ApplicationFactory(lead=authority("Dossiville"), territory=region)
    PartnershipFactory(lead=authority("Partiville"), partner=town)

    assert told(delegation) == {"Région-Fictive": (["Dossiville"], ["Partiville"])}


def test_a_region_that_adds_somebody_is_told_too(delegation, dossier, town, region):
    PartnershipFactory(lead=authority("Partiville"), partner=town)
    PartnershipFactory(lead=authority("Régioville"), partner=region)

    assert told(delegation) == {
        "Région-Fictive": (["Dossiville"], ["Partiville", "Régioville"]),
        "Ndimagine": (["Dossiville"], ["Partiville"]),
    }


def test_a_dossier_taken_back_meets_nobody(delegation, dossier, town):
    PartnershipFactory(partner=town)
    dossier.withdrawn_on = dossier.filed_on
    dossier.save()

    assert told(delegation) == {}


def test_a_post_sees_the_dossiers_that_it_is_asked_about(cocac, dossier, town):
    PartnershipFactory(lead=authority("Partiville"), partner=town)
    before = told(cocac)

    OpinionRequestFactory(application=dossier)

    assert before == {}
    assert told(cocac) == {"Ndimagine": (["Dossiville"], ["Partiville"])}


@pytest.mark.parametrize("address", PAGES)
def test_the_screens_of_staff_show_them(delegation_client, dossier, town, address):
    PartnershipFactory(lead=authority("Partiville"), partner=town)

    page = delegation_client.get(address)

    assertContains(page, "Dossier inventé")
    assertContains(page, "Partiville")


def test_the_filters_of_the_radar_narrow_them(delegation_client, dossier, town):
    PartnershipFactory(partner=town)

    assertContains(delegation_client.get("/atlas/coordination/?pays=sn"), "Dossier inventé")
    assertNotContains(delegation_client.get("/atlas/coordination/?pays=ml"), "Dossier inventé")


@pytest.mark.parametrize("address", PAGES)
def test_a_post_reads_nothing_of_a_dossier_of_others(client, cocac, dossier, town, address):
    PartnershipFactory(partner=town)
    client.force_login(cocac)

    assertNotContains(client.get(address), "Dossier")


def test_no_public_page_nor_file_shows_or_counts_a_dossier(client, delegation, dossier, town):
    PartnershipFactory(lead=authority("Partiville"), partner=town)
    ApplicationFactory(lead=authority("Autreville"), partner=town)
    assert told(delegation)

    page = client.get("/atlas/coordination/")
    file = b"".join(client.get("/atlas/coordination/export.csv")).decode()
    territory = client.get(town.get_absolute_url())

    assert page.context["paginator"].count == 0
    for text in (page.content.decode(), file, territory.content.decode()):
        assert "Dossier" not in text
        assert "Dossiville" not in text
        assert "Autreville" not in text


def test_an_account_of_nobody_sees_none(dossier, town, django_user_model):
    PartnershipFactory(partner=town)
    stranger = django_user_model.objects.create(email="personne@ailleurs.example")

    assert told(stranger) == {}


def test_encounters_cost_as_many_queries_whatever_the_dossiers(delegation, dossier, town, region):
    PartnershipFactory(partner=town)
    encounters(delegation)  # what the account is allowed is read once

    with CaptureQueriesContext(connection) as one:
        assert len(encounters(delegation)) == 1
    for n in range(3):
        place = ForeignAuthorityFactory(
            name=f"Autre {n}", parent=region, country=Country.objects.get(pk="SN")
        )
        ApplicationFactory(partner=place)
        PartnershipFactory(partner=place)
    with CaptureQueriesContext(connection) as four:
        assert len(encounters(delegation)) == 5

    assert len(four) == len(one)


def test_a_decided_dossier_meets_nobody_any_more(delegation, dossier, town):
    PartnershipFactory(lead=authority("Partiville"), partner=town)
    DecisionFactory(application=dossier, rejected=True)

    assert told(delegation) == {}


def dismiss(client, place):
    return client.post(f"{HOME}territoires/{place.pk}/ecarter/", {"reason": "Déjà réunies."})


def write_note(client, place):
    note = {"kind": "meeting", "held_on": timezone.localdate(), "text": "Réunies à Ndimagine."}
    return client.post(f"{HOME}notes/ajouter/?territoire={place.pk}", note)


@pytest.mark.slow
@pytest.mark.parametrize("write", [dismiss, write_note])
def test_what_is_written_settles_an_encounter_until_a_newcomer(
    delegation_client, dossier, town, write
):
    PartnershipFactory(lead=authority("Partiville"), partner=town)
    assertContains(delegation_client.get(HOME), "Dossier inventé")

    assert write(delegation_client, town).status_code == 302
    assertNotContains(delegation_client.get(HOME), "Dossier inventé")

    ApplicationFactory(lead=authority("Autreville"), partner=town)
    assertContains(delegation_client.get(HOME), "Dossier inventé")
    assertContains(delegation_client.get(HOME), "Autreville")


def test_a_dossier_that_comes_after_a_dismissal_is_told(delegation_client, town):
    PartnershipFactory(partner=town)
    PartnershipFactory(partner=town)
    dismiss(delegation_client, town)

    ApplicationFactory(title="Dossier tardif", lead=authority("Autreville"), partner=town)

    assertContains(delegation_client.get(HOME), "Dossier tardif")


def test_a_partnership_born_of_a_known_dossier_does_not_bring_the_signal_back(
    delegation_client, dossier, town
):
    PartnershipFactory(lead=authority("Partiville"), partner=town)
    dismiss(delegation_client, town)

    PartnershipFactory(lead=dossier.lead, partner=town)

    assert delegation_client.get(HOME).context["page_obj"].paginator.count == 0


@pytest.mark.slow
def test_a_post_settles_what_it_sees_and_no_more(client, cocac, dossier, town):
    PartnershipFactory(lead=authority("Partiville"), partner=town)
    PartnershipFactory(lead=authority("Secondville"), partner=town)
    client.force_login(cocac)
    dismiss(client, town)

    assertNotContains(client.get(HOME), "Dossier")
    OpinionRequestFactory(application=dossier)
    assertContains(client.get(HOME), "Dossier inventé")


def test_a_dossier_alone_leaves_nothing_to_dismiss(delegation_client, dossier, town):
    page = dismiss(delegation_client, town)

    assertContains(page, "il n’y a rien à écarter", status_code=422)
