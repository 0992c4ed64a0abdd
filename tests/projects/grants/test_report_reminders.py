"""Reminders of reports: each exactly once whatever the runs, none when nothing is owed."""

import threading
from datetime import timedelta

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from correspondents.models import Message, User
from projects.grants.reminders import run
from projects.models import Derogation, Grant, Report, ReportReminder

from ...factories import ReportFactory

db = pytest.mark.django_db
DAY = timedelta(days=1)


def on_a_tuesday(report):
    """A report due on a Tuesday, months ahead."""
    due = timezone.localdate() + timedelta(days=100)
    report.due_on = due + timedelta(days=(1 - due.weekday()) % 7)
    report.save()
    return report


def reminded(report, since=-80, until=60):
    """[(day from the deadline, step)] of the reminders when the command runs every day, twice."""
    for days in range(since, until):
        run(report.due_on + timedelta(days=days))
        run(report.due_on + timedelta(days=days))
    return [
        ((row.sent_on - report.due_on).days, row.step)
        for row in ReportReminder.objects.filter(report=report)
    ]


@pytest.mark.slow
@db
def test_a_report_is_asked_for_at_each_step_once():
    report = on_a_tuesday(ReportFactory())
    # J-60 of a Tuesday is a Friday, J-15 a Monday, J+15 a Wednesday.
    assert reminded(report) == [(-60, -60), (-15, -15), (15, 15)]
    mails = Message.objects.filter(kind="report_reminder").order_by("pk")
    assert [mail.to for mail in mails] == [report.grant.contact_email] * 3
    assert "attendu le" in mails[0].subject
    assert "en retard" in mails[2].subject
    assert "les parties technique et financière" in mails[0].text
    assert "In-Reply-To" not in mails[0].headers
    assert {mail.headers["In-Reply-To"] for mail in mails[1:]} == {mails[0].message_id}


@pytest.mark.slow
@db
def test_a_day_off_moves_a_step_to_a_working_day():
    report = on_a_tuesday(ReportFactory())
    report.due_on += DAY
    report.save()
    # J-60 of a Wednesday is a Saturday: the Friday before.
    assert reminded(report) == [(-61, -60), (-15, -15), (15, 15)]


@pytest.mark.slow
@db
def test_a_report_whose_day_moves_is_asked_for_again():
    report = on_a_tuesday(ReportFactory())
    run(report.due_on - timedelta(days=15))
    report.due_on += timedelta(days=28)
    report.save()

    assert reminded(report, since=-40) == [(-43, -15), (-40, -60), (-15, -15), (15, 15)]


@pytest.mark.slow
@db
def test_a_missed_run_sends_no_reminder_of_the_past():
    report = on_a_tuesday(ReportFactory())

    assert reminded(report, since=-10) == [(-8, -15), (15, 15)]


@pytest.mark.slow
@db
def test_nobody_is_asked_for_what_came_or_is_not_owed_any_more(delegation):
    tomorrow = timezone.localdate() + timedelta(days=400)
    cases = [ReportFactory() for _ in range(3)]
    whole, abandoned, excused = map(on_a_tuesday, cases)
    Report.objects.filter(pk=whole.pk).update(
        technical_on=timezone.localdate(), financial_on=timezone.localdate()
    )
    abandoned.grant.abandon(on=timezone.localdate(), because="Retrait.")
    Derogation.objects.grant(
        excused.grant.application,
        "partial_report",
        reason="Crue.",
        by=delegation,
        report=excused,
        until=tomorrow,
    )

    assert len({report.due_on for report in cases}) == 1
    reminded(whole)  # runs for all of them, whose day is the same
    assert not ReportReminder.objects.exists()


@db
def test_a_report_that_came_in_part_is_asked_for_the_rest():
    report = on_a_tuesday(ReportFactory(technical_on=timezone.localdate()))

    run(report.due_on + timedelta(days=15))

    assert "à envoyer la partie financière." in Message.objects.get().text


@pytest.mark.slow
@db
def test_a_partial_report_is_asked_for_again_once_its_derogation_has_run_out(delegation):
    report = on_a_tuesday(ReportFactory())
    about = {"report": report, "until": report.due_on + timedelta(days=30)}
    Derogation.objects.grant(
        report.grant.application, "partial_report", reason="Crue.", by=delegation, **about
    )

    assert reminded(report) == [(31, 15)]


@db
def test_the_dossier_s_address_serves_when_the_subsidy_has_none():
    report = on_a_tuesday(ReportFactory(grant__contact_email=""))
    report.grant.application.__class__.objects.update(contact_email="mairie@commune.example")

    run(report.due_on)

    assert Message.objects.get(kind="report_reminder").to == "mairie@commune.example"


@db
def test_without_an_address_nothing_is_written_and_the_step_stays_to_be_done():
    report = on_a_tuesday(ReportFactory(grant__contact_email=""))
    assert run(report.due_on) == 0
    assert not ReportReminder.objects.exists()

    Grant.objects.update(contact_email="service@commune.example")

    assert run(report.due_on) == 1


@pytest.mark.slow
@db
def test_steps_are_a_setting(settings):
    settings.REPORT_REMINDER_DAYS = [-7]
    report = on_a_tuesday(ReportFactory())

    assert reminded(report) == [(-7, -7)]


@db
def test_the_command_says_how_many(capsys):
    call_command("send_report_reminders")

    assert capsys.readouterr().out == "0 comptes rendus relancés\n"


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """A report in the base itself, as two processes see it; nothing of it stays."""
    with django_db_blocker.unblock():
        report = on_a_tuesday(ReportFactory())
        yield report
        erase(report)


def erase(report):
    """Take out of the base what its triggers would keep."""
    grant = report.grant
    decision, application = grant.decision, grant.application
    committee, call = decision.committee, application.call
    with pgtrigger.ignore():
        for rows in [
            report.reminders,
            grant.reports,
            Grant.objects.filter(pk=grant.pk),
            committee.decisions,
            committee.members,
            call.committees,
            application.opinion_requests,
            call.opinion_batches,
            call.applications,
            call.windows,
        ]:
            rows.all().delete()
        call.delete()
    application.lead.delete()
    application.partner.delete()
    User.objects.filter(email__endswith="@diplomatie.example").delete()
    Message.objects.filter(kind="report_reminder").delete()


@pytest.mark.slow
def test_two_runs_at_a_time_ask_once(committed):
    counts = []

    def go():
        try:
            counts.append(run(committed.due_on))
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(counts) == [0, 1]
    assert ReportReminder.objects.filter(report=committed).count() == 1
