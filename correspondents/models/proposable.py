"""What the review of proposals asks of an entry of the list."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.text import capfirst

from .proposals import Proposal


@dataclass(frozen=True)
class Fact:
    """One line of an object under review: inside, and as a visitor reads it ("" if not at all)."""

    label: str
    internal: str
    public: str


class Proposable:
    """Mixed into `Correspondent`: the target of proposals, as `Proposal` describes it."""

    PROPOSABLE = [
        *("civility", "first_name", "last_name", "function", "email", "phone"),
        *("started_on", "ended_on", "successor"),
    ]
    REPORT_ACCEPTED = (
        "Accepter un signalement ne corrige pas la fiche : elle devient publiquement "
        "« à confirmer », et sa personne est interrogée, jusqu’à ce qu’elle soit vérifiée."
    )
    FOLLOW_UPS = {"successor": ("space_arrival", "Enregistrer l’arrivée")}

    @property
    def public_label(self):
        """The entry as one may name it to anybody."""
        return f"{self.as_published.heading} ({self.post})"

    @property
    def as_published(self):
        # Publication reads the models: they cannot import it while they are loaded.
        from correspondents.directory.publication import publish

        return publish(self)

    def facts(self):
        """The entry under review, line by line; nothing is public of one that is not published."""
        contact = self.as_published if self.is_published else None
        names = [name for name in self.PROPOSABLE if name != "successor"]
        return [
            Fact(
                self.field_label(name),
                self.show_value(name, self.read_field(name)),
                str(getattr(contact, name, "") or ""),
            )
            for name in names
        ]

    @property
    def is_published(self):
        return type(self).objects.published().filter(pk=self.pk).exists()

    def field_label(self, name):
        """How a field that one may propose to change is called on screen."""
        if name == "successor":
            return "Successeur"
        return capfirst(self._meta.get_field(name).verbose_name)

    def read_field(self, name):
        """The text of a field that one may propose to change; days are written as ISO."""
        return "" if name == "successor" else str(getattr(self, name) or "")

    def show_value(self, name, text):
        """The text of a field as one reads it: « 3 mars 2026 »."""
        try:
            day = parse_date(text) if name in {"started_on", "ended_on"} else None
        except ValueError:  # written like a day, and none: 2026-02-31
            day = None
        return date_format(day, "j F Y") if day else text

    @transaction.atomic
    def accept_changes(self, changes, *, by):
        """Write proposed values together; raises ValidationError, by field where one is wrong.

        They are checked once all are in place: two days may only be right together. What an
        import left wrong elsewhere in the entry refuses nothing. A successor is entered by the
        post itself.
        """
        if wrong := set(changes) - set(self.PROPOSABLE):
            raise ValidationError(f"Ces champs ne se proposent pas : {', '.join(sorted(wrong))}.")
        names = [name for name in changes if name != "successor"]
        for name in names:
            is_empty = not changes[name] and self._meta.get_field(name).null
            setattr(self, name, None if is_empty else changes[name])
        self.clean_fields(exclude={f.name for f in self._meta.fields} - set(names))
        self.clean()
        self.validate_constraints()
        self.save(update_fields=names)
        if "ended_on" in names and self.ended_on:
            self.end_tenure(on=self.ended_on)

    def refuse_change(self, name, *, by):
        """A departure that was told and is denied: the entry is shown again."""
        if name == "ended_on" and self.hidden_since:
            self.show()

    def accept_report(self, *, by):
        """Somebody entitled believes that the entry is wrong: now it is to be confirmed."""
        self.doubt()

    def confirm(self, proposal, *, by):
        """Take the word of who wrote the proposal by a link, every field of it accepted.

        Verified on the day it was written, not on the day it was read; what is known since
        (a verification, a doubt, a departure) is stronger. No name stands in `verified_by`: it
        is public.
        """
        on = timezone.localdate(proposal.made_at)
        later = [day for day in (self.verified_on, self.to_confirm_since) if day and day > on]
        is_gone = self.hidden_since or (self.ended_on and self.ended_on < timezone.localdate())
        if later or is_gone:
            return
        author = "le poste" if proposal.from_name == str(self.post) else "la personne"
        judge = "la délégation" if by.is_delegation else "le poste"
        self.verify(by=author if author == judge else f"{author}, validé par {judge}", on=on)

    @property
    def reported_on(self):
        """The day of the oldest error report that waits for its review and that no verification
        has followed, or None. On the day of a verification a report asks for no other one.
        """
        days = [timezone.localdate(at) for at in self.report_moments()]
        return min((d for d in days if not self.verified_on or d > self.verified_on), default=None)

    def report_moments(self):
        reports = Proposal.objects.about(self).pending().reports()
        return reports.values_list("made_at", flat=True)
