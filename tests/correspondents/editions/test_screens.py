"""The delegation's editions: prepared, published by a POST, read only then; the list of a day."""

import io
import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from correspondents.editions.as_of import TRACKED
from correspondents.models import Correspondent, Country, Edition, Post, Zone
from correspondents.spreadsheets.files import FORMATS
from correspondents.spreadsheets.read import read

from ...factories import CorrespondentFactory, EditionFactory, UserFactory

LIST = reverse("admin:correspondents_edition_changelist")
ADD = reverse("admin:correspondents_edition_add")
CHANGES = reverse("admin:correspondents_edition_changes")
DATED = reverse("admin:correspondents_correspondent_dated")


def url(edition, name):
    return reverse(f"admin:correspondents_edition_{name}", args=[edition.pk])


def saved(response):
    return b"".join(response.streaming_content)


def cells(data, extension):
    """The first sheet of a file as rows of (column, text), its heading first."""
    if extension == "json":
        return [sorted(row.items(), key=str) for row in json.loads(data)["rows"]]
    sheet = read(io.BytesIO(data), f"liste.{extension}")[0]
    return [[(cell.letter, str(cell.value)) for cell in row] for row in sheet.rows]


# Preparing and publishing


def test_the_next_number_and_today_are_proposed(delegation_client):
    EditionFactory(number=4)

    form = delegation_client.get(ADD).context["adminform"].form

    assert (form.initial["number"], form.initial["closed_on"]) == (5, timezone.localdate())


def test_an_edition_is_prepared_with_the_state_of_the_base(delegation_client, delegation, dakar):
    CorrespondentFactory(post=dakar)
    data = {"number": 1, "closed_on": timezone.localdate(), "validated_by": "Madeleine Inventée"}

    delegation_client.post(ADD, data)

    edition = Edition.objects.get()
    assert (edition.contact_count, edition.created_by) == (1, delegation)
    assert not edition.is_published


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"number": 1}, "Une autre édition porte déjà ce numéro."),
        ({"closed_on": "2999-01-01"}, "à un jour à venir"),
        ({"closed_on": "2026-01-01"}, "est plus récente que celle-ci"),
        ({"validated_by": " "}, "obligatoire"),
    ],
    ids=str,
)
def test_what_an_edition_cannot_be_is_said(delegation_client, wrong, sentence):
    EditionFactory(number=1)
    data = {"number": 2, "closed_on": timezone.localdate(), "validated_by": "Inventée", **wrong}

    response = delegation_client.post(ADD, data)

    assert sentence in response.content.decode()
    assert Edition.objects.count() == 1


def test_publishing_is_asked_with_the_name_of_who_validated(delegation_client, db):
    edition = EditionFactory(is_draft=True)

    text = delegation_client.get(url(edition, "publish")).content.decode()

    assert "Validée par <strong>Madeleine Inventée</strong>" in text
    edition.refresh_from_db()
    assert not edition.is_published


def test_a_post_publishes(delegation_client, db):
    edition = EditionFactory(is_draft=True)

    response = delegation_client.post(url(edition, "publish"))

    assert response["Location"] == url(edition, "change")
    edition.refresh_from_db()
    assert edition.is_published


def test_a_refused_publication_says_why(delegation_client, db):
    draft = EditionFactory(number=2, is_draft=True)
    EditionFactory(number=3)

    response = delegation_client.post(url(draft, "publish"))

    assert "L’édition n° 3, déjà publiée" in response.content.decode()
    draft.refresh_from_db()
    assert not draft.is_published


def test_a_published_edition_is_only_read(delegation_client, db):
    edition = EditionFactory()

    page = delegation_client.get(url(edition, "change"))
    change = delegation_client.post(url(edition, "change"), {"validated_by": "Autre"})
    delete = delegation_client.post(url(edition, "delete"), {"post": "yes"})

    assert 'name="_save"' not in page.content.decode()
    assert "Publier…" not in page.content.decode()
    assert (change.status_code, delete.status_code) == (403, 403)
    edition.refresh_from_db()
    assert edition.validated_by == "Madeleine Inventée"


