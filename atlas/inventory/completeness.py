"""The completeness of a record of the inventory: one list of criteria, for base and people."""

from dataclasses import dataclass, field

from django.db.models import Case, Exists, ExpressionWrapper, F, IntegerField, OuterRef, Q, When

from atlas.models import Agreement, PartnershipTheme


@dataclass(frozen=True)
class RecordCriterion:
    """A quality of a good record; `condition` finds the records that have it.

    `kinds`: asked of these kinds of partnerships only, of all when empty.
    """

    label: str
    condition: Q | Exists
    kinds: tuple = field(default=())

    @property
    def met(self):
        """The condition that the record does not lack it."""
        return Q(self.condition) | ~Q(kind__in=self.kinds) if self.kinds else Q(self.condition)


def _some(rows):
    return Exists(rows.filter(partnership=OuterRef("pk")))


CRITERIA = {
    "status": RecordCriterion("état", ~Q(status="")),
    "first_signed_year": RecordCriterion(
        "année de première signature",
        Q(first_signed_year__isnull=False),
        kinds=("agreement", "twinning", "friendship"),
    ),
    "started": RecordCriterion("début", ~Q(started="")),
    "themes": RecordCriterion("thématique", _some(PartnershipTheme.objects)),
    "agreements": RecordCriterion(
        "convention signée", _some(Agreement.objects.signed()), kinds=("agreement",)
    ),
    "level": RecordCriterion("niveau du partenaire", ~Q(partner__level="unknown")),
    "place": RecordCriterion(
        "point du partenaire sur la carte", Q(partner__latitude__isnull=False)
    ),
    "context": RecordCriterion("contexte", ~Q(context="")),
    "confirmed_on": RecordCriterion("confirmation par le poste", Q(confirmed_on__isnull=False)),
}


def scored(partnerships):
    """The queryset with `completeness`, in % of the criteria, and `has_<code>` for each."""
    flags = {
        f"has_{code}": Case(When(criterion.met, then=1), default=0, output_field=IntegerField())
        for code, criterion in CRITERIA.items()
    }
    partnerships = partnerships.annotate(**flags)
    total = sum((F(name) for name in flags), start=0)
    score = ExpressionWrapper(100 * total / len(CRITERIA), output_field=IntegerField())
    return partnerships.annotate(completeness=score)


def missing_in(partnership):
    """The labels of what a record of `scored` lacks."""
    return [c.label for code, c in CRITERIA.items() if not getattr(partnership, f"has_{code}")]
