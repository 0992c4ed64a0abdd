"""The loop: who is due is written to, once; who stays silent is told to others."""

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from correspondents.confirmation.rounds import run
from correspondents.models import (
    Absence,
    Check,
    Correspondent,
    Message,
    Post,
    Proposal,
    SignedLink,
)

from ...factories import CorrespondentFactory
from ...hypothesis_profiles import examples
from ...mailserver import leaving

pytestmark = pytest.mark.django_db
DUE_ON = date(2026, 11, 30)


def today():
    return timezone.localdate()


def ago(**parts):
    return today() - relativedelta(**parts)


@pytest.fixture
def mailbox():
    """Dakar has a functional mailbox."""
    Post.objects.filter(slug="dakar").update(mailbox="scac.dakar@diplomatie.example")
    return "scac.dakar@diplomatie.example"


def recipients():
    return sorted(Message.objects.values_list("to", flat=True))


def silence(person, runs=1):
    """Let the time of an answer pass `runs` times, the loop running each time."""
    for _ in range(runs):
        Check.objects.open().update(last_mail_on=ago(days=11))
        run()


@pytest.mark.parametrize(
    ("fields", "is_due"),
    [
        ({"verified_on": date(2026, 5, 30)}, True),
        ({"verified_on": date(2026, 5, 31)}, True),  # there is no 31 November
        ({"verified_on": date(2026, 6, 1)}, False),
        ({"verified_on": date(2026, 11, 29), "to_confirm_since": DUE_ON}, True),
        ({"verified_on": date(2026, 9, 30), "ended_on": date(2026, 12, 30)}, True),
        ({"verified_on": date(2026, 11, 29), "ended_on": date(2026, 12, 30)}, False),
        ({"verified_on": date(2026, 10, 30), "ended_on": date(2027, 8, 30)}, False),
        ({"verified_on": date(2024, 11, 30), "ended_on": date(2026, 11, 29)}, False),
        ({"verified_on": date(2024, 11, 30), "started_on": date(2026, 12, 9)}, False),
    ],
)
def test_an_entry_is_due(fields, is_due):
    CorrespondentFactory(**fields)

    assert Correspondent.objects.due(on=DUE_ON).exists() is is_due


def test_an_entry_never_verified_is_due_at_once():
    person = CorrespondentFactory()

    assert Correspondent.objects.due().get() == person


DAYS = st.none() | st.dates(date(2023, 1, 1), date(2028, 12, 31))


class NextCheck(TestCase):
    @examples(60)
    @given(verified_on=DAYS, ended_on=DAYS, to_confirm_since=DAYS)
    def test_the_next_check_is_the_same_in_sql(self, **days):
        CorrespondentFactory(rank=9, **days)

        (person,) = Correspondent.objects.with_next_check()

        assert person.due_on == person.next_check_on


def test_each_person_due_has_one_mail():
    person = CorrespondentFactory()
    CorrespondentFactory(rank=2, verified_on=today())

    assert run() == 1
    assert run() == 0
    assert recipients() == [person.email]


def test_one_person_with_two_entries_has_one_mail():
    person = CorrespondentFactory()
    CorrespondentFactory(
        role="cocac",
        email=person.email.upper(),
        last_name=person.last_name,
        first_name=person.first_name,
    )

    assert run() == 1
    text = Message.objects.get().text
    assert "COCAC" in text
    assert "Correspondant" in text


def test_the_command_says_how_many(capsys):
    CorrespondentFactory()

    call_command("send_confirmations")
    call_command("send_confirmations")

    assert capsys.readouterr().out == "1 messages écrits\n0 messages écrits\n"


def test_a_second_mail_waits_for_the_answer():
    person = CorrespondentFactory()
    run()

    Check.objects.update(last_mail_on=ago(days=9))
    assert run() == 0
    Check.objects.update(last_mail_on=ago(days=10))
    assert run() == 1

    assert recipients() == [person.email] * 2
    assert Message.objects.first().subject.startswith("Rappel")


def test_after_two_mails_the_mailbox_and_the_cocac_are_told(mailbox):
    person = CorrespondentFactory()
    cocac = CorrespondentFactory(role="cocac", verified_on=today())
    run()

    silence(person, runs=2)

    assert recipients() == sorted([person.email, person.email, mailbox, cocac.email])
    person.refresh_from_db()
    assert person.silent_since is None


def test_a_post_has_one_mail_about_all_its_silent_people(mailbox):
    people = [CorrespondentFactory(), CorrespondentFactory(rank=2)]
    run()

    silence(people, runs=2)

    (message,) = Message.objects.filter(to=mailbox)
    assert all(str(person) in message.text for person in people)
    assert message.text.count("/confirmer/") == 2


