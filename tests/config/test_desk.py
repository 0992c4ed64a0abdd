"""The delegation's front page: whose it is, its zones, its sections, its cost."""

from dataclasses import astuple
from datetime import timedelta

import html5lib
import pghistory
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from correspondents.directory.answers import Desk
from correspondents.editions.in_zones import week
from correspondents.imports.apply import apply
from correspondents.imports.plan import build
from correspondents.models import Correspondent, Coverage, Post, Zone

from ..correspondents.people_list.test_people_list import ANAIS, workbook
from ..factories import CorrespondentFactory, UserFactory

pytestmark = pytest.mark.django_db

DESK = "/admin/"
MINE = "/admin/mes-zones/"


@pytest.fixture
def abuja():
    return Post.objects.get(slug="abuja")


@pytest.fixture
def tirana():
    return Post.objects.get(slug="tirana")


def page(client, query=""):
    return client.get(DESK + query).content.decode()


def matrix_of(client, query=""):
    zones = client.get(DESK + query).context["zones"]
    return {line.post for zone in zones for line in zone.lines}


def done_by(user):
    return pghistory.context(user=user.pk, url="/admin/")


def by_people(zones=None):
    """What a week tells, but for the commands that made the tests' own base."""
    return [item for item in week(zones).items if item.who != "commande"]


@pytest.mark.slow
def test_every_section_is_on_a_valid_page(delegation_client, dakar):
    CorrespondentFactory(post=dakar, silent_since=timezone.localdate())

    html = page(delegation_client)

    html5lib.HTMLParser(strict=True).parse(html)
    assert html.count("<h1") == 1
    for words in ["Ce qui vous attend", "Où en est chaque poste", "Réglages et journaux"]:
        assert words in html
    assert "Contacts sans réponse après trois messages" in html


def test_the_people_of_a_post_do_not_open_it(client, dakar):
    client.force_login(UserFactory(post=dakar))

    assert client.get(DESK).status_code == 302
    assert client.post(MINE, {}).status_code == 302


@pytest.mark.slow
def test_it_is_about_all_zones_until_one_is_followed(delegation_client, delegation, dakar, tirana):
    assert {dakar, tirana} <= matrix_of(delegation_client)

    delegation_client.post(MINE, {"zones": [dakar.country.zone.pk]})

    assert list(delegation.zones.all()) == [dakar.country.zone]
    assert dakar in matrix_of(delegation_client)
    assert tirana not in matrix_of(delegation_client)
    assert tirana in matrix_of(delegation_client, "?zone=toutes")
    assert tirana in matrix_of(delegation_client, f"?zone={tirana.country.zone.pk}")


def test_zones_are_kept_for_ones_own_account_and_by_post_only(delegation_client, dakar):
    other = UserFactory(delegation=True)
    data = {"zones": [dakar.country.zone.pk], "user": other.pk}

    assert delegation_client.get(MINE).status_code == 405
    delegation_client.post(MINE, data)

    assert not other.zones.exists()


@pytest.mark.slow
@pytest.mark.parametrize("asked", ["999999", "abc", "²"])
def test_an_unknown_zone_gets_a_sentence(delegation_client, asked):
    assert "Cette zone n’existe pas" in page(delegation_client, f"?zone={asked}")
    posted = delegation_client.post(MINE, {"zones": [asked]}, follow=True)
    assert Zone.objects.filter(followers__isnull=False).count() == 0
    assert posted.status_code == 200
    assert "zone" in str(next(iter(posted.context["messages"]))).lower()


@pytest.mark.slow
def test_posts_that_do_not_answer_stand_apart(delegation_client, dakar):
    Post.objects.filter(pk=dakar.pk).update(status="suspended")

    response = delegation_client.get(DESK)

    assert dakar in response.context["not_working"]
    assert "activités suspendues" in response.content.decode()