def test_a_draft_is_corrected_and_deleted(delegation_client, db):
    edition = EditionFactory(is_draft=True)

    delegation_client.post(url(edition, "change"), {"validated_by": "Marthe Inventée"})
    edition.refresh_from_db()
    assert edition.validated_by == "Marthe Inventée"

    delegation_client.post(url(edition, "delete"), {"post": "yes"})
    assert not Edition.objects.exists()


def test_only_a_published_edition_is_seen_on_the_site(delegation_client, db):
    draft, link = EditionFactory(is_draft=True), "Voir sur le site"
    assert link not in delegation_client.get(url(draft, "change")).content.decode()

    draft.publish()

    assert link in delegation_client.get(url(draft, "change")).content.decode()


# What changed


@pytest.fixture
def two(dakar):
    """Two editions: in the second, a person left and another came; a third one came since."""
    today = timezone.localdate()
    leaving = CorrespondentFactory(post=dakar, last_name="Partante")
    first = EditionFactory()
    leaving.end_tenure(on=today - timedelta(days=1))
    CorrespondentFactory(
        post=dakar, last_name="Arrivante", started_on=today, name_is_public=False, role="cocac"
    )
    second = EditionFactory()
    CorrespondentFactory(post=dakar, last_name="Dernière", started_on=today)
    return first, second


@pytest.mark.slow
def test_two_editions_are_compared_with_names(delegation_client, two):
    query = {"avant": two[0].pk, "apres": two[1].pk}

    found = delegation_client.get(CHANGES, query).context["changes"]

    assert [p.last_name for p in found.arrivals] == ["Arrivante"]
    assert [p.last_name for p in found.departures] == ["Partante"]


@pytest.mark.slow
def test_the_last_edition_is_compared_with_today(delegation_client, two):
    response = delegation_client.get(CHANGES)

    assert [p.last_name for p in response.context["changes"].arrivals] == ["Dernière"]
    assert "Dernière" in response.content.decode()


@pytest.mark.parametrize("query", [{"avant": "x"}, {"avant": 999999}, {"apres": 1}], ids=str)
def test_an_unknown_edition_is_an_error_of_the_form(delegation_client, two, query):
    response = delegation_client.get(CHANGES, query)

    assert response.context["form"].errors
    assert response.context["changes"] is None


def test_without_any_edition_the_page_says_so(delegation_client, db):
    assert "Aucune édition" in delegation_client.get(CHANGES).content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("extension", FORMATS)
def test_the_changes_are_a_file(delegation_client, two, extension):
    address = reverse("admin:correspondents_edition_changes_file", args=[extension])

    data = saved(delegation_client.get(address, {"avant": two[0].pk, "apres": two[1].pk}))

    text = str(cells(data, extension))
    assert "Arrivante" in text
    assert "Partante" in text
    assert "Dernière" not in text


@pytest.mark.slow
@pytest.mark.parametrize("address", [CHANGES, LIST])
def test_a_page_of_the_admin_costs_the_same_whatever_its_length(delegation_client, dakar, address):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert delegation_client.get(address).status_code == 200
        return len(queries)

    EditionFactory()
    CorrespondentFactory(post=dakar)
    Post.objects.filter(slug="tirana").update(status="suspended")
    cost()
    one = cost()
    for rank in range(2, 8):
        CorrespondentFactory(post=dakar, rank=rank)
    EditionFactory(is_draft=True, number=3)
    Post.objects.filter(slug__in=["berlin", "oslo"]).update(status="suspended")

    assert cost() == one


# The list of a day