def test_after_three_mails_the_delegation_takes_over(mailbox):
    person = CorrespondentFactory(verified_on=ago(months=6))
    run()

    silence(person, runs=3)

    person.refresh_from_db()
    assert person.silent_since == today()
    assert not person.is_fresh
    assert Check.objects.silent().count() == 1
    assert run() == 0


def test_a_silent_contact_comes_after_the_fallback(client, mailbox):
    CorrespondentFactory(last_name="Muette", silent_since=today())
    CorrespondentFactory(role="cocac", last_name="Remplaçante", verified_on=today())

    text = client.get("/pays/sn/").content.decode()

    assert text.index(mailbox) < text.index("Remplaçante") < text.index("Muette")
    assert "n’a pas répondu à nos derniers messages" in text


def test_who_cannot_be_written_to_is_told_to_the_post(mailbox):
    CorrespondentFactory(email="")

    assert run() == 1
    assert recipients() == [mailbox]


def test_who_cannot_be_told_to_anybody_falls_silent_at_once():
    person = CorrespondentFactory(email="")

    assert run() == 0
    assert run() == 0

    person.refresh_from_db()
    assert person.silent_since == today()


def test_a_bounced_address_is_not_written_to_again(mailbox):
    person = CorrespondentFactory(verified_on=today())
    person.bounce(person.email)

    run()

    assert recipients() == [mailbox]


def test_a_corrected_address_is_written_to_again(mailbox):
    person = CorrespondentFactory()
    person.bounce(person.email)
    Correspondent.objects.update(email="nouvelle@diplomatie.example")

    run()

    assert recipients() == ["nouvelle@diplomatie.example"]


def test_an_antenna_without_a_mailbox_is_kept_by_its_post(mailbox):
    CorrespondentFactory(email="", post=Post.objects.get(slug="banjul"))

    run()

    assert recipients() == [mailbox]


def test_nobody_is_asked_at_a_post_that_does_not_answer():
    CorrespondentFactory(post=Post.objects.get(slug="kaboul"))

    assert run() == 0


def test_an_answer_given_elsewhere_ends_the_round():
    person = CorrespondentFactory()
    run()

    person.verify(by="Madeleine Inventée")
    Check.objects.update(last_mail_on=ago(days=30))

    assert run() == 0
    assert Check.objects.get().answer == "exact"


def test_an_ended_tenure_ends_the_round():
    person = CorrespondentFactory()
    run()

    Correspondent.objects.update(ended_on=ago(days=1))
    run()

    assert person.checks.get().answer == "moot"


def test_the_link_is_the_persons_own_for_thirty_days(settings):
    person = CorrespondentFactory()

    run()

    link = SignedLink.objects.get()
    assert link.target == person
    assert link.sent_to == person.email
    assert (link.expires_at - timezone.now()).days in {29, 30}
    assert f"{settings.SITE_URL}/confirmer/{link.token}/" in leaving(Message.objects.get())


def test_the_cost_of_a_person_does_not_grow(django_assert_max_num_queries):
    CorrespondentFactory.create_batch(4, role="service", rank=2)
    for rank, person in enumerate(Correspondent.objects.all(), start=3):
        Correspondent.objects.filter(pk=person.pk).update(rank=rank)

    with django_assert_max_num_queries(8 + 4 * 12):
        assert run() == 4


def away(person, *, since, until):
    """The person is absent from `since` days ago to `until` days ago."""
    Absence.objects.create(correspondent=person, starts_on=ago(days=since), ends_on=ago(days=until))


def test_nobody_is_asked_while_away():
    person = CorrespondentFactory()
    away(person, since=3, until=-3)

    assert run() == 0
    assert not Check.objects.exists()


def test_who_is_back_is_given_the_time_of_an_answer(mailbox):
    person = CorrespondentFactory()
    run()
    away(person, since=10, until=5)
    Check.objects.update(last_mail_on=ago(days=11))

    assert run() == 0
    Absence.objects.update(starts_on=ago(days=20), ends_on=ago(days=11))
    assert run() == 1


def test_the_silence_of_who_is_away_does_not_count(mailbox):
    person = CorrespondentFactory()
    run()
    Check.objects.update(mails=3, last_mail_on=ago(days=11))
    away(person, since=12, until=0)

    run()

    person.refresh_from_db()
    assert person.silent_since is None


def test_the_mail_shows_what_is_not_published_too():
    person = CorrespondentFactory(phone="+221 33 000 00 57", email_is_public=False)

    run()

    text = Message.objects.get().text
    assert f"Courriel (non publié) : {person.email}" in text
    assert "Téléphone (non publié) : +221 33 000 00 57" in text


def test_who_announced_a_day_is_hidden_once_it_is_over(client):
    person = CorrespondentFactory(last_name="Annoncée")
    Proposal.objects.propose(
        person, [("ended_on", "", str(ago(days=1)))], post=person.post, origin="link"
    )

    run()

    person.refresh_from_db()
    assert person.hidden_since
