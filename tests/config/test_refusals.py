"""The stock pages of the admin are refused as all others: by their status and their title."""

import pytest

from ..factories import PartnershipFactory
from ..page_forms import forms_of


def test_a_refused_page_of_the_admin_is_seen(delegation_client):
    response = delegation_client.post("/admin/atlas/theme/add/", {"name": "Inventé"})

    assert response.status_code == 422
    assert "<title>Erreur" in response.content.decode()


@pytest.mark.slow
def test_a_row_refused_beside_its_record_is_seen(delegation_client):
    record = PartnershipFactory()
    address = f"/admin/atlas/partnership/{record.pk}/change/"
    sent = forms_of(delegation_client.get(address))[0].values

    row = {"agreements-TOTAL_FORMS": "1", "agreements-0-signed_on": "demain"}

    assert delegation_client.post(address, sent).status_code == 302
    assert delegation_client.post(address, sent | row).status_code == 422
