"""One object of each kind at post A (Dakar), and the people who try to reach it."""

import io
from datetime import timedelta

import pghistory
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.functional import cached_property

from atlas.models import (
    Agreement,
    AlertSubscriber,
    AlertSubscription,
    LocalAuthority,
    Rapprochement,
    Theme,
)
from correspondents.directory.opendata.network import COUNTRIES
from correspondents.imports.batches import plan_batch, receive
from correspondents.models import (
    Absence,
    AccessRecord,
    Check,
    ContactRequest,
    CountryAlias,
    Coverage,
    Edition,
    FrenchContact,
    FrenchRegion,
    Guide,
    Handover,
    Message,
    PageRating,
    Post,
    RememberedHeading,
    SearchWord,
    SignedLink,
    UnansweredSearch,
    UnrecognisedEntity,
    Zone,
)
from correspondents.opendata.editions import publish
from projects.committees.content import content_of
from projects.models import (
    Application,
    CommitteeFile,
    CommitteeMember,
    EvaluationPhoto,
    LetterTemplate,
    Piece,
    ReportFile,
)

from .conftest import StrongClient
from .factories import (
    ApplicationFactory,
    AuthorityContactFactory,
    CallFactory,
    CommitteeFactory,
    ContributionFactory,
    CoordinationNoteFactory,
    CorrespondentFactory,
    CountryNoticeFactory,
    DecisionFactory,
    DismissalFactory,
    EditionFactory,
    EvaluationFactory,
    ForeignAuthorityFactory,
    InvitationFactory,
    NewsItemFactory,
    OpinionRequestFactory,
    PartnershipFactory,
    ProposalFactory,
    ReportFactory,
    UserFactory,
)