@pytest.mark.slow
def test_a_vacancy_says_who_is_written_to_meanwhile(delegation_client, dakar, abuja, tirana):
    Post.objects.filter(pk__in=[abuja.pk, tirana.pk]).update(mailbox="")
    Post.objects.filter(pk=dakar.pk).update(mailbox="boite@dakar.example")
    for post in (dakar, abuja, tirana):
        CorrespondentFactory(post=post, vacant=True)
    CorrespondentFactory(post=dakar, role="cocac", first_name="Zoé", last_name="Fictif")
    service = CorrespondentFactory(post=abuja, service=True)

    found = delegation_client.get(DESK).context["vacancies"]

    answers = {vacancy.post: (vacancy.fallback, vacancy.address) for vacancy in found}
    assert answers[dakar][0].startswith("Zoé Fictif (Conseiller")
    assert answers[dakar][1] == "boite@dakar.example"
    assert answers[abuja][1] == service.email
    assert answers[tirana] == astuple(Desk.of(tirana.country.zone))


@pytest.mark.slow
def test_a_week_tells_what_each_person_did(delegation_client, delegation, dakar):
    with done_by(delegation):
        person = CorrespondentFactory(post=dakar, first_name="Zoé", last_name="Fictif")
        person.phone = "+221 33 111 11 11"
        person.save()
        person.end_tenure()
        Post.objects.filter(pk=dakar.pk).update(mailbox="nouvelle@dakar.example")
        Coverage.objects.filter(post=dakar).first().delete()

    items = by_people()

    kinds = ["Arrivée", "Correction", "Correction", "Départ", "Suppression"]
    assert sorted(item.kind for item in items) == kinds
    assert {item.who for item in items} == {str(delegation)}
    correction = next(i for i in items if i.kind == "Correction" and "Zoé Fictif" in i.subject)
    assert [(c.label, c.new) for c in correction.changes] == [("téléphone", "+221 33 111 11 11")]
    html = page(delegation_client)
    assert "+221 33 000 00 00 → +221 33 111 11 11" in html


def test_an_older_act_is_not_of_the_week(delegation, dakar):
    with done_by(delegation):
        CorrespondentFactory(post=dakar, last_name="Ancien")
    Correspondent.pgh_event_model.objects.update(pgh_created_at=timezone.now() - timedelta(days=8))

    assert by_people() == []


def test_a_week_is_that_of_the_zone(delegation, dakar, tirana):
    with done_by(delegation):
        CorrespondentFactory(post=dakar, last_name="Sénégalaise")
        CorrespondentFactory(post=tirana, last_name="Albanaise")

    (item,) = by_people([dakar.country.zone])

    assert "Sénégalaise" in item.subject


def test_an_import_is_one_line_whatever_it_wrote(delegation):
    names = ["Essai", "Modèle", "Brouillon", "Chimère"]
    rows = [
        ["Sénégal", "COCAC", name, "Théo", f"{name[:3].lower()}@a.example", None] for name in names
    ]
    batch = apply(build(workbook([ANAIS, *rows]), "liste.xlsx"), by=delegation)

    imported = [item for item in week().items if item.kind == "Import"]

    assert [item.who for item in imported] == [str(delegation)]
    assert f"n° {batch.pk}" in imported[0].subject
    assert "contacts : création (5)" in imported[0].subject


def test_verifications_are_counted_by_whom_and_not_listed(delegation, dakar):
    with done_by(delegation):
        people = [CorrespondentFactory(post=dakar, role="cocac") for _ in range(3)]
        for person in people:
            person.verify(by="Zoé")

    found = week()

    assert found.verified == [("Zoé", 3)]
    assert {item.kind for item in by_people()} == {"Arrivée"}


@pytest.mark.slow
def test_a_long_week_says_how_many_it_does_not_show(delegation_client, delegation, dakar):
    with done_by(delegation):
        for _ in range(35):
            CorrespondentFactory(post=dakar, role="cocac")

    others = week().others
    assert others >= 5
    assert f"… et {others} autres." in page(delegation_client)


@pytest.mark.slow
def test_the_page_costs_the_same_whatever_happened(delegation_client, delegation, dakar, abuja):
    costs = []
    delegation_client.get(DESK)  # what the radar counts of the whole world is kept a moment
    for count in (1, 4):
        for post in [dakar, abuja] * count:
            with done_by(delegation):
                CorrespondentFactory(post=post, role="cocac").verify(by="Zoé")
                person = CorrespondentFactory(post=post, role="backup")
                person.email = "autre@a.example"
                person.save()
        with CaptureQueriesContext(connection) as queries:
            delegation_client.get(DESK)
        costs.append(len(queries))

    assert costs[0] == costs[1]
