"""All the dossiers of a committee in one grid: what is proposed, then what is decided."""

from dataclasses import dataclass, field
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import transaction
from django.db.models import F

from correspondents.records.refusals import attempt
from projects.models import Application, ApplicationVersion, Committee, Decision
from projects.models.committees import CLOSED

HIGHEST_RANK = 9_999
# Ranks are put out of the way while the new ones come: two dossiers may exchange theirs.
ASIDE = 10_000


class RankField(forms.IntegerField):
    def __init__(self, **options):
        super().__init__(min_value=1, max_value=HIGHEST_RANK, required=False, **options)
        self.widget.attrs["class"] = "grid-rank"


class AmountField(forms.DecimalField):
    """An amount as people write it: « 12 000,50 »."""

    def __init__(self, **options):
        super().__init__(
            max_digits=14,
            decimal_places=2,
            required=False,
            localize=True,
            validators=[MinValueValidator(Decimal("0.01"))],
            **options,
        )
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "grid-amount"})

    def to_python(self, value):
        if isinstance(value, str):
            value = "".join(value.split())
        return super().to_python(value)


class ProposalRow(forms.Form):
    """The delegation's proposal for a dossier before the committee meets."""

    rank = RankField(label="Rang proposé")
    amount = AmountField(label="Montant proposé")


class DecisionRow(forms.Form):
    """The decision of the committee on a dossier; an empty one is none."""

    outcome = forms.ChoiceField(
        label="Décision", choices=[("", "—"), *Decision.Outcome.choices], required=False
    )
    amount = AmountField(label="Montant retenu")
    rank = RankField(label="Rang")
    reason = forms.CharField(
        label="Motif",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 22}),
    )


@dataclass
class DecisionLine:
    """A dossier of the grid, its decision if it has one, its two forms, what was refused."""

    application: Application
    decision: Decision | None
    proposal: ProposalRow
    form: DecisionRow
    refusals: list = field(default_factory=list)

    @property
    def amount(self):
        """The amount of the form; of a dossier retained without one, all that is requested."""
        values = self.form.cleaned_data
        if values["outcome"] == Decision.Outcome.RETAINED:
            return values["amount"] or self.application.requested
        return values["amount"] if values["outcome"] == Decision.Outcome.RESERVE else None

    @property
    def taken(self):
        """The amount that the form takes from the envelope beyond the decision's."""
        return (self.amount or 0) - ((self.decision.amount if self.decision else None) or 0)

    @property
    def moves(self):
        """Whether the form says anything else than the decision."""
        values, decision = self.form.cleaned_data, self.decision
        if decision is None:
            return bool(values["outcome"])
        now = (decision.outcome, decision.amount, decision.rank, decision.reason)
        return now != (values["outcome"], self.amount, values["rank"], values["reason"].strip())


def lines(committee, data=None):
    """[DecisionLine] of the dossiers that the committee is to decide: four queries."""
    rows = committee.to_decide().select_related("lead", "partner").prefetch_related("derogations")
    decisions = {row.application_id: row for row in committee.decisions.all()}
    ordered = rows.order_by(F("proposed_rank").asc(nulls_last=True), "reference")
    return [line_of(row, decisions.get(row.pk), data, committee.is_closed) for row in ordered]


def line_of(row, decision, data, is_closed):
    proposed = {"rank": row.proposed_rank, "amount": row.proposed_amount}
    now = {**proposed, "outcome": "", "reason": ""}
    if decision:
        now = {name: getattr(decision, name) for name in now}
    line = DecisionLine(
        row,
        decision,
        ProposalRow(data, prefix=f"p{row.pk}", initial=proposed),
        DecisionRow(data, prefix=f"d{row.pk}", initial=now),
    )
    for form in (line.proposal, line.form):
        for bound in form:
            bound.field.widget.attrs["aria-label"] = f"{bound.label}, dossier {row.reference}"
            bound.field.disabled = is_closed
    return line


@transaction.atomic
def propose(committee, rows):
    """Keep the proposed ranks and amounts, all or none: True when they were.

    Each line has its own refusals.
    """
    Committee.objects.select_for_update().get(pk=committee.pk)
    if not valid(rows, "proposal"):
        return False
    moved = [line for line in rows if line.proposal.has_changed()]
    ranked = Application.objects.filter(pk__in=[line.application.pk for line in moved])
    ranked.filter(proposed_rank__lte=HIGHEST_RANK).update(proposed_rank=F("proposed_rank") + ASIDE)
    for line in moved:
        values, application = line.proposal.cleaned_data, line.application
        application.proposed_rank, application.proposed_amount = values["rank"], values["amount"]
        line.refusals += attempt(keep_proposal, application)[1]
    return all_or_none(rows)


def keep_proposal(application):
    application.validate_constraints()
    application.save(update_fields=["proposed_rank", "proposed_amount"])


@transaction.atomic
def decide(committee, rows, *, by):
    """Write the decisions of the grid, all or none: True when they were.

    Those that free money come before those that take some. Each line has its own refusals.
    """
    committee = Committee.objects.select_for_update().get(pk=committee.pk)
    if committee.is_closed:
        raise ValidationError(CLOSED)
    if not valid(rows, "form"):
        return False
    moved = [line for line in rows if line.moves]
    keys = [line.decision.pk for line in moved if line.decision]
    ranked = committee.decisions.filter(pk__in=keys)
    ranked.filter(rank__lte=HIGHEST_RANK).update(rank=F("rank") + ASIDE)
    for line in sorted(moved, key=lambda line: line.taken):
        line.refusals += attempt(write, committee, line, by)[1]
    return all_or_none(rows)


def write(committee, line, by):
    """Create, change or take away the decision of a line."""
    values, decision = line.form.cleaned_data, line.decision
    if not values["outcome"]:
        if decision:
            decision.delete()
        return
    decision = decision or Decision(committee=committee, application=line.application)
    decision.outcome, decision.amount = values["outcome"], line.amount
    decision.currency, decision.rank = line.application.currency, values["rank"]
    decision.reason, decision.decided_by = values["reason"].strip(), by
    decision.version = ApplicationVersion.objects.keep(line.application, by=by)
    decision.full_clean(exclude=["committee", "application", "version", "decided_by"])
    decision.save()


def valid(rows, name):
    """Whether every form of the grid says something legible; else each line says what is not."""
    for line in rows:
        form = getattr(line, name)
        line.refusals += [
            f"{form.fields[key].label} : {text}"
            for key, errors in form.errors.items()
            for text in errors
        ]
    return not any(line.refusals for line in rows)


def all_or_none(rows):
    refused = any(line.refusals for line in rows)
    transaction.set_rollback(refused)
    return not refused
