"""« Relances » : each report is asked for at each step, once, until it has come whole."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from correspondents import mail
from correspondents.workdays import reminder_step
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
    return sum(remind(key, on) for key in rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def remind(key, on):
    """Whether the report was asked for just now; nobody to write to leaves it to the delegation."""
    reports = Report.objects.select_for_update(of=["self"]).select_related(
        "grant__decision__application__call"
    )
    report = reports.get(pk=key)
    step = reminder_step(settings.REPORT_REMINDER_DAYS, report.due_on, on, COUNTRY)
    address = report.grant.address
    due = {"step": step, "due_on": report.due_on}
    if step is None or not address or report.reminders.filter(**due).exists():
        return False
    if not Report.objects.awaited(on).filter(pk=key).exists():  # since the keys were read
        return False
    ReportReminder.objects.create(report=report, sent_on=on, **due)
    mail.write(
        "report_reminder",
        to=address,
        key=f"report reminder {report.pk}, {report.due_on}, {step}",
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
