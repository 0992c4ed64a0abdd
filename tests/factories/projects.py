"""Invented calls and dossiers, until the evaluation of what was retained."""

from datetime import timedelta

import factory
from django.utils import timezone

from correspondents.models import Post
from projects.models import (
    Application,
    Call,
    Committee,
    Decision,
    Evaluation,
    EvaluationMark,
    Grant,
    OpinionBatch,
    OpinionRequest,
    Report,
    Window,
)

from .atlas import ForeignAuthorityFactory, LocalAuthorityFactory
from .base import InventedFactory
from .correspondents import UserFactory


class CallFactory(InventedFactory):
    """A published call, open for a month, to every country; `draft` is a trait."""

    class Meta:
        model = Call
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(published_at=None)

    family = Call.Family.GENERALIST
    title = factory.Sequence(lambda n: f"Appel inventé n° {n}")
    slug = factory.Sequence(lambda n: f"appel-invente-{n}")
    summary = "Un appel inventé."
    filing_url = "https://depot.example/appel"
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def windows(self, create, extracted, **options):
        """Pairs of days from today, opening and closing."""
        for opens, closes in [(-10, 20)] if extracted is None else extracted:
            WindowFactory(call=self, opens=opens, closes=closes)

    @factory.post_generation
    def themes(self, create, extracted, **options):
        if extracted:
            self.themes.set(extracted)


class WindowFactory(InventedFactory):
    """A window of a call; `opens` and `closes` are days from now."""

    class Meta:
        model = Window

    class Params:
        opens = -10
        closes = 20

    call = factory.SubFactory(CallFactory, windows=[])
    opens_at = factory.LazyAttribute(lambda w: timezone.now() + timedelta(days=w.opens))
    closes_at = factory.LazyAttribute(lambda w: timezone.now() + timedelta(days=w.closes))


class ApplicationFactory(InventedFactory):
    """A dossier in Senegal that asks for half of 20,000 EUR; `lines` are its budget."""

    class Meta:
        model = Application
        skip_postgeneration_save = True

    call = factory.SubFactory(CallFactory)
    reference = factory.Sequence(lambda n: f"D-{n:04}")
    title = "Un projet inventé"
    filed_on = factory.LazyFunction(timezone.localdate)
    lead = factory.SubFactory(LocalAuthorityFactory)
    partner = factory.SubFactory(ForeignAuthorityFactory)
    requested = 10_000

    @factory.post_generation
    def countries(self, create, extracted, **options):
        self.countries.set([self.partner.country] if extracted is None else extracted)

    @factory.post_generation
    def lines(self, create, extracted, **options):
        """Triples: who brings, how much, in kind or not; EUR, in 2027."""
        usual = [("lead", 8_000, False), ("foreign", 2_000, False), ("requested", 10_000, False)]
        for funder, amount, is_in_kind in usual if extracted is None else extracted:
            self.budget_lines.create(
                funder=funder, amount=amount, is_in_kind=is_in_kind, year=2027, currency="EUR"
            )


class OpinionRequestFactory(InventedFactory):
    """Dakar is asked about a dossier, by a batch of its own; `due_in` is in days from today."""

    class Meta:
        model = OpinionRequest
        exclude = ["due_in", "asked_ago"]

    due_in = 15
    asked_ago = 30
    application = factory.SubFactory(ApplicationFactory)
    post = factory.LazyFunction(lambda: Post.objects.get(slug="dakar"))
    batch = factory.LazyAttribute(
        lambda r: OpinionBatch.objects.create(
            call=r.application.call,
            post=r.post,
            due_on=timezone.localdate() + timedelta(days=r.due_in),
            sent_to="poste@diplomatie.example",
            asked_at=timezone.now() - timedelta(days=r.asked_ago),
        )
    )


class CommitteeFactory(InventedFactory):
    """A committee that met yesterday."""

    class Meta:
        model = Committee

    call = factory.SubFactory(CallFactory)
    held_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1))


class DecisionFactory(InventedFactory):
    """A dossier retained for what it asks; its post did not answer in time. `rejected` is a trait.

    `closed` settles the minutes.
    """

    class Meta:
        model = Decision
        skip_postgeneration_save = True

    class Params:
        rejected = factory.Trait(outcome="rejected", amount=None, reason="Motif inventé.")

    application = factory.SubFactory(ApplicationFactory)
    committee = factory.LazyAttribute(
        lambda decision: CommitteeFactory(call=decision.application.call)
    )
    outcome = "retained"
    amount = factory.LazyAttribute(lambda decision: decision.application.requested)

    @classmethod
    def _create(cls, model_class, *args, closed=False, **values):
        if not values["application"].opinion_requests.exists():
            OpinionRequestFactory(application=values["application"], due_in=-1)
        decision = super()._create(model_class, *args, **values)
        if closed:
            decision.committee.members.create(
                name="Madeleine Inventée", is_chair=True, attendance="present"
            )
            decision.committee.close(by=UserFactory(delegation=True))
        return decision


class GrantFactory(InventedFactory):
    """The subsidy of a retained dossier: its project began a year and a half ago, for two years."""

    class Meta:
        model = Grant

    decision = factory.SubFactory(DecisionFactory, closed=True)
    number = factory.Sequence(lambda n: f"S-{n:04}")
    amount = factory.LazyAttribute(lambda grant: grant.decision.amount)
    contact_email = factory.Sequence(lambda n: f"service.{n}@commune.example")
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=550))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=180))


class ReportFactory(InventedFactory):
    """An intermediate report of a grant, awaited; `due_in` is in days from today."""

    class Meta:
        model = Report
        exclude = ["due_in"]

    due_in = 30
    grant = factory.SubFactory(GrantFactory)
    stage = "intermediate"
    due_on = factory.LazyAttribute(lambda r: timezone.localdate() + timedelta(days=r.due_in))


class EvaluationFactory(InventedFactory):
    """An evaluation by Dakar, drafted whole: 3 everywhere. `validated` says by whom; `marks`."""

    class Meta:
        model = Evaluation
        skip_postgeneration_save = True
        exclude = ["days_ago"]

    days_ago = 0
    grant = factory.SubFactory(GrantFactory)
    post = factory.LazyFunction(lambda: Post.objects.get(slug="dakar"))
    evaluated_on = factory.LazyAttribute(
        lambda e: timezone.localdate() - timedelta(days=e.days_ago)
    )
    summary = "Le projet avance."
    drafted_by = "Camille Inventée"

    @factory.post_generation
    def marks(self, create, extracted, **options):
        """{criterion: mark}; each criterion has its text."""
        for criterion in EvaluationMark.Criterion:
            mark = (extracted or {}).get(criterion.value, 3)
            self.marks.create(criterion=criterion, mark=mark, text=f"Constat : {criterion.label}.")

    @factory.post_generation
    def validated(self, create, extracted, **options):
        if extracted:
            self.validate(extracted)
