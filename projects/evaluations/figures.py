"""The numbers of running and of evaluated projects: of some grants, of a country, of each."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from correspondents.models import Country
from projects.models import Evaluation
from projects.models.evaluations import long_ago

COUNTRY = "decision__application__countries"


@dataclass(frozen=True)
class Figures:
    """Running projects: all, those never evaluated, those lately evaluated, those to evaluate.

    Lately is less than `EVALUATION_MONTHS` ago; a project that has just begun is in none of the
    last two.
    """

    running: int
    never: int
    recent: int
    due: int

    @property
    def in_words(self):
        """« 7 projets en cours, 2 jamais évalués »."""
        if not self.running:
            return "Aucun projet en cours"
        if self.running == 1:
            return f"1 projet en cours, {'jamais' if self.never else 'déjà'} évalué"
        if not self.never:
            return f"{self.running} projets en cours, tous déjà évalués"
        evaluated = "évalué" if self.never == 1 else "évalués"
        return f"{self.running} projets en cours, {self.never} jamais {evaluated}"


def figures(grants):
    """The figures of these grants; one query."""
    return Figures(**_told(grants).aggregate(**_counts()))


def figures_by_country(grants, countries=None):
    """[(Country, Figures)] of the countries where these projects run, by name; two queries.

    A project in several countries counts in each; `countries` keeps some of them.
    """
    rows = _told(grants).values(COUNTRY).annotate(**_counts())
    by_country = {row.pop(COUNTRY): Figures(**row) for row in rows}
    with_names = Country.objects.filter(pk__in=by_country)
    if countries is not None:
        with_names = with_names.filter(pk__in=countries)
    return [(country, by_country[country.pk]) for country in with_names]


def _told(grants):
    evaluations = Evaluation.objects.validated().filter(grant=OuterRef("pk"))
    recent = evaluations.filter(evaluated_on__gt=long_ago())
    running = grants.running().order_by()
    return running.annotate(is_evaluated=Exists(evaluations), is_recent=Exists(recent))


def _counts():
    """A grant is counted once, whatever the joins."""
    kinds = {
        "running": Q(),
        "never": Q(is_evaluated=False),
        "recent": Q(is_recent=True),
        "due": Q(is_recent=False, starts_on__lte=long_ago()),
    }
    return {name: Count("pk", filter=kind, distinct=True) for name, kind in kinds.items()}
