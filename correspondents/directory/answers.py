"""The answer for a country or territory: the posts, their contacts, and the way back to a desk.

The chain never ends on nothing and never names somebody who left: correspondent, backup,
COCAC, service, the post's functional mailbox, the delegation's desk for the zone.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse

from correspondents.models import Absence, Correspondent, Coverage, Post
from correspondents.records.contractions import at, of

from .publication import publish

# Whom to write to first.
ROLES = list(Correspondent.Role)


@dataclass(frozen=True)
class Desk:
    """The delegation's desk for a zone; its general mailbox when the zone has none."""

    name: str
    mailbox: str

    @classmethod
    def of(cls, zone=None):
        return cls(
            name=(zone.desk if zone else "") or settings.DELEGATION_NAME,
            mailbox=(zone.mailbox if zone else "") or settings.DELEGATION_EMAIL,
        )


@dataclass
class Competence:
    """A post that answers, why it does, and the contacts to write to there, in order."""

    post: Post
    coverages: list = field(default_factory=list)
    contacts: list = field(default_factory=list)
    is_vacant: bool = False
    reason: str = ""
    also_covers: list = field(default_factory=list)

    @property
    def coverage(self):
        return self.coverages[0] if self.coverages else None

    @property
    def address(self):
        """The address to write to: the post's mailbox, else of the first whose own is public."""
        emails = (contact.email for contact in self.contacts if not contact.is_silent)
        return self.post.mailbox or next(filter(None, emails), "")

    @property
    def only_address(self):
        """Who may be written to, when neither the post nor its first contact has an address."""
        if self.post.mailbox or not self.contacts or self.contacts[0].email:
            return None
        return next((c for c in self.contacts if c.email and not c.is_silent), None)

    @property
    def has_somebody(self):
        """Whether writing there reaches anyone: a public name with a way to it, or a mailbox."""
        return self.post.is_working and bool(self.address)

    @property
    def has_correspondent(self):
        return any(c.role == Correspondent.Role.CORRESPONDENT for c in self.contacts)

    @property
    def shows_private_life(self):
        return any(contact.shows_private_life for contact in self.contacts)


def competences(posts):
    """A `Competence` for each post, in the order given; two queries for all their people.

    Those who no longer answer our mails come after the others, and so do those who are away.
    """
    by_post = {post.pk: Competence(post=post) for post in posts}
    people = Correspondent.objects.in_office().shown().filter(post__in=by_post)
    for person in people.order_by("rank", "id"):
        competence = by_post[person.post_id]
        person.post = competence.post
        if not person.is_vacant and person.post.is_working:
            competence.contacts.append(publish(person))
        elif person.is_vacant and person.role == Correspondent.Role.CORRESPONDENT:
            competence.is_vacant = True
    absences = Absence.objects.current().filter(correspondent__post__in=by_post)
    away = {absence.correspondent_id: absence for absence in absences}
    for competence in by_post.values():
        put_in_order(competence.contacts, away)
    return list(by_post.values())


def put_in_order(contacts, away):
    """Sort the contacts of a post, given by rank, by whom to write to first.

    `away` is {contact's key: Absence}. Who stands in takes the place of who is away; somebody who
    is not public, or away too, stands in for nobody: the post's mailbox answers.
    """
    contacts.sort(key=lambda contact: ROLES.index(contact.role))
    present = {contact.pk: contact for contact in contacts if contact.pk not in away}
    places = {contact.pk: place for place, contact in enumerate(contacts)}
    for place, contact in enumerate(contacts):
        if absence := away.get(contact.pk):
            stand_in = present.get(absence.stand_in_id)
            if stand_in:
                places[stand_in.pk] = min(places[stand_in.pk], place)
            contacts[place] = replace(
                contact,
                absent_until=absence.ends_on,
                stand_in=stand_in.heading if stand_in else "",
            )
    contacts.sort(key=lambda c: (c.is_silent, c.absent_until is not None, places[c.pk]))