@pytest.fixture
def march(dakar):
    """What the base held on 1 March 2026, with the events dated accordingly."""
    tirana = Post.objects.get(slug="tirana")
    CorrespondentFactory(
        post=dakar,
        last_name="Côté",
        email_is_public=True,
        started_on=date(2025, 9, 1),
        verified_on=date(2026, 2, 1),
        other_data={"Bureau": "12 bis", "=Note": "-"},
    )
    CorrespondentFactory(post=tirana, last_name="De La Tour", role="cocac", function="=1+1")
    CorrespondentFactory(post=tirana, vacant=True, scope="le nord")
    CorrespondentFactory(post=dakar, service=True, email="scac@diplomatie.example")
    CorrespondentFactory(post=dakar, role="cocac", ended_on=date(2020, 1, 1))
    for model in TRACKED:
        model.pgh_event_model.objects.update(pgh_created_at="2026-03-01T12:00:00Z")


def upset():
    """Change what the list reads of people, posts and zones."""
    Correspondent.objects.update(function="Autre", started_on=None, other_data={"Autre": "donnée"})
    Post.objects.filter(slug="dakar").update(mailbox="autre@diplomatie.example", city="Autre")
    Zone.objects.filter(countries="SN").update(name="Autre zone")
    Country.objects.filter(pk="AL").update(name="Autre pays")


@pytest.mark.slow
@pytest.mark.parametrize("extension", FORMATS)
def test_the_list_of_a_day_is_what_the_export_gave_that_day(delegation_client, march, extension):
    export = reverse("admin:correspondents_correspondent_export", query={"fonction": "in_office"})
    form = {"preset": "internal", "format": extension}
    then = cells(saved(delegation_client.post(export, form)), extension)
    upset()

    response = delegation_client.post(DATED, {"day": "2026-03-01", "format": extension})

    rows = cells(saved(response), extension)
    assert len(rows) >= 4
    assert rows[0] == then[0] or extension == "json"
    assert sorted(rows) == sorted(then)


@pytest.mark.parametrize("extension", FORMATS)
def test_the_list_of_an_edition_is_a_file(delegation_client, dakar, extension):
    CorrespondentFactory(post=dakar, last_name="Ancienne", email="ancienne@diplomatie.example")
    edition = EditionFactory()
    Correspondent.objects.update(last_name="Nouvelle")
    address = reverse("admin:correspondents_edition_list", args=[edition.pk, extension])

    text = str(cells(saved(delegation_client.get(address)), extension))

    assert "Ancienne" in text
    assert "Nouvelle" not in text


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-02-28", "L’historique commence le 1er mars 2026."),
        ("2099-01-01", "Ce jour est à venir."),
        ("hier", "date valide"),
    ],
)
def test_a_day_that_history_does_not_tell_is_refused(delegation_client, march, day, sentence):
    response = delegation_client.post(DATED, {"day": day, "format": "csv"})

    assert sentence in " ".join(response.context["form"].errors["day"])


def test_the_list_of_a_day_is_reached_from_the_correspondents(delegation_client, db):
    page = delegation_client.get(reverse("admin:correspondents_correspondent_changelist"))

    assert DATED in page.content.decode()


# Who may


@pytest.mark.parametrize("who", ["anonymous", "post"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_these_pages_are_for_the_delegation(client, dakar, who, method):
    edition = EditionFactory(is_draft=True)
    if who == "post":
        client.force_login(UserFactory(post=dakar))
    files = [
        reverse("admin:correspondents_edition_list", args=[edition.pk, "csv"]),
        reverse("admin:correspondents_edition_changes_file", args=["csv"]),
    ]

    for address in [LIST, ADD, CHANGES, DATED, url(edition, "publish"), *files]:
        response = getattr(client, method)(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")
    edition.refresh_from_db()
    assert not edition.is_published


def test_staff_without_the_permission_are_refused(client, dakar):
    reader = UserFactory(delegation=True)
    reader.groups.get().permissions.clear()
    client.force_login(reader)
    edition = EditionFactory(is_draft=True)

    for address in [CHANGES, DATED, url(edition, "publish")]:
        assert client.get(address).status_code == 403