class World:
    """What an address may name, by the words between braces in `access_rows.py`.

    The entry has left, says its link: the pages of departures have something to answer.
    """

    def __init__(self):
        self.post_a = Post.objects.get(slug="dakar")
        self.cookies = {}
        self.people = {
            "post_a": UserFactory(post=self.post_a, post_function="validates"),
            "post_b": UserFactory(post=Post.objects.get(slug="abidjan"), post_function="validates"),
            "delegation": UserFactory(delegation=True),
        }
        self.entry = CorrespondentFactory(post=self.post_a)
        self.invited = UserFactory(post=self.post_a)

    @classmethod
    def signed_in(cls, *people):
        """The world, once these people have signed in or opened their link, nothing else in it."""
        world = cls()
        for person in people:
            world.client(person)
        return world

    def client(self, person):
        """The browser of one of the people, as it was signed in; holders have opened their link."""
        client = StrongClient()
        if person in self.people and person not in self.cookies:
            client.force_login(self.people[person])
            self.cookies[person] = client.cookies[settings.SESSION_COOKIE_NAME].value
        elif person in {"link", "expired"} and person not in self.cookies:
            client.get(f"/confirmer/{self.token('confirm', person)}/")
            session = client.cookies.get(settings.SESSION_COOKIE_NAME)
            self.cookies[person] = session and session.value
        if self.cookies.get(person):
            client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[person]
        return client

    def token(self, purpose, person):
        """A token of the purpose: an expired one for whoever comes too late."""
        target = self.target_of(purpose)
        link = SignedLink.objects.issue(
            purpose, target, to=self.invited.email, lasts=timedelta(days=30)
        )
        if person == "expired":
            past = timezone.now() - timedelta(days=31)
            SignedLink.objects.filter(pk=link.pk).update(
                created_at=past, expires_at=past + timedelta(days=30)
            )
        return link.token

    def target_of(self, purpose):
        """What a link made for this purpose is about."""
        if purpose == "contribution":
            return ContributionFactory(partnership=self.a_partnership)
        if purpose == "meeting":
            return self.an_invitation
        if purpose in {"confirm", "departure"}:
            return self.entry
        if purpose in {"opinion", "validation"}:
            return self.an_opinion_request.batch
        if purpose == "alert":
            return self.alert
        return self.alert.subscriber if purpose == "alerts" else self.invited

    @cached_property
    def alert(self):
        return AlertSubscription.objects.create(
            subscriber_id=self.subscriber, country_id="SN", frequency="daily", label="Sénégal"
        )

    def __getitem__(self, word):
        return getattr(self, word)

    @property
    def contact(self):
        return self.entry.pk

    @cached_property
    def other_contact(self):
        return CorrespondentFactory(post=self.post_a, role="service").pk

    @cached_property
    def a_partnership(self):
        return PartnershipFactory()

    @property
    def partnership(self):
        return self.a_partnership.pk

    @cached_property
    def agreement(self):
        with pghistory.context(user=self.people["post_a"].pk):
            return Agreement.objects.create(partnership=self.a_partnership, object="Essai").pk

    @property
    def territory(self):
        return self.a_partnership.partner_id

    @cached_property
    def note(self):
        return CoordinationNoteFactory(post=self.post_a).pk

    @cached_property
    def dismissal(self):
        return DismissalFactory(post=self.post_a).pk

    @cached_property
    def an_invitation(self):
        return InvitationFactory(meeting__post=self.post_a)

    @property
    def meeting(self):
        return self.an_invitation.meeting_id

    @property
    def authority_contact(self):
        return self.an_invitation.contact_id

    @property
    def authority_at_work(self):
        return self.a_partnership.lead.code

    @cached_property
    def contact_at_work(self):
        return AuthorityContactFactory(authority=self.a_partnership.lead).pk

    @cached_property
    def absence(self):
        today = timezone.localdate()
        return Absence.objects.create(correspondent=self.entry, starts_on=today, ends_on=today).pk

    @cached_property
    def handover(self):
        return Handover.objects.create(leaver=self.entry, written_by="Madeleine Inventée").pk

    @cached_property
    def check(self):
        return Check.objects.create(correspondent=self.entry, reason="period").pk

    @cached_property
    def a_proposal(self):
        return ProposalFactory(target=self.entry)

    @property
    def proposal(self):
        return self.a_proposal.pk

    @property
    def submission(self):
        return self.a_proposal.submission

    @cached_property
    def edition(self):
        return EditionFactory(number=1).pk

    @property
    def edition_number(self):
        return Edition.objects.get(pk=self.edition).number

    @cached_property
    def a_data_edition(self):
        return publish([COUNTRIES], version="1")

    @property
    def data_edition(self):
        return self.a_data_edition.pk

    @property
    def data_edition_name(self):
        return self.a_data_edition.name

    @property
    def data_file(self):
        return f"{self.a_data_edition.tables.get().name}.csv"

    @cached_property
    def batch(self):
        file = io.BytesIO("Pays;Nom;Prénom\nSénégal;Fictive;Awa\n".encode())
        return plan_batch(receive(file, "liste.csv")).pk

    @cached_property
    def message(self):
        return Message.objects.create(
            key="essai", kind="departure", to="qui@diplomatie.example", subject="Essai"
        ).pk

    @cached_property
    def signed(self):
        return SignedLink.objects.issue(
            "confirm", self.entry, to="qui@diplomatie.example", lasts=timedelta(days=1)
        ).pk

    @cached_property
    def read(self):
        return AccessRecord.objects.create(what="list").pk

    @cached_property
    def remembered(self):
        return RememberedHeading.objects.create(heading="joindre", code="email").pk

    @cached_property
    def search(self):
        today = timezone.localdate()
        return UnansweredSearch.objects.create(
            digest="0", text="atlantide", first_seen_on=today, last_seen_on=today, times=9
        ).pk

    @property
    def rating(self):
        return PageRating.objects.create(page="/pays/sn/", is_useful=False).pk

    @property
    def post(self):
        return self.post_a.pk

    @property
    def post_type(self):
        return ContentType.objects.get_for_model(Post).pk

    @property
    def account(self):
        return self.invited.pk

    @property
    def zone(self):
        return Zone.objects.first().pk

    @property
    def alias(self):
        return CountryAlias.objects.first().pk

    @property
    def coverage(self):
        return Coverage.objects.first().pk

    @property
    def entity(self):
        return UnrecognisedEntity.objects.first().pk

    @property
    def word(self):
        return SearchWord.objects.first().pk

    @property
    def group(self):
        return Group.objects.first().pk

    @property
    def region(self):
        return FrenchRegion.objects.first().pk

    @property
    def french_contact(self):
        return FrenchContact.objects.first().pk

    @property
    def guide(self):
        return Guide.objects.first().pk

    @cached_property
    def request(self):
        return ContactRequest.objects.create(
            country_id="SN", post=self.post_a, theme=ContactRequest.Theme.values[0]
        ).pk

    @property
    def local_authority(self):
        return LocalAuthority.objects.get(siren="213502388").pk

    @property
    def theme(self):
        return Theme.objects.first().pk

    @cached_property
    def foreign_authority(self):
        return ForeignAuthorityFactory().pk

    @cached_property
    def rapprochement(self):
        kept, merged = ForeignAuthorityFactory(), ForeignAuthorityFactory()
        return Rapprochement.objects.create(kept=kept, merged=merged, reason="essai").pk

    @cached_property
    def news(self):
        return NewsItemFactory().pk

    @cached_property
    def draft(self):
        return NewsItemFactory(draft=True, post=self.post_a).pk

    @cached_property
    def notice(self):
        return CountryNoticeFactory().pk

    @cached_property
    def subscriber(self):
        return AlertSubscriber.objects.create(email="qui@commune.example").pk

    @cached_property
    def call(self):
        return CallFactory(slug="exemple").pk

    @cached_property
    def draft_call(self):
        return CallFactory(draft=True).pk

    @cached_property
    def call_slug(self):
        return "exemple" if self.call else ""

    @cached_property
    def application(self):
        return ApplicationFactory().pk

    @cached_property
    def project(self):
        decision = DecisionFactory(application=ApplicationFactory(), closed=True)
        decision.committee.announce()
        return decision.application_id

    @cached_property
    def piece(self):
        upload = SimpleUploadedFile("plan.pdf", b"%PDF-1.7")
        dossier = Application.objects.get(pk=self.application)
        return Piece.objects.receive(dossier, upload, by=None).pk

    @cached_property
    def an_opinion_request(self):
        CorrespondentFactory(post=self.post_a, role="cocac", email=self.invited.email)
        dossier = Application.objects.get(pk=self.application)
        return OpinionRequestFactory(application=dossier, post=self.post_a)

    @cached_property
    def opinion_request(self):
        return self.an_opinion_request.pk

    @cached_property
    def committee(self):
        """One whose file has been frozen."""
        committee = CommitteeFactory()
        content = content_of(committee, self.people["delegation"])
        return CommitteeFile.objects.freeze(committee, content, by=None).committee_id

    @property
    def letter(self):
        return LetterTemplate.objects.first().pk

    @cached_property
    def an_evaluation(self):
        """One that counts, with a picture."""
        evaluation = EvaluationFactory(post=self.post_a)
        upload = SimpleUploadedFile("visite.png", b"\x89PNG\r\n\x1a\n")
        EvaluationPhoto.objects.keep(upload, by=None, evaluation=evaluation)
        evaluation.validate("Awa Inventée")
        return evaluation

    @property
    def evaluation(self):
        return self.an_evaluation.pk

    @property
    def grant(self):
        return self.an_evaluation.grant_id

    @property
    def photo(self):
        return self.an_evaluation.photos.get().pk

    @cached_property
    def call_at_work(self):
        """One with a dossier whose opinion was asked, and one whose was not."""
        asked = Application.objects.get(pk=self.application)
        return ApplicationFactory(call=asked.call).call_id

    @cached_property
    def committee_at_work(self):
        """One that has not met yet: a dossier, a member, no file."""
        committee = DecisionFactory(application=ApplicationFactory()).committee
        CommitteeMember.objects.create(committee=committee, name="Élise Inventée", side="french")
        return committee.pk

    @cached_property
    def decision(self):
        return DecisionFactory(closed=True).pk

    @cached_property
    def report_file(self):
        report = ReportFactory(grant_id=self.grant)
        upload = SimpleUploadedFile("bilan.pdf", b"%PDF-1.7")
        return ReportFile.objects.keep(upload, by=None, report=report, part="technical").pk
