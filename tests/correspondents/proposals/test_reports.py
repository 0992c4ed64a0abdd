"""« Signaler une erreur »: three fields, no account, nothing changed before a review."""

import re
import time
from datetime import date, datetime, timedelta
from unittest.mock import patch

import html5lib
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from correspondents.mailing.robots import signer
from correspondents.models import Correspondent, Message, Post, Proposal
from tests.factories import CorrespondentFactory, ProposalFactory, UserFactory, lazy_moment

from ...hypothesis_profiles import examples

GONE = {"wrong": "gone", "right": "Théo Inventé lui succède", "email": "maire@commune.example"}


def address(person):
    return f"/correspondants/{person.pk}/signaler/"


def report(client, person, *, after=10, **values):
    """Fill the form `after` seconds."""
    with patch("django.core.signing.time.time", return_value=time.time() - after):
        opened = signer.sign("form")
    return client.post(address(person), {**GONE, "opened": opened, **values}, follow=True)


def test_a_contact_leads_to_its_form(client, db):
    person = CorrespondentFactory()

    assert f'href="{address(person)}"' in client.get("/pays/sn/").content.decode()
    assert person.last_name in client.get(address(person)).content.decode()


def test_the_form_is_valid_html_and_kept_from_search_engines(client, db, settings):
    settings.OFFICIAL_SITE = True
    settings.REQUIRE_INFORMED = False

    text = client.get(address(CorrespondentFactory())).content.decode()

    html5lib.HTMLParser(strict=True).parse(text)
    assert set(re.findall(r'<label[^>]* for="([^"]*)"', text)) <= set(
        re.findall(r'\sid="([^"]*)"', text)
    )
    assert '<meta name="robots" content="noindex">' in text


def test_what_is_not_public_is_not_in_the_form(client, db):
    person = CorrespondentFactory(last_name="Cachée", name_is_public=False)

    text = client.get(address(person)).content.decode()

    assert "Cachée" not in text
    assert person.email not in text


