"""A zone is named by a code in addresses; the numbers of before still lead to it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from pytest_django.asserts import assertContains

from correspondents.models import Post, Zone

LISTS = ["/correspondants/", "/postes/", "/atlas/", "/atlas/coordination/", "/actualites/"]
FILES = ["/correspondants/export.csv", "/atlas/export.csv", "/actualites/flux.atom", "/agenda.ics"]


@pytest.fixture
def asia(db):
    return Zone.objects.get(code="asie")


@pytest.mark.parametrize("address", LISTS)
def test_a_list_is_narrowed_by_code_and_by_the_old_number(client, asia, address):
    for said in (asia.code, asia.pk):
        page = client.get(f"{address}?zone={said}")

        assertContains(page, '<option value="asie" selected>Asie</option>', html=True)


@pytest.mark.parametrize("address", FILES)
def test_a_file_takes_both_and_refuses_what_is_neither(client, asia, address):
    assert client.get(f"{address}?zone=asie").status_code == 200
    assert client.get(f"{address}?zone={asia.pk}").status_code == 200
    for wrong in ("lune", "999999", "9" * 30, "²", "-1"):
        assert client.get(address, {"zone": wrong}).status_code == 400


def test_a_zone_narrows(client, asia):
    found = client.get("/postes/?zone=asie").context["paginator"].count

    assert 0 < found == Post.objects.filter(country__zone=asia).count() < Post.objects.count()


def test_the_code_is_told_from_the_name_and_never_a_number(db):
    assert Zone.objects.create(name="Îles du 2e rang").code == "iles-du-2e-rang"
    assert Zone.objects.create(name="3").code == "zone-3"
    with pytest.raises(IntegrityError, match="zone_code_is_not_a_number"):
        Zone.objects.create(name="Autre", code="12")


def test_the_delegation_gives_a_code_once(delegation_client, asia):
    page = delegation_client.get(f"/admin/correspondents/zone/{asia.pk}/change/")

    assertContains(page, "asie")
    assert "code" in page.context["adminform"].readonly_fields
    with pytest.raises(ValidationError, match="a déjà ce code"):
        Zone(name="Autre Asie", code="asie").full_clean()


@pytest.mark.slow
def test_the_desk_of_the_delegation_takes_both(delegation_client, asia):
    for said in ("asie", asia.pk):
        assertContains(
            delegation_client.get(f"/admin/?zone={said}"),
            '<option value="asie" selected>Asie</option>',
            html=True,
        )
