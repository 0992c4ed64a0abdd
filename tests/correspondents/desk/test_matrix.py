"""The matrix: what makes a cell green, what never does, and where a red one leads."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from correspondents.desk.front_page import AdminActs
from correspondents.desk.grid import State
from correspondents.desk.matrix import by_zone, lines, own_line
from correspondents.models import Absence, Correspondent, Post

from ...factories import CorrespondentFactory, UserFactory, lazy_day, lazy_moment

pytestmark = pytest.mark.django_db

CORRESPONDENT, BACKUP, MAILBOX, VERIFIED = range(4)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def cell_of(post, column):
    return lines(Post.objects.filter(pk=post.pk), acts=AdminActs())[0].cells[column]


@pytest.fixture
def mailbox(dakar):
    Post.objects.filter(pk=dakar.pk).update(mailbox="boite.dakar@diplomatie.example")


def test_somebody_in_office_whom_one_can_write_to_is_green(dakar, mailbox):
    CorrespondentFactory(post=dakar, first_name="Zoé", last_name="Fictif")
    CorrespondentFactory(post=dakar, role="backup")

    line = lines(Post.objects.filter(pk=dakar.pk))[0]

    assert [cell.is_ok for cell in line.cells] == [True, True, True, False]
    assert line.cells[CORRESPONDENT].text == "Zoé Fictif"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"vacant": True}, "Vacant"),
        ({"hidden_since": lazy_moment()}, "départ annoncé"),
        ({"silent_since": lazy_day(days=-3)}, "sans réponse"),
        ({"email": "x@a.example", "bounced_email": "X@a.example"}, "courriel refusé"),
        ({"email": ""}, "aucune adresse"),
        ({"ended_on": lazy_day(days=-1), "first_name": "Inès"}, "depuis le départ d’Inès"),
        ({"ended_on": lazy_day(days=-800)}, "Aucun"),
        ({"started_on": lazy_day(days=1)}, " avant le "),
    ],
)
@pytest.mark.parametrize("role", ["correspondent", "backup"])
def test_a_seat_is_not_green_with_nobody_behind_it(dakar, role, values, words):
    CorrespondentFactory(post=dakar, role=role, **values)

    cell = cell_of(dakar, CORRESPONDENT if role == "correspondent" else BACKUP)

    assert not cell.is_ok
    assert words in cell.text
    assert cell.url


def test_nobody_at_all_leads_to_a_form_for_that_post_and_role(delegation_client, dakar):
    cell = cell_of(dakar, BACKUP)

    form = delegation_client.get(cell.url).context["adminform"].form

    assert cell.state is State.MISSING
    assert (form["post"].value(), form["role"].value()) == (str(dakar.pk), "backup")


def test_before_an_arrival_the_form_ends_the_day_before(delegation_client, dakar):
    CorrespondentFactory(post=dakar, started_on=in_days(10))

    form = delegation_client.get(cell_of(dakar, CORRESPONDENT).url).context["adminform"].form

    assert form["ended_on"].value() == in_days(9).isoformat()


@pytest.mark.slow
def test_a_vacancy_leads_to_the_form_of_a_successor(delegation_client, dakar):
    CorrespondentFactory(post=dakar, ended_on=in_days(-5))
    vacancy = CorrespondentFactory(post=dakar, vacant=True, started_on=in_days(-4))

    cell = cell_of(dakar, CORRESPONDENT)

    assert cell.text == "Vacant"
    assert f"/correspondent/{vacancy.pk}/remplacer/" in cell.url
    assert delegation_client.get(cell.url).context["former"] == vacancy
    assert AdminActs().replace(vacancy) in delegation_client.get("/admin/?zone=toutes").text


def test_a_departure_leads_to_the_form_of_a_successor_at_the_same_place(delegation_client, dakar):
    gone = CorrespondentFactory(post=dakar, rank=2, scope="Casamance", ended_on=in_days(-5))

    opened = delegation_client.get(cell_of(dakar, CORRESPONDENT).url)

    assert opened.context["former"] == gone
    form = opened.context["form"]
    assert (form["rank"].value(), form["scope"].value()) == (2, "Casamance")


def test_a_second_person_does_not_hide_that_the_first_place_is_vacant(dakar):
    CorrespondentFactory(post=dakar, vacant=True)
    CorrespondentFactory(post=dakar, rank=2, first_name="Zoé", last_name="Seconde")

    cell = cell_of(dakar, CORRESPONDENT)

    assert cell.state is State.WARNING
    assert cell.text == "Vacant au premier rang ; Zoé Seconde répond"


def test_who_is_away_without_anybody_to_answer_is_not_green(dakar):
    away = CorrespondentFactory(post=dakar)
    absence = Absence.objects.create(correspondent=away, starts_on=in_days(-1), ends_on=in_days(9))
    assert cell_of(dakar, CORRESPONDENT).state is State.WARNING

    absence.stand_in = CorrespondentFactory(post=dakar, role="backup")
    absence.save()

    assert cell_of(dakar, CORRESPONDENT).is_ok


def test_a_mailbox_that_refuses_our_mails_is_not_green(dakar, mailbox):
    service = CorrespondentFactory(post=dakar, service=True)
    assert cell_of(dakar, MAILBOX).is_ok

    service.bounce("boite.dakar@diplomatie.example")

    assert cell_of(dakar, MAILBOX).state is State.WARNING


def test_a_post_without_a_mailbox_leads_to_its_own_form(dakar):
    Post.objects.filter(pk=dakar.pk).update(mailbox="")

    cell = cell_of(dakar, MAILBOX)

    assert (cell.state, cell.text) == (State.MISSING, "Aucune")
    assert f"/post/{dakar.pk}/change/" in cell.url


def test_verified_is_green_when_all_the_named_are_fresh(dakar):
    CorrespondentFactory(post=dakar, verified_on=in_days(-10))
    CorrespondentFactory(post=dakar, role="service", last_name="", service=True)
    CorrespondentFactory(post=dakar, role="backup", hidden_since=timezone.now())

    assert cell_of(dakar, VERIFIED).text == "1 sur 1"
    assert cell_of(dakar, VERIFIED).is_ok


@pytest.mark.parametrize(
    "values",
    [
        {"verified_on": None},
        {"verified_on": lazy_day(months=-6, days=-1)},
        {"verified_on": lazy_day(days=-1), "to_confirm_since": lazy_day()},
        {"verified_on": lazy_day(days=-1), "silent_since": lazy_day()},
        {"verified_on": lazy_day(days=-1), "email": "x@a.example", "bounced_email": "x@a.example"},
    ],
)
def test_one_who_is_not_fresh_keeps_the_post_from_green(dakar, values):
    CorrespondentFactory(post=dakar, verified_on=in_days(-10))
    CorrespondentFactory(post=dakar, role="cocac", **values)

    cell = cell_of(dakar, VERIFIED)

    assert (cell.state, cell.text) == (State.WARNING, "1 sur 2")


def test_verified_is_never_green_without_a_contact(dakar):
    CorrespondentFactory(post=dakar, verified_on=in_days(-1), ended_on=in_days(-1))
    CorrespondentFactory(post=dakar, verified_on=in_days(-1), started_on=in_days(1))
    CorrespondentFactory(
        post=dakar, role="cocac", verified_on=in_days(-1), hidden_since=timezone.now()
    )

    cell = cell_of(dakar, VERIFIED)

    assert (cell.state, cell.text) == (State.MISSING, "Aucun contact publié")


def test_only_posts_that_work_have_a_line(dakar):
    Post.objects.filter(pk=dakar.pk).update(status="suspended")

    assert dakar not in [line.post for line in lines(Post.objects.all())]


def test_a_zone_says_how_many_of_its_posts_are_green(dakar):
    abuja = Post.objects.get(slug="abuja")
    CorrespondentFactory(post=dakar)

    (zone,) = by_zone(lines(Post.objects.filter(pk__in=[dakar.pk, abuja.pk])))

    assert zone.zone == dakar.country.zone
    assert zone.counts[CORRESPONDENT] == "1 sur 2"


def test_a_post_sees_its_own_line_and_no_other(dakar):
    CorrespondentFactory(post=dakar)
    CorrespondentFactory(post=Post.objects.get(slug="abuja"))

    line = own_line(UserFactory(post=dakar))

    assert line.post == dakar
    assert line.cells[CORRESPONDENT].is_ok
    assert not any(cell.url for cell in line.cells)


def test_an_account_without_a_post_has_no_line(dakar):
    assert own_line(UserFactory()) is None


@pytest.mark.slow
def test_the_cost_does_not_depend_on_the_posts(db):
    costs, posts = [], Post.objects.working()
    for count in (1, 4, 250):
        keys = list(posts.values_list("pk", flat=True)[:count])
        Correspondent.objects.all().delete()
        for key in keys[:20]:
            CorrespondentFactory(post_id=key)
            CorrespondentFactory(post_id=key, role="cocac", ended_on=in_days(-3))
        with CaptureQueriesContext(connection) as queries:
            found = lines(Post.objects.filter(pk__in=keys), acts=AdminActs())
            assert [line.cells for line in found]
        costs.append(len(queries))

    assert costs == [3, 3, 3]


def test_a_post_reads_its_line_in_words(dakar):
    CorrespondentFactory(post=dakar, first_name="Zoé", last_name="Fictif")
    line = own_line(UserFactory(post=dakar))

    html = render_to_string("correspondents/_matrix_line.html", {"line": line})

    assert "En ordre" in html
    assert "Zoé Fictif" in html
    assert "Manque</span>\n          Aucun suppléant" in html
