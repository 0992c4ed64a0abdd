"""The review of what is proposed of an entry of the list."""

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import cached_property

from correspondents.confirmation.departures import ACCOUNT_CLOSED, has_closed_an_account
from correspondents.directory.publication import publish
from correspondents.models import Correspondent, Proposal
from correspondents.models.newcomers import NAMES, SAME_PERSON
from correspondents.models.person_fields import PROPOSED

from .review import Review, fill

SUCCESSOR = "successor"  # in words: the post itself enters the successor


class CorrespondentReview(Review):
    PROPOSABLE = [*PROPOSED, SUCCESSOR]
    TO_COME = SUCCESSOR
    ACTS = {"ended_on": "Départ annoncé"}
    PARTIAL = frozenset({"ended_on", SUCCESSOR})
    REPORT_ACCEPTED = (
        "Accepter un signalement ne corrige pas la fiche : elle devient publiquement "
        "« à confirmer », et sa personne est interrogée, jusqu’à ce qu’elle soit vérifiée."
    )
    FOLLOW_UPS = {SUCCESSOR: ("space_arrival", "Enregistrer l’arrivée")}

    def obstacle(self, before):
        if before.ended_on == self.target.ended_on or not has_closed_an_account(self.target):
            return ""
        return ACCOUNT_CLOSED

    def reopen(self, *, since):
        self.target.checks.filter(closed_at__gte=since).reopen()

    @property
    def public_label(self):
        return f"{publish(self.target).heading} ({self.target.post})"

    @cached_property
    def contact(self):
        """The contact that the public sees; None when it is not published."""
        published = Correspondent.objects.published().filter(pk=self.target.pk)
        return publish(self.target) if published.exists() else None

    def public_value(self, name, shown):
        return str(getattr(self.contact, name, "") or "")

    def field_label(self, name):
        return "Successeur" if name == SUCCESSOR else super().field_label(name)

    def show_value(self, name, text):
        """« 3 mars 2026 » for a day."""
        try:
            day = parse_date(text) if name in {"started_on", "ended_on"} else None
        except ValueError:  # written like a day, and none: 2026-02-31
            day = None
        return date_format(day, "j F Y") if day else text

    def write(self, changes, *, by):
        """Check the values once all are in place: two days may only be right together."""
        entry, values = self.target, {n: text for n, text in changes.items() if n != SUCCESSOR}
        former = entry.names
        fill(entry, values)
        voided = {} if self.is_same_person(values) else entry.receive(former)
        entry.clean()
        entry.validate_constraints()
        entry.save(update_fields=[*values, *voided])
        if "ended_on" in values and entry.ended_on:
            entry.end_tenure(on=entry.ended_on)

    def is_same_person(self, values):
        """Whether who proposed these names has said that they are the same person's."""
        words = (
            Proposal.objects.pending()
            .about(self.target)
            .filter(origin=Proposal.Origin.POST, comment=SAME_PERSON)
        )
        return all(words.filter(field=name, new=values.get(name, "")).exists() for name in NAMES)

    def refuse_change(self, name, *, by):
        """A departure that was told and is denied: the entry is shown again."""
        if name == "ended_on" and self.target.hidden_since:
            self.target.show()

    def accept_report(self, *, by):
        """The entry is to be confirmed from now on."""
        self.target.doubt()

    def confirm(self, proposal, *, by):
        """Take the word of who wrote the proposal by a link.

        Verified on the day it was written, not on the day it was read; what is known since
        (a verification, a doubt, a departure) is stronger. `verified_by` holds no name: it
        is public.
        """
        entry, on = self.target, timezone.localdate(proposal.made_at)
        later = [day for day in (entry.verified_on, entry.to_confirm_since) if day and day > on]
        is_gone = entry.hidden_since or (entry.ended_on and entry.ended_on < timezone.localdate())
        if later or is_gone:
            return
        author = "le poste" if proposal.from_name == str(entry.post) else "la personne"
        judge = "la délégation" if by.is_delegation else "le poste"
        entry.verify(by=author if author == judge else f"{author}, validé par {judge}", on=on)
