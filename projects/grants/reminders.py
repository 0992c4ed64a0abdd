"""« Relances » : each report is asked for at each step, once, until it has come whole."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from correspondents.mailing import mail
from correspondents.reference.workdays import reminder_step
from projects.models import Report, ReportReminder

COUNTRY = "FR"  # beneficiaries work on French working days


def run(on=None):
    """Remind who owes the reports that are due for it; returns how many reports were asked for.

    As often as one likes, two at a time included: a step is written once.
    """
    on = on or timezone.localdate()
    furthest = on - timedelta(days=min(settings.REPORT_REMINDER_DAYS, default=0))
    # A day off moves a step earlier by a few days at most.
    rows = Report.objects.awaited(on).filter(due_on__lte=furthest + timedelta(days=7))
    rows_due = rows.prefetch_related("reminders").order_by("pk")
    due = [report.pk for report in rows_due if step_due(report, on) is not None]  # few, and locked
    return sum(remind(key, on) for key in due)


@transaction.atomic
def remind(key, on):
    """Whether the report was asked for just now; nobody to write to leaves it to the delegation."""
    reports = Report.objects.select_for_update(of=["self"]).select_related(
        "grant__decision__application__call"
    )
    report = reports.get(pk=key)
    step, address = step_due(report, on), report.grant.address
    if step is None or not address:
        return False
    if not Report.objects.awaited(on).filter(pk=key).exists():  # since the keys were read
        return False
    first = report.reminders.order_by("pk").first()
    reminder = ReportReminder.objects.create(
        report=report, step=step, due_on=report.due_on, sent_on=on
    )
    mail.write(
        "report_reminder",
        to=address,
        key=key_of(reminder),
        context={
            "report": report,
            "grant": report.grant,
            "application": report.grant.application,
            "is_over": on > report.due_on,
            "missing": missing_parts(report),
        },
        replies_to=key_of(first) if first else "",
    )
    return True


def key_of(reminder):
    """The key of the mail of a reminder; the first one of a report opens its conversation."""
    return f"report reminder {reminder.report_id}, {reminder.due_on}, {reminder.step}"


def step_due(report, on):
    """The step that the day calls for, None once it was written about the report's day."""
    step = reminder_step(settings.REPORT_REMINDER_DAYS, report.due_on, on, COUNTRY)
    written = {(one.step, one.due_on) for one in report.reminders.all()}
    return None if (step, report.due_on) in written else step


def missing_parts(report):
    """« les parties technique et financière », « la partie financière »."""
    parts = [("technique", report.technical_on), ("financière", report.financial_on)]
    awaited = [name for name, received in parts if received is None]
    return f"la partie {awaited[0]}" if len(awaited) == 1 else "les parties technique et financière"
