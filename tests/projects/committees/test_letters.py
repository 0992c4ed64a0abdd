"""The notices on a country, where a dossier in it is appraised and where a post answers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from atlas.models import CountryNotice
from correspondents.models import Country

from ...factories import ApplicationFactory, CountryNoticeFactory, OpinionRequestFactory

pytestmark = pytest.mark.django_db


def appraised(dossier):
    return f"/admin/projects/application/{dossier.pk}/instruction/"


def dossier_of(*codes):
    return ApplicationFactory(countries=list(Country.objects.filter(pk__in=codes)))


def notices():
    """One in force in each of two countries, one that is over."""
    CountryNoticeFactory(text="Avis sénégalais en vigueur.")
    CountryNoticeFactory(country=Country.objects.get(pk="ML"), text="Avis malien en vigueur.")
    yesterday = timezone.localdate() - timedelta(days=1)
    CountryNoticeFactory(starts_on=yesterday, ends_on=yesterday, text="Avis levé hier.")


def test_an_appraisal_shows_the_notices_in_force_in_each_country_of_the_dossier(delegation_client):
    notices()

    page = delegation_client.get(appraised(dossier_of("SN", "ML")))

    assertContains(page, "Avis sénégalais en vigueur.")
    assertContains(page, "Avis malien en vigueur.")
    assertNotContains(page, "Avis levé hier.")


def test_a_notice_on_another_country_is_not_shown(delegation_client):
    notices()

    page = delegation_client.get(appraised(dossier_of("SN")))

    assertContains(page, "Avis sénégalais en vigueur.")
    assertNotContains(page, "Avis malien en vigueur.")


def test_the_post_reads_the_notices_above_the_dossier(client, cocac):
    notices()
    asked = OpinionRequestFactory(application=dossier_of("SN"))
    client.force_login(cocac)

    page = client.get(f"/espace-poste/avis/{asked.pk}/")

    assertContains(page, "Avis sénégalais en vigueur.")
    assertNotContains(page, "Avis malien en vigueur.")


@pytest.mark.slow
def test_notices_cost_one_query_whatever_their_number(delegation_client):
    dossier = dossier_of("SN", "ML")
    CountryNoticeFactory()
    address = appraised(dossier)
    delegation_client.get(address)

    with CaptureQueriesContext(connection) as one:
        delegation_client.get(address)
    for kind in CountryNotice.Kind:
        CountryNoticeFactory(country=Country.objects.get(pk="ML"), kind=kind)
    with CaptureQueriesContext(connection) as four:
        delegation_client.get(address)

    assert len(four) == len(one)
