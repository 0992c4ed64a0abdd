"""Invented people; countries and posts are the real ones of the reference data."""

import os
from datetime import timedelta

import factory
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group
from django.utils import timezone

from atlas.models import (
    AuthorityContact,
    Contribution,
    CoordinationNote,
    CountryNotice,
    Dismissal,
    ForeignAuthority,
    Invitation,
    LocalAuthority,
    Meeting,
    NewsItem,
    Partnership,
)
from correspondents.asof import freeze
from correspondents.models import (
    DELEGATION_GROUP,
    POST_GROUP,
    Correspondent,
    Country,
    Edition,
    Post,
    Proposal,
    User,
)
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

# The key of every authenticator application of the tests, in base 32.
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class InventedFactory(factory.django.DjangoModelFactory):
    """Numbers that no other process gives: scripts of the browser's tests share one base."""

    class Meta:
        abstract = True

    @classmethod
    def _setup_next_sequence(cls):
        return os.getpid() * 1000


class CorrespondentFactory(InventedFactory):
    """A correspondent at Dakar; `vacant` and `service` are traits."""

    class Meta:
        model = Correspondent

    class Params:
        vacant = factory.Trait(
            is_vacant=True, civility="", last_name="", first_name="", email="", phone=""
        )
        service = factory.Trait(
            role=Correspondent.Role.SERVICE,
            last_name="",
            first_name="",
            civility="",
            email_is_public=True,
            function="Service de coopération",
        )

    post = factory.LazyFunction(lambda: Post.objects.get(slug="dakar"))
    civility = "Mme"
    first_name = factory.Iterator(["Anaïs", "Théo", "Inès", "Loïc"])
    last_name = factory.Sequence(lambda n: f"Fictive-{chr(65 + n % 26)}{n}")
    function = "Chargée de coopération"
    email = factory.LazyAttributeSequence(lambda person, n: f"personne.{n}@diplomatie.example")
    phone = "+221 33 000 00 00"
    source = "Test"


class UserFactory(InventedFactory):
    """An account: of the staff (second factor set) with `delegation=True`, of a post by `post`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    post = None

    email = factory.Sequence(lambda n: f"compte.{n}@diplomatie.example")
    post_function = factory.LazyAttribute(lambda user: "drafts" if user.post else "")

    @factory.post_generation
    def delegation(self, create, extracted, **options):
        if extracted:
            self.is_staff = True
            self.save()
            self.groups.add(Group.objects.get(name=DELEGATION_GROUP))
            TOTP.activate(self, TOTP_SECRET)
        elif self.post_id:
            self.groups.add(Group.objects.get(name=POST_GROUP))


class ProposalFactory(InventedFactory):
    """A correction that the person of an entry proposes; `report=True` makes it a visitor's."""

    class Meta:
        model = Proposal

    class Params:
        report = factory.Trait(
            origin=Proposal.Origin.PUBLIC,
            field="",
            new="",
            comment="Autre chose : la personne a changé.",
            from_name="",
        )

    target = factory.SubFactory(CorrespondentFactory)
    post = factory.LazyAttribute(lambda proposal: proposal.target.post)
    origin = Proposal.Origin.LINK
    field = "function"
    old = factory.LazyAttribute(
        lambda proposal: proposal.target.read_field(proposal.field) if proposal.field else ""
    )
    new = "Attachée de coopération"
    from_name = "Awa Inventée"
    from_email = "awa.inventee@diplomatie.example"


class EditionFactory(InventedFactory):
    """The list as it is now, published under the next number; `is_draft=True` leaves it there."""

    class Meta:
        model = Edition

    number = factory.LazyFunction(lambda: Edition.objects.next_number())
    closed_on = factory.LazyFunction(timezone.localdate)
    validated_by = "Madeleine Inventée"

    @classmethod
    def _create(cls, model_class, *args, is_draft=False, **values):
        edition = model_class(**values)
        freeze(edition)
        if not is_draft:
            edition.publish()
        return edition


class LocalAuthorityFactory(InventedFactory):
    """An invented commune of Ille-et-Vilaine, without a SIREN."""

    class Meta:
        model = LocalAuthority

    type = LocalAuthority.Type.COMMUNE
    name = factory.Sequence(lambda n: f"Villefeinte-{n}")
    region = factory.LazyFunction(lambda: LocalAuthority.objects.get(local_code="region-53"))
    department = factory.LazyFunction(
        lambda: LocalAuthority.objects.get(local_code="departement-35")
    )
    latitude = 48.1
    longitude = -1.7
    is_invented = True


