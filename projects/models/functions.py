"""The rules that the base answers by its own functions: their text is in `projects/sql/`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import Func, RawSQL
from django.utils import timezone


def rows_of(function, on=None):
    """The keys of the rows that a function of the base returns for a day, today by default."""
    return RawSQL(f"SELECT id FROM {function}(%s)", [on or timezone.localdate()])


class RuleFunction(Func):
    """A question about a row that the base answers by yes or no."""

    output_field = models.BooleanField()


class MayBeGranted(RuleFunction):
    function = "projects_may_be_granted"


class WaitsForItsReport(RuleFunction):
    """Of an instalment, its report and a day."""

    function = "projects_waits_for_its_report"


class LackingCriteria(Func):
    """The criteria of a list that an evaluation leaves empty; None for none."""

    function = "projects_lacking_criteria"
    output_field = models.TextField()


class OwedReports(Func):
    """Of a dossier and a day: [{"number", "stage", "rank", "due_on"}] of the reports owed."""

    function = "projects_owed_reports"
    template = "ARRAY(SELECT to_jsonb(owed) FROM %(function)s(%(expressions)s) owed)"
    output_field = ArrayField(models.JSONField())
