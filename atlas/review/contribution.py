"""The review of a partnership that is not there yet."""

from django.db import transaction
from django.utils import timezone

from atlas.models import Partnership
from correspondents.models import Proposal
from correspondents.proposals.review import Fact

from .partnership import PartnershipReview


class ContributionReview(PartnershipReview):
    """The first value that is accepted creates the partnership, which is then the target."""

    REPORT_ACCEPTED = (
        "Accepter enregistre le partenariat, sans autre détail que ce que vous acceptez."
    )
    WITHOUT_DETAIL = {True: "Partenariat à ajouter.", False: "Rien ne diffère plus de la fiche."}

    def __init__(self, contribution):
        super().__init__(contribution.partnership or Partnership())
        self.contribution = contribution

    @property
    def public_label(self):
        return f"{self.contribution} ({self.contribution.foreign_country})"

    def facts(self):
        """Both sides as the author named them, then the record once there is one."""
        new = self.contribution
        lead = new.lead.told_apart if new.lead else f"{new.lead_name} (absente de la liste)"
        partner = new.partner or f"{new.partner_name} (encore inconnu de l’Atlas)"
        sides = [
            Fact("Collectivité française", lead, ""),
            Fact("Partenaire", f"{partner}, {new.country}", ""),
        ]
        return sides + (super().facts() if new.partnership else [])

    def read_field(self, name):
        """Nothing until a first field is accepted."""
        return super().read_field(name) if self.contribution.partnership else ""

    def write(self, changes, *, by):
        if self.contribution.partnership is None:
            self.begin(**{name: text for name, text in changes.items() if name == "kind"})
        super().write(changes, by=by)

    def begin(self, **values):
        self.contribution.begin(**values)
        self.target = self.contribution.partnership

    def accept_report(self, *, by):
        """Create the partnership without any detail."""
        if self.contribution.partnership:
            super().accept_report(by=by)
        else:
            self.begin()

    @transaction.atomic
    def hand_over(self, *, post, origin):
        """Turn it into proposals, whose author it names no more; the post reviews them (None: the
        delegation).
        """
        row = self.contribution
        common = {"from_name": row.from_name, "from_email": row.from_email, "post": post}
        changes = [(name, self.read_field(name), text) for name, text in row.values.items()]
        changes = [change for change in changes if change[1] != change[2]]
        comment = row.comment or ("" if changes else self.WITHOUT_DETAIL[row.is_new])
        target, changes = row if row.is_new else row.partnership, changes or [("", "", "")]
        Proposal.objects.propose(target, changes, comment=comment, origin=origin, **common)
        row.confirmed_at, row.from_name, row.from_email = timezone.now(), "", ""
        row.save()