class ForeignAuthorityFactory(InventedFactory):
    """An invented commune of Senegal."""

    class Meta:
        model = ForeignAuthority

    name = factory.Sequence(lambda n: f"Ndimagine-{n}")
    country = factory.LazyFunction(lambda: Country.objects.get(pk="SN"))
    level = ForeignAuthority.Level.COMMUNE
    latitude = 14.7
    longitude = -17.4
    is_invented = True


class PartnershipFactory(InventedFactory):
    """A twinning of two invented communes, whose status nobody has said."""

    class Meta:
        model = Partnership

    kind = Partnership.Kind.TWINNING
    lead = factory.SubFactory(LocalAuthorityFactory)
    partner = factory.SubFactory(ForeignAuthorityFactory)
    source = "Test"


class ContributionFactory(InventedFactory):
    """A correction of a partnership, whose author has not confirmed the address."""

    class Meta:
        model = Contribution

    partnership = factory.SubFactory(PartnershipFactory)
    values = factory.LazyFunction(lambda: {"first_signed_year": "1998"})
    from_name = "Camille Inventée, secrétaire de mairie"
    from_email = "mairie@villefeinte.example"


class CoordinationNoteFactory(InventedFactory):
    """An internal note about an invented commune of Senegal, by the delegation."""

    class Meta:
        model = CoordinationNote

    territory = factory.SubFactory(ForeignAuthorityFactory)
    country = factory.LazyAttribute(lambda note: note.territory.country)
    kind = CoordinationNote.Kind.MEETING
    held_on = factory.LazyFunction(timezone.localdate)
    text = "Réunion des collectivités."
    written_by = "Madeleine Inventée"


class DismissalFactory(InventedFactory):
    """The signal of an invented commune dismissed, by the delegation."""

    class Meta:
        model = Dismissal

    territory = factory.SubFactory(ForeignAuthorityFactory)
    reason = "Elles se connaissent déjà."
    dismissed_by = "Madeleine Inventée"


class AuthorityContactFactory(InventedFactory):
    """Somebody of an invented commune who agreed today to be invited."""

    class Meta:
        model = AuthorityContact

    authority = factory.SubFactory(LocalAuthorityFactory)
    name = factory.Sequence(lambda n: f"Awa Imaginaire-{n}")
    role = "Chargée de coopération"
    email = factory.Sequence(lambda n: f"contact.{n}@commune.example")
    consented_on = factory.LazyFunction(timezone.localdate)
    consent_source = "Courriel"


class MeetingFactory(InventedFactory):
    """A meeting in a week about an invented commune."""

    class Meta:
        model = Meeting

    territory = factory.SubFactory(ForeignAuthorityFactory)
    held_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))
    place = "https://visio.example/reunion"
    message = "Faisons le point."


class InvitationFactory(InventedFactory):
    """A contact invited to a meeting, who has not answered."""

    class Meta:
        model = Invitation

    meeting = factory.SubFactory(MeetingFactory)
    contact = factory.SubFactory(AuthorityContactFactory)
    authority = factory.LazyAttribute(lambda invitation: invitation.contact.authority)


class NewsItemFactory(InventedFactory):
    """Published news of Senegal by the delegation; `draft` and `submitted` are traits."""

    class Meta:
        model = NewsItem
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status=NewsItem.Status.DRAFT, published_at=None)
        submitted = factory.Trait(
            status=NewsItem.Status.SUBMITTED,
            submitted_at=factory.LazyFunction(timezone.now),
            published_at=None,
        )

    kind = NewsItem.Kind.LEGAL
    country = factory.LazyFunction(lambda: Country.objects.get(pk="SN"))
    title = factory.Sequence(lambda n: f"Exemple de texte n° {n}")
    text = "Un texte inventé."
    source_label = "Journal inventé"
    source_url = "https://journal.example/texte"
    status = NewsItem.Status.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def themes(self, create, extracted, **options):
        if extracted:
            self.themes.set(extracted)


class CountryNoticeFactory(InventedFactory):
    """Information on Senegal, from today until it is lifted."""

    class Meta:
        model = CountryNotice

    kind = CountryNotice.Kind.INFORMATION
    country = factory.LazyFunction(lambda: Country.objects.get(pk="SN"))
    starts_on = factory.LazyFunction(timezone.localdate)
    text = "Un avis inventé."
    source_label = "Communiqué inventé"
    source_url = "https://communique.example/avis"


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
