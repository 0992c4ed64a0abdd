"""What is expected of the people of a post, and of the delegation, today."""

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.models import Correspondent, Handover, Post, Proposal
from correspondents.records.contractions import of
from correspondents.records.refusals import last_events

# What an entry that a post has just entered says of its source, until who validates confirms it.
ARRIVAL_SOURCE = "Saisi au poste"


@dataclass(frozen=True)
class Task:
    """Something to do, and the address where it is done.

    With an `action` (the label of a button) a POST to `url` does it at once; without, `url` is a
    page. `kind` groups tasks on screen. `other_url` is the page of the other answer. `seen` is
    what a POST carries of the record it is about: the number of its last change.
    """

    kind: str
    title: str
    url: str
    why: str = ""
    due_on: date | None = None
    action: str = ""
    other_label: str = ""
    other_url: str = ""
    seen: str = ""


def post_tasks(user):
    """What is expected of the account's post, most pressing first; nothing without a post.

    A constant number of queries, whatever the number of entries.
    """
    return _PostTasks(user).all() if user.post_id else []


def is_new_arrival(person):
    """Whether the post entered the person and nobody who validates has confirmed it yet."""
    return bool(
        person.source == ARRIVAL_SOURCE and person.to_confirm_since and not person.verified_on
    )


@dataclass
class _PostTasks:
    """Read once, then told kind by kind: each entry asks for one thing at a time."""

    user: object
    claims: set = field(default_factory=set)  # keys of the entries that have a task already

    def all(self):
        self.read()
        parts = [
            self.received(),
            self.announced(),
            self.arrivals(),
            self.unreachable(),
            self.proposals(),
            self.to_confirm(),
            self.ending(),
            self.missing(),
        ]
        return [task for part in parts for task in part]

    def read(self):
        today, entries = timezone.localdate(), Correspondent.objects.filter(post=self.user.post_id)
        people = entries.exclude(ended_on__lt=today).with_next_check().in_answer_order()
        self.post = Post.objects.get(pk=self.user.post_id)
        self.people = [person for person in people if not person.is_vacant]
        self.here = [p for p in self.people if not p.started_on or p.started_on <= today]
        self.seen = last_events(Correspondent, [person.pk for person in self.people])
        self.handovers = list(
            Handover.objects.visible_to(self.user)
            .annotate(successor_email=F("successor__email"))
            .select_related("leaver")
        )
        pending = Proposal.objects.visible_to(self.user).pending()
        self.pending = list(
            pending.order_by("made_at", "submission", "id").prefetch_related("target")
        )

    def received(self):
        """The sheet of one's predecessor, for two months after its last change."""
        since = timezone.now() - relativedelta(months=2)
        for sheet in self.handovers:
            is_successor = (sheet.successor_email or "").lower() == self.user.email
            if is_successor and sheet.updated_at >= since:
                yield Task(
                    kind="Votre prise de fonction",
                    title=f"Lire la fiche de passation {of(sheet.leaver)}",
                    url=reverse("space_handover", args=[sheet.leaver_id]),
                    why="Ce que votre prédécesseur vous laisse, et ce qui attend le poste.",
                )

    def claim(self, people, asks):
        """Those who ask for something and have no task yet: it is theirs."""
        for person in people:
            if asks(person) and person.pk not in self.claims:
                self.claims.add(person.pk)
                yield person

    def to_decide(self, people, asks):
        """The same, for who validates: the tasks of the others leave these people alone too."""
        claimed = list(self.claim(people, asks))
        return claimed if self.user.validates else []

    def announced(self):
        for person in self.to_decide(self.here, attrgetter("hidden_since")):
            yield self.about(
                person,
                kind="Départs annoncés",
                title=f"{person} : départ annoncé",
                url="space_still_there",
                why=f"N’est plus sur les pages publiques depuis le {day(person.hidden_since)}.",
                action="Toujours en poste",
                other=("Confirmer le départ", "space_departure"),
            )

    def arrivals(self):
        for person in self.to_decide(self.people, is_new_arrival):
            yield self.about(
                person,
                kind="Arrivées à confirmer",
                title=f"{person}, {person.get_role_display()}",
                url="space_confirm",
                why=f"Entrée saisie le {day(person.to_confirm_since)}. {described(person)}",
                action="Confirmer l’arrivée",
                other=("Corriger", "space_correct"),
            )

    def unreachable(self):
        for person in self.claim(self.here, attrgetter("is_unreachable")):
            on = f" du {day(person.bounced_on)}" if person.bounced_on else ""
            yield self.about(
                person,
                kind="Adresses refusées",
                title=f"{person} : corriger le courriel",
                url="space_correct",
                why=f"{person.email} a refusé notre message{on}.",
            )

    def proposals(self):
        """One task a submission, for who decides; its entry asks for nothing else meanwhile."""
        for submission, rows in groupby(self.pending, key=lambda row: row.submission):
            first, *others = rows
            target = first.target
            if isinstance(target, Correspondent):
                self.claims.add(target.pk)
                if target.hidden_since:
                    continue  # the departure announced is the task
            if self.user.validates:
                yield Task(
                    kind="Propositions à examiner",
                    title=proposed(first),
                    url=reverse("proposal_review", args=[submission]),
                    why=f"Reçue le {day(first.made_at)}"
                    + (f", par {first.from_name}" if first.from_name else "")
                    + (f", {len(others) + 1} champs." if others else "."),
                )

    def to_confirm(self):
        today = timezone.localdate()
        for person in self.claim(self.here, lambda person: person.due_on <= today):
            yield self.about(
                person,
                kind="Sans réponse à nos messages"
                if person.silent_since
                else "Entrées à confirmer",
                title=f"{person}, {person.get_role_display()}",
                url="space_confirm",
                why=f"{verification(person)} {described(person)}",
                due_on=person.due_on,
                action="Tout est exact",
                other=("Corriger", "space_correct"),
            )

    def ending(self):
        """Tenures that end soon, until somebody is chosen to take over."""
        soon = timezone.localdate() + relativedelta(months=settings.CHECK_MONTHS_BEFORE_END)
        ready = {sheet.leaver_id for sheet in self.handovers if sheet.successor_id}
        for person in self.here:
            if person.ended_on and person.ended_on <= soon and person.pk not in ready:
                yield self.about(
                    person,
                    kind="Fonctions qui se terminent",
                    title=f"Préparer la passation {of(person)}",
                    url="space_handover",
                    why=f"Dernier jour en fonction : {day(person.ended_on)}.",
                    due_on=person.ended_on,
                )

    def missing(self):
        """What a post that answers ought to have."""
        if not self.post.is_working:
            return
        arrival = reverse("space_arrival")
        held = {person.role for person in self.here if not person.hidden_since}
        coming = {person.role: person for person in self.people if person not in self.here}
        for role, title in [("correspondent", "correspondant"), ("backup", "suppléant")]:
            if role not in held:
                next_one = coming.get(role)
                yield Task(
                    kind="Ce qui manque au poste",
                    title=f"Le poste n’a pas de {title}",
                    url=f"{arrival}?role={role}",
                    why=f"{next_one} arrive le {day(next_one.started_on)}."
                    if next_one
                    else "Enregistrez l’arrivée de la personne.",
                )
        if not self.post.mailbox:
            yield Task(
                kind="Ce qui manque au poste",
                title="Le poste n’a pas de boîte fonctionnelle",
                url=reverse("space_post"),
                why="Elle survit aux personnes : les visiteurs y écrivent d’abord.",
            )

    def about(self, person, *, url, other=None, **values):
        """The task of an entry; `url` and `other` name the routes of its two answers."""
        if other:
            values["other_label"] = other[0]
            values["other_url"] = reverse(other[1], args=[person.pk])
        seen = self.seen.get(person.pk, "")
        return Task(url=reverse(url, args=[person.pk]), seen=seen, **values)


def proposed(first):
    """« Départ annoncé : Zoé Fictive », « Zoé Fictive : le poste propose une correction »."""
    if first.own_act:
        return f"{first.own_act} : {first.target}"
    act = "propose une correction" if first.field else "signale une erreur"
    return f"{first.target or 'Fiche disparue'} : {first.get_origin_display()} {act}"


def day(value):
    return date_format(timezone.localdate(value) if hasattr(value, "hour") else value, "j F Y")


def described(person):
    """What the entry says, to be read before it is said to be exact."""
    return " · ".join(text for line in person.details for text, _ in line)


def verification(person):
    if not person.verified_on:
        return "Information jamais vérifiée."
    by = f" par {person.verified_by}" if person.verified_by else ""
    return f"Information vérifiée le {day(person.verified_on)}{by}."
