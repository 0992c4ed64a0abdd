"""The projects retained, as anybody reads them: announced ones alone, nothing of the rest."""

import pytest

from tests.factories import ApplicationFactory, DecisionFactory

SECRETS = ["Note secrète", "Motif secret", "secret@porteur.example", "Personne Secrète"]


@pytest.fixture
def announced(db):
    dossier = ApplicationFactory(
        title="Un puits inventé",
        notes="Note secrète",
        contact_name="Personne Secrète",
        contact_email="secret@porteur.example",
    )
    decision = DecisionFactory(application=dossier, closed=True, reason="Motif secret")
    decision.committee.announce()
    return decision


def test_an_announced_project_is_listed(client, announced):
    response = client.get("/projets/?pays=sn&q=puits")

    assert list(response.context["object_list"]) == [announced]


def test_a_project_shows_nothing_of_the_dossier_behind_it(client, announced):
    page = client.get(f"/projets/{announced.application_id}/").content.decode()

    assert "Un puits inventé" in page
    assert not [secret for secret in SECRETS if secret in page]


@pytest.mark.parametrize("traits", [{}, {"closed": True}, {"rejected": True, "closed": True}])
def test_what_is_not_announced_is_nowhere(client, db, traits):
    decision = DecisionFactory(application=ApplicationFactory(), **traits)

    assert client.get(f"/projets/{decision.application_id}/").status_code == 404
    assert not client.get("/projets/").context["object_list"]


def test_a_rejected_dossier_stays_hidden_once_announced(client, db):
    decision = DecisionFactory(application=ApplicationFactory(), rejected=True, closed=True)
    decision.committee.announce()

    assert client.get(f"/projets/{decision.application_id}/").status_code == 404


def test_the_file_repeats_the_filtered_rows_and_no_secret(client, announced):
    response = client.get("/projets/export.json?pays=sn")
    file = b"".join(response).decode()

    assert "Un puits inventé" in file
    assert not [secret for secret in SECRETS if secret in file]
    assert "Un puits inventé" not in b"".join(client.get("/projets/export.json?pays=ml")).decode()


def test_the_pages_of_its_country_lead_and_territory_show_the_project(client, announced):
    project = announced.application
    for owner in [project.partner.country, project.lead, project.partner]:
        assert "1 projet retenu" in client.get(owner.get_absolute_url()).content.decode()
