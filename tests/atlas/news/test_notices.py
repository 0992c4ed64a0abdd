"""Notices: dated, sourced, one of a kind at a time; shown where they matter, exportable."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from atlas.models import CountryNotice, ForeignMember
from correspondents.models import Country

from ...factories import (
    CountryNoticeFactory,
    ForeignAuthorityFactory,
    PartnershipFactory,
    UserFactory,
    lazy_day,
)

pytestmark = pytest.mark.django_db


def days(count):
    return timezone.localdate() + timedelta(days=count)


def test_two_notices_of_a_kind_do_not_overlap():
    CountryNoticeFactory(starts_on=days(-10), ends_on=days(5))

    with pytest.raises(IntegrityError), transaction.atomic():
        CountryNoticeFactory(starts_on=days(5))

    CountryNoticeFactory(starts_on=days(6))
    CountryNoticeFactory(kind="vigilance", starts_on=days(-10))
    CountryNoticeFactory(country=Country.objects.get(pk="TG"), starts_on=days(-10))
    assert CountryNotice.objects.count() == 4


def test_the_form_says_that_two_overlap(delegation_client):
    CountryNoticeFactory()
    values = {"kind": "information", "country": "SN", "starts_on": days(3), "text": "Un avis"}
    values |= {"source_label": "Communiqué", "source_url": "https://communique.example/"}

    page = delegation_client.post("/admin/atlas/countrynotice/add/", values)

    assert "court déjà à ces dates" in page.content.decode()
    assert CountryNotice.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [{"ends_on": lazy_day(days=-1)}, {"source_label": ""}, {"source_url": "mailto:a@b.example"}],
)
def test_the_base_refuses_what_makes_no_sense(values):
    with pytest.raises(DatabaseError, match=r"notice_|range lower bound"), transaction.atomic():
        CountryNoticeFactory(**values)


def test_days_in_disorder_are_told():
    notice = CountryNoticeFactory.build(ends_on=days(-1))

    with pytest.raises(ValidationError, match="précède le premier"):
        notice.clean()


def test_it_is_in_force_from_its_first_day_to_its_last():
    notice = CountryNoticeFactory(starts_on=days(1), ends_on=days(3))

    in_force = [count for count in range(6) if CountryNotice.objects.current(days(count)).exists()]

    assert in_force == [1, 2, 3]
    assert notice.is_grave is False


@pytest.mark.parametrize("address", ["/pays/sn/", "/postes/dakar/", "/atlas/partenariats/1/"])
def test_it_is_shown_where_it_matters(client, settings, address):
    settings.TRAVEL_ADVICE_URL = "https://conseils.example/{pays}/"
    PartnershipFactory(pk=1)
    CountryNoticeFactory(kind="suspended", text="La coopération attend.")
    CountryNoticeFactory(
        kind="information", text="Un avis levé.", starts_on=days(-9), ends_on=days(-1)
    )

    page = client.get(address).content.decode()

    assert "La coopération attend." in page
    assert "Un avis levé." not in page
    assert 'href="https://conseils.example/senegal/"' in page
    assert page.index("lire ce que la délégation signale") < page.index("La coopération attend.")


def test_a_country_without_notice_says_nothing(client):
    CountryNoticeFactory()

    assert "Ce que la délégation signale" not in client.get("/pays/tg/").content.decode()


@pytest.fixture
def touched():
    """Two partnerships that a notice on Senegal touches, the second by a member only."""
    togolese = ForeignAuthorityFactory(country=Country.objects.get(pk="TG"))
    by_member = PartnershipFactory(partner=togolese)
    ForeignMember.objects.create(partnership=by_member, authority=ForeignAuthorityFactory())
    PartnershipFactory(status="ended")
    PartnershipFactory(partner__country=Country.objects.get(pk="TG"))
    reserved = {"status_reason": "Essai", "status_source": "Essai", "status_since": "2026"}
    return {PartnershipFactory(status="suspended", is_sensitive=True, **reserved), by_member}


def test_it_touches_the_partnerships_that_are_not_over(touched, delegation):
    notice = CountryNoticeFactory()

    assert set(notice.partnerships(delegation)) == touched
    assert not notice.partnerships(UserFactory()).exists()


def test_the_delegation_exports_them(touched, delegation_client):
    notice = CountryNoticeFactory()
    address = f"/admin/atlas/countrynotice/{notice.pk}/partenariats"

    page = delegation_client.get(f"{address}/").content.decode()
    file = delegation_client.get(f"{address}.csv")
    text = b"".join(file).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))

    assert "2 partenariats" in page
    assert {int(row["Numéro"]) for row in rows if row["Numéro"]} == {p.pk for p in touched}
    assert "suspendu" in {row["État interne"] for row in rows}
    assert delegation_client.get(f"{address}.exe").status_code == 404
