"""The review of a partnership that is not there yet."""

from django.db import transaction
from django.utils import timezone

from atlas.models import Partnership
from correspondents.models import Proposal
from correspondents.proposals.review import Fact, Review

from .partnership import PartnershipReview


class ContributionReview(Review):
    """The first value that is accepted creates the partnership, and then all are its own."""

    PROPOSABLE = PartnershipReview.PROPOSABLE
    REPORT_ACCEPTED = (
        "Accepter enregistre le partenariat, sans autre détail que ce que vous acceptez."
    )
    WITHOUT_DETAIL = {True: "Partenariat à ajouter.", False: "Rien ne diffère plus de la fiche."}

    @property
    def record(self):
        return PartnershipReview(self.target.partnership or Partnership())

    @property
    def public_label(self):
        return f"{self.target} ({self.target.foreign_country})"

    def facts(self):
        """Both sides as they were told, then the record once there is one."""
        new = self.target
        lead = new.lead.told_apart if new.lead else f"{new.lead_name} (absente de la liste)"
        partner = new.partner or f"{new.partner_name} (encore inconnu de l’Atlas)"
        sides = [
            Fact("Collectivité française", lead, ""),
            Fact("Partenaire", f"{partner}, {new.country}", ""),
        ]
        return sides + (self.record.facts() if new.partnership else [])

    def field_label(self, name):
        return self.record.field_label(name)

    def show_value(self, name, text):
        return self.record.show_value(name, text)

    def read_field(self, name):
        """Nothing until a first field is accepted."""
        return self.record.read_field(name) if self.target.partnership else ""

    def write(self, changes, *, by):
        if self.target.partnership is None:
            self.target.begin(**{name: text for name, text in changes.items() if name == "kind"})
        self.record.write(changes, by=by)

    def accept_report(self, *, by):
        """The partnership is told without any detail: it exists, that is all."""
        if self.target.partnership:
            self.record.accept_report(by=by)
        else:
            self.target.begin()

    @transaction.atomic
    def hand_over(self, **common):
        """Turn it into proposals; `common` is what all of them hold: reviewer, origin, author."""
        row = self.target
        review = self if row.is_new else self.record
        changes = [(name, review.read_field(name), text) for name, text in row.values.items()]
        changes = [change for change in changes if change[1] != change[2]]
        comment = row.comment or ("" if changes else self.WITHOUT_DETAIL[row.is_new])
        changes = changes or [("", "", "")]
        Proposal.objects.propose(review.target, changes, comment=comment, **common)
        row.confirmed_at, row.from_name, row.from_email = timezone.now(), "", ""
        row.save()
