"""« Relances » : each report is asked for at each step, once, until it has come whole."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from correspondents import mail, workdays
from projects.models import Report, ReportReminder

COUNTRY = "FR"  # beneficiaries work on French working days


def run(on=None):
    """Remind who owes the reports that are due for it; returns how many reports were asked for.

    As often as one likes, two at a time included: a step is written once.
    """
    on = on or timezone.localdate()
    if not workdays.is_working_day(on, COUNTRY):
        return 0
    furthest = on - timedelta(days=min(settings.REPORT_REMINDER_DAYS, default=0))
    # A day off moves a step earlier by a few days at most.
    rows = Report.objects.awaited(on).filter(due_on__lte=furthest + timedelta(days=7))
    return sum(remind(key, on) for key in rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def remind(key, on):
    """Whether the report was asked for just now; nobody to write to leaves it to the delegation."""
    reports = Report.objects.select_for_update(of=["self"]).select_related(
        "grant__decision__application__call"
    )
    report = reports.get(pk=key)
    step, address = ripe(report, on), report.grant.address
    still = Report.objects.awaited(on).filter(pk=key).exists()
    if step is None or not still or not address or report.reminders.filter(step=step).exists():
        return False
    ReportReminder.objects.create(report=report, step=step, sent_on=on)
    mail.write(
        "report_reminder",
        to=address,
        key=f"report reminder {report.pk}, {step}",
        context={
            "report": report,
            "grant": report.grant,
            "application": report.grant.application,
            "is_over": on > report.due_on,
            "missing": missing_parts(report),
        },
    )
    return True


def missing_parts(report):
    """« les parties technique et financière », « la partie financière »."""
    parts = [("technique", report.technical_on), ("financière", report.financial_on)]
    awaited = [name for name, received in parts if received is None]
    return f"la partie {awaited[0]}" if len(awaited) == 1 else "les parties technique et financière"


def ripe(report, on):
    """The step that the day calls for: the latest that has come, so that a run that was missed
    sends no reminder of the past."""
    return max((s for s in settings.REPORT_REMINDER_DAYS if day_of(s, report) <= on), default=None)


def day_of(step, report):
    """The working day of a step: before the deadline, not later; after, not sooner."""
    day = report.due_on + timedelta(days=step)
    moved = workdays.on_or_after if step > 0 else workdays.on_or_before
    return moved(day, COUNTRY)
