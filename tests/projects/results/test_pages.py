"""The projects retained, as anybody reads them: announced ones alone, nothing of the rest."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects.models import Call, Decision
from tests.factories import (
    ApplicationFactory,
    DecisionFactory,
    ForeignAuthorityFactory,
    GrantFactory,
    PartnershipFactory,
)

SECRETS = ["Note secrète", "Motif secret", "secret@porteur.example", "Personne Secrète"]


def announced_project(**values):
    """A dossier retained by a committee of its own, whose results are public."""
    dossier = ApplicationFactory(**values)
    DecisionFactory(application=dossier, closed=True).committee.announce()
    return dossier


def back_to_draft(dossier):
    """As a call announced by mistake, which the delegation takes back."""
    Call.objects.filter(pk=dossier.call_id).update(published_at=None)
    return dossier


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


@pytest.mark.slow
def test_the_pages_of_its_country_lead_and_territory_show_the_project(client, announced):
    project = announced.application
    for owner in [project.partner.country, project.lead, project.partner]:
        assert "1 projet retenu" in client.get(owner.get_absolute_url()).content.decode()


def test_a_draft_call_hides_its_projects(client, db):
    project = back_to_draft(announced_project())

    assert not Decision.objects.published().exists()
    assert client.get(f"/projets/{project.pk}/").status_code == 404


def test_a_sensitive_project_is_hidden_and_those_of_a_sensitive_partnership(db):
    announced_project(partnership=PartnershipFactory(is_sensitive=True))
    shown = [
        announced_project(partnership=PartnershipFactory()),
        announced_project(partnership=None),
    ]
    announced_project(is_sensitive=True)

    assert {row.application for row in Decision.objects.published()} == set(shown)


def test_a_call_shows_its_results_once_announced_alone(client, db):
    dossier = ApplicationFactory(title="Un puits inventé")
    decision = DecisionFactory(application=dossier, closed=True)
    page = client.get(dossier.call.get_absolute_url()).content.decode()
    assert "Résultats publiés" not in page
    assert "Un puits inventé" not in page

    decision.committee.announce()

    page = client.get(dossier.call.get_absolute_url()).content.decode()
    assert "Résultats publiés le" in page
    assert "Un puits inventé" in page
    assert f'href="/projets/?appel={dossier.call.slug}"' in page


def test_the_delegation_sees_no_results_on_a_draft_call(client, delegation):
    dossier = back_to_draft(announced_project())

    client.force_login(delegation)

    assert "Résultats publiés" not in client.get(dossier.call.get_absolute_url()).content.decode()


@pytest.mark.slow
def test_results_without_a_public_project_count_none(client, db):
    dossier = announced_project(partnership=PartnershipFactory(is_sensitive=True))

    page = client.get(dossier.call.get_absolute_url()).content.decode()

    main = page[page.index("<main") : page.index("</main>")]
    assert "Résultats publiés le" in main
    assert "retenu" not in main


def test_a_partnership_shows_its_own_projects(client, db):
    partnership = PartnershipFactory()
    announced_project(title="Un puits inventé", partnership=partnership)
    announced_project(title="Une autre école", lead=partnership.lead, partner=partnership.partner)

    page = client.get(partnership.get_absolute_url()).content.decode()

    assert "Un puits inventé" in page
    assert "Une autre école" not in page


@pytest.mark.slow
def test_the_list_narrows_to_a_territory_and_what_it_contains(client, db):
    region = ForeignAuthorityFactory(level="region")
    village = ForeignAuthorityFactory(parent=region)
    inside = [announced_project(partner=region), announced_project(territory=village)]
    announced_project(partner=region, territory=ForeignAuthorityFactory())

    response = client.get(f"/projets/?territoire={region.pk}")

    assert {row.application for row in response.context["object_list"]} == set(inside)
    assert f'href="/projets/?territoire={region.pk}"' in (
        client.get(region.get_absolute_url()).content.decode()
    )


@pytest.mark.parametrize("number", ["0", "zut", "²", "9" * 30])
def test_an_unknown_territory_is_told(client, announced, number):
    page = client.get(f"/projets/?territoire={number}").content.decode()

    assert "Aucun territoire n’a ce numéro" in page
    assert f'value="{number}"' in page
    assert 'type="number"' not in page  # a browser drops « zut », and complains


@pytest.mark.parametrize(
    ("starts", "ends", "stage"),
    [(1, 90, "À venir"), (0, 90, "En cours"), (-90, 0, "En cours"), (-90, -1, "Terminé")],
)
def test_a_project_says_where_its_dates_put_it(client, announced, starts, ends, stage):
    today = timezone.localdate()
    GrantFactory(
        decision=announced,
        starts_on=today + timedelta(days=starts),
        ends_on=today + timedelta(days=ends),
    )

    page = client.get(f"/projets/{announced.application_id}/").content.decode()

    assert f"{stage}, d’après les dates prévues" in page


def test_a_project_begins_with_itself_then_says_whom_to_write_to(client, announced):
    page = client.get(f"/projets/{announced.application_id}/").content.decode()
    body = page.partition("</h1>")[2]

    assert body.index("Collectivité française chef de file") < body.index("À qui écrire")


def test_a_project_without_a_subsidy_says_no_state(client, announced):
    page = client.get(f"/projets/{announced.application_id}/").content.decode()

    assert "d’après les dates prévues" not in page


def test_a_project_given_up_reads_by_its_dates(client, announced):
    grant = GrantFactory(decision=announced)
    grant.abandon(on=timezone.localdate(), because="Raison secrète de l’abandon")

    page = client.get(f"/projets/{announced.application_id}/").content.decode()

    assert "En cours, d’après les dates prévues" in page
    assert "abandon" not in page.lower()


def test_the_maps_of_the_site_lead_to_the_projects_that_are_public(client, announced):
    hidden = back_to_draft(announced_project())

    sitemap = client.get("/sitemap.xml").content.decode()

    assert f"/projets/{announced.application_id}/</loc>" in sitemap
    assert f"/projets/{hidden.pk}/</loc>" not in sitemap
    assert 'href="/projets/"' in client.get("/plan-du-site/").content.decode()