@pytest.mark.parametrize(
    "values",
    [
        {"ended_on": date(2020, 1, 1)},
        {"hidden_since": lazy_moment()},
        {"vacant": True},
        {"post": "kaboul"},
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_published_is_not_there(client, db, values, method):
    if "post" in values:
        values = {"post": Post.objects.get(slug=values["post"])}
    person = CorrespondentFactory(**values)

    assert getattr(client, method)(address(person)).status_code == 404


def test_a_report_waits_for_its_review_and_changes_no_page(client, db):
    person = CorrespondentFactory(verified_on=timezone.localdate() - timedelta(days=1))
    before = client.get("/pays/sn/").content

    response = report(client, person)

    assert "votre signalement est reçu" in response.content.decode()
    proposal = Proposal.objects.get()
    assert (proposal.target, proposal.post, proposal.is_pending) == (person, person.post, True)
    assert proposal.comment == "La personne n’est plus en poste : Théo Inventé lui succède"
    assert client.get("/pays/sn/").content == before


def test_the_post_is_told_once_a_day_of_what_visitors_report(client, db):
    person = CorrespondentFactory()
    UserFactory(post=person.post, email="scac@diplomatie.example", post_function="validates")

    for _ in range(2):
        report(client, person)

    told = Message.objects.get(kind="proposal_received")
    assert (told.to, "Signalement" in told.subject) == ("scac@diplomatie.example", True)
    assert Proposal.objects.first().get_absolute_url() in told.text


def test_a_report_asks_for_a_check_at_once(client, db):
    person = CorrespondentFactory(verified_on=timezone.localdate() - timedelta(days=1))
    assert person not in Correspondent.objects.due()

    report(client, person)

    assert person in Correspondent.objects.due()


def test_a_verification_after_the_report_is_enough_for_now(db):
    person = CorrespondentFactory(verified_on=date(2025, 1, 1))
    ProposalFactory(target=person, report=True)

    person.verify(by="Awa Inventée")

    assert person not in Correspondent.objects.due()


def test_an_accepted_report_marks_the_entry_and_answers(client, delegation):
    person = CorrespondentFactory(verified_on=timezone.localdate())
    report(client, person)
    proposal = Proposal.objects.get()
    client.force_login(delegation)

    page = client.get(proposal.get_absolute_url()).content.decode()
    client.post(proposal.get_absolute_url(), {f"decision_{proposal.pk}": "accept"})

    assert "Signalement" in page
    assert "À confirmer" in client.get("/pays/sn/").content.decode()
    assert Message.objects.get().to == "maire@commune.example"


def test_a_refused_report_changes_nothing(client, delegation):
    person = CorrespondentFactory(verified_on=timezone.localdate() - timedelta(days=1))
    proposal = ProposalFactory(target=person, report=True)

    proposal.refuse(by=delegation, reason="Vérifié ce matin.")

    person.refresh_from_db()
    assert person.is_fresh
    assert person not in Correspondent.objects.due()


def test_a_report_sent_too_quickly_is_told_so_with_its_text(client, db):
    page = report(client, CorrespondentFactory(), after=1, right="Un autre texte")

    assert page.status_code == 422
    assert "envoyé trop vite" in page.content.decode()
    assert "Un autre texte" in page.content.decode()
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    "sign",
    [{"suite": "https://publicite.example"}, {"opened": "contrefait"}],
)
def test_a_robot_reads_the_same_thanks_and_writes_nothing(client, db, sign):
    person = CorrespondentFactory()
    thanks = report(client, person).content
    Proposal.objects.all().delete()

    assert report(client, person, **sign).content == thanks
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"wrong": ""}, "Choisissez ce qui est inexact."),
        ({"wrong": "other", "right": ""}, "Dites ce qui est inexact"),
        ({"email": "pas une adresse"}, "Une adresse s’écrit comme nom@commune.example."),
        ({"right": "x" * 1001}, "1000"),
        ({"right": "a\x00b"}, "Le caractère nul"),
    ],
)
def test_an_error_is_said_where_it_is(client, db, values, sentence):
    response = report(client, CorrespondentFactory(), **values)

    assert sentence in response.content.decode()
    assert not Proposal.objects.exists()


def test_one_origin_reports_so_many_times_an_hour(client, db, settings):
    settings.FORMS_PER_HOUR = 2
    people = [CorrespondentFactory(rank=rank) for rank in (1, 2, 3)]

    answers = [report(client, person) for person in people]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "votre connexion" in answers[-1].content.decode()
    assert Proposal.objects.count() == 2


def test_one_contact_is_reported_so_many_times_a_day(client, db, settings):
    settings.REPORTS_PER_DAY = 2
    person = CorrespondentFactory()

    for _ in range(3):
        answer = report(client, person)

    assert answer.status_code == 429
    assert "plusieurs fois aujourd’hui" in answer.content.decode()
    assert Proposal.objects.count() == 2


days = st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2027, 12, 31)))


@given(
    entry=st.fixed_dictionaries({"verified_on": days, "to_confirm_since": days, "ended_on": days}),
    reports=st.lists(
        st.tuples(
            st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)),
            st.sampled_from(Proposal.Origin.values),
            st.booleans(),
        ),
        max_size=4,
    ),
)
@examples(60)
def test_sql_and_python_agree_on_the_next_check(reported_entry, entry, reports):
    person = reported_entry(entry, reports)

    annotated = Correspondent.objects.with_next_check().get(pk=person.pk)

    assert annotated.due_on == annotated.next_check_on
    assert annotated.first_report_on == annotated.reported_on


@pytest.fixture
def reported_entry(db):
    """Makes an entry with its reports, in place of those made before."""
    kept = CorrespondentFactory()

    def make(entry, reports):
        Proposal.objects.all().delete()
        Correspondent.objects.filter(pk=kept.pk).update(**entry)
        kept.refresh_from_db()
        for at, origin, is_pending in reports:
            proposal = ProposalFactory(
                target=kept, report=True, origin=origin, made_at=timezone.make_aware(at)
            )
            if not is_pending:
                proposal.refuse(by="la délégation", reason="Non.")
        return kept

    return make