@dataclass
class Answer:
    """All that a visitor needs about a country: who answers, why, and where else to turn."""

    country: object
    competences: list
    desk: Desk

    def for_page(self, about):
        """The context of a page that shows it: its forms, and the subject of the mails."""
        form_url = reverse("contact_form", args=[self.country.iso2.lower()])
        return {
            "answer": self,
            "contact_form_url": form_url,
            "desk_form_url": "" if self.posts_with_mailbox else form_url,
            "subject": f"Coopération décentralisée : {about}",
            "shows_private_life": self.shows_private_life,
        }

    @classmethod
    def about(cls, country):
        """The answer for a country, its zone loaded."""
        return cls.about_each([country])[country.pk]

    @classmethod
    def about_each(cls, countries):
        """{ISO code: the answer for the country}, in a constant number of queries.

        The zones of the countries are loaded.
        """
        by_post = defaultdict(list)
        for coverage in Coverage.objects.current().of_posts_serving(countries):
            by_post[coverage.post_id].append(coverage)
        posts = Post.objects.with_hosts(by_post)
        results = competences([posts[pk] for pk in by_post])
        return {country.pk: cls._of(country, results, by_post) for country in countries}

    @classmethod
    def _of(cls, country, results, by_post):
        answer = cls(country=country, competences=[], desk=Desk.of(country.zone))
        for competence in results:
            coverages = by_post[competence.post.pk]
            here = [c for c in coverages if c.country_id == country.pk]
            elsewhere = [c for c in coverages if c.country_id != country.pk]
            if here:
                own = replace(competence, coverages=here, also_covers=elsewhere)
                answer.competences.append(own)
        answer.competences.sort(key=lambda c: (c.coverage.rank, c.coverage.pk))
        for competence in answer.competences:
            competence.reason = answer.reason_of(competence)
        return answer

    @property
    def first(self):
        """The first competence by which somebody is reached, None when the desk answers."""
        return next((c for c in self.competences if c.has_somebody), None)

    @property
    def working(self):
        return [c for c in self.competences if c.post.is_working]

    @property
    def not_working(self):
        return [c for c in self.competences if not c.post.is_working]

    @property
    def posts_with_mailbox(self):
        """The posts whose functional mailbox can be written to, in the order of the page."""
        return [c.post for c in self.working if c.post.mailbox]

    @property
    def is_answered_by_desk(self):
        """Whether no post can be written to: the desk comes first."""
        return self.first is None

    @property
    def has_resident_post(self):
        return any(
            coverage.relation == Coverage.Relation.RESIDENT
            and competence.post.kind != Post.Kind.ANTENNA
            for competence in self.competences
            for coverage in competence.coverages
        )

    @property
    def shows_private_life(self):
        return any(competence.shows_private_life for competence in self.competences)

    def reason_of(self, competence):
        """Why this post answers, as a sentence; "" when nothing needs saying."""
        post, coverage = competence.post, competence.coverage
        if coverage.relation == Coverage.Relation.DEPENDENT_TERRITORY:
            return f"Pas de poste {self.country.locative} : c’est celui de l’État qui répond."
        if coverage.relation == Coverage.Relation.NON_RESIDENT:
            return self.reason_at_a_distance(competence)
        if post.parent_id:
            return f"Sur place, rattaché{post.agreement} au poste {of(post.parent.city)}."
        if coverage.scope:
            return f"Compétence : {coverage.scope}."
        if len(self.competences) > 1 and any(c.coverage.scope for c in self.competences):
            return f"Poste pour l’ensemble {self.country.genitive}."
        return ""

    def reason_at_a_distance(self, competence):
        post = competence.post
        if competence.coverage.rank > 1:
            return f"Également compétent {self.country.locative}, depuis {post.city}."
        if self.has_resident_post:
            return f"Compétent {self.country.locative}, depuis {post.city}."
        if post.kind == Post.Kind.EMBASSY:
            return (
                f"Aucun ambassadeur de France ne réside {self.country.locative} : "
                f"c’est l’ambassade {at(post.city)} qui est compétente."
            )
        return f"Aucun poste {self.country.locative} : celui {of(post.city)} est compétent."


def covered_countries(post):
    """The current coverages of a post, its own country first, then by name."""
    return (
        Coverage.objects.current()
        .filter(post=post)
        .select_related("country")
        .order_by("-relation", "country__name_norm")
    )


def first_coverages(codes):
    """{ISO code of a country: the coverage of the working post that answers first there}."""
    if not codes:
        return {}
    rows = Coverage.objects.current().select_related("post", "country")
    rows = rows.filter(country__in=codes, post__status__in=Post.WORKING).order_by("-rank", "-id")
    return {coverage.country_id: coverage for coverage in rows}


def with_current_coverages(posts):
    """The posts with `current_coverages`, their countries loaded, in one more query."""
    return posts.prefetch_related(
        Prefetch(
            "coverages",
            Coverage.objects.current().select_related("country").in_rank_order(),
            to_attr="current_coverages",
        )
    )
