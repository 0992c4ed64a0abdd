"""What somebody of an authority would have the inventory say, without an account."""

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from correspondents.models import Country, Place, Proposal
from correspondents.models.proposable import Fact
from correspondents.records.tracking import tracked

from .authorities import LocalAuthority
from .foreign import ForeignAuthority
from .partnerships import Partnership


class ContributionQuerySet(models.QuerySet):
    def unconfirmed(self):
        """Those whose address nobody has confirmed: nobody reviews them."""
        return self.filter(confirmed_at__isnull=True)

    def given_up(self, before):
        """Those that were never confirmed, made before this moment."""
        return self.unconfirmed().filter(made_at__lt=before)


@tracked(exclude=["from_name", "from_email"])
class Contribution(models.Model):
    """A correction of a partnership, or a new one; kept until its author's address is confirmed.

    Then it becomes proposals, about the partnership when there is one, else about itself: the
    first that is accepted creates the partnership. The name and the address go with the proposals.
    `values` are texts by field, as proposals write them.
    """

    partnership = models.ForeignKey(
        Partnership,
        models.CASCADE,
        verbose_name="partenariat",
        related_name="contributions",
        null=True,
        blank=True,
    )
    is_new = models.BooleanField("nouveau partenariat", default=False)
    lead = models.ForeignKey(
        LocalAuthority,
        models.PROTECT,
        verbose_name="collectivité française",
        related_name="contributions",
        null=True,
        blank=True,
    )
    lead_name = models.CharField("collectivité absente de la liste", max_length=200, blank=True)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        verbose_name="pays ou territoire",
        related_name="+",
        null=True,
        blank=True,
    )
    partner = models.ForeignKey(
        ForeignAuthority,
        models.PROTECT,
        verbose_name="partenaire",
        related_name="contributions",
        null=True,
        blank=True,
    )
    geonames_id = models.PositiveIntegerField(
        "identifiant GeoNames du partenaire", null=True, blank=True
    )
    partner_name = models.CharField("partenaire inconnu", max_length=200, blank=True)
    values = models.JSONField("valeurs", default=dict, blank=True)
    comment = models.TextField("explication", blank=True)
    from_name = models.CharField("nom et fonction", max_length=160, blank=True)
    from_email = models.EmailField("courriel", blank=True)
    made_at = models.DateTimeField("reçue le", default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField("confirmée le", null=True, blank=True)

    objects = ContributionQuerySet.as_manager()

    REPORT_ACCEPTED = (
        "Accepter enregistre le partenariat, sans autre détail que ce que vous acceptez."
    )
    WITHOUT_DETAIL = {True: "Partenariat à ajouter.", False: "Rien ne diffère plus de la fiche."}
    FOLLOW_UPS = {}

    class Meta:
        verbose_name = "contribution d’une collectivité"
        verbose_name_plural = "contributions des collectivités"
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="contribution_names_a_partnership_or_both_sides",
                condition=Q(is_new=False, partnership__isnull=False)
                | Q(is_new=True, country__isnull=False)
                & (Q(lead__isnull=False) | ~Q(lead_name=""))
                & (Q(partner__isnull=False) | ~Q(partner_name="")),
                violation_error_message="Une contribution nomme un partenariat, ou ses deux côtés.",
            ),
            models.CheckConstraint(
                name="confirmed_contribution_names_nobody",
                condition=Q(confirmed_at__isnull=True) | Q(from_name="", from_email=""),
                violation_error_message="Le nom et l’adresse partent avec la proposition.",
            ),
        ]

    def __str__(self):
        if not self.is_new:
            return str(self.partnership)
        return f"{self.lead or self.lead_name} – {self.partner or self.partner_name}"

    def get_absolute_url(self):
        """The partnership's page; until there is one, that of the country."""
        return (self.partnership or self.country).get_absolute_url()

    @property
    def public_label(self):
        return f"{self} ({self.foreign_country})"

    @property
    def foreign_country(self):
        return self.country if self.is_new else self.partnership.partner.country

    @transaction.atomic
    def confirm_address(self, *, post):
        """Its author's address is right: the post reviews it (None: the delegation)."""
        said = {"from_name": self.from_name, "from_email": self.from_email}
        self.hand_over(post=post, origin=Proposal.Origin.AUTHORITY, **said)

    @transaction.atomic
    def hand_over(self, **said):
        """Turn it into proposals; `said` is what they have in common: reviewer, origin, author."""
        target = self if self.is_new else self.partnership
        changes = [(name, target.read_field(name), text) for name, text in self.values.items()]
        changes = [change for change in changes if change[1] != change[2]]
        comment = self.comment or ("" if changes else self.WITHOUT_DETAIL[self.is_new])
        Proposal.objects.propose(target, changes or [("", "", "")], comment=comment, **said)
        self.confirmed_at, self.from_name, self.from_email = timezone.now(), "", ""
        self.save()

    # What the review of proposals asks of a partnership that is not there yet.

    @property
    def shown(self):
        return self.partnership or Partnership()

    def facts(self):
        """Both sides as they were told, then the record once there is one."""
        lead = self.lead.told_apart if self.lead else f"{self.lead_name} (absente de la liste)"
        partner = self.partner or f"{self.partner_name} (encore inconnu de l’Atlas)"
        sides = [
            Fact("Collectivité française", lead, ""),
            Fact("Partenaire", f"{partner}, {self.country}", ""),
        ]
        return sides + (self.partnership.facts() if self.partnership else [])

    def field_label(self, name):
        return self.shown.field_label(name)

    def show_value(self, name, text):
        return self.shown.show_value(name, text)

    def read_field(self, name):
        """Nothing until a first field is accepted."""
        return self.partnership.read_field(name) if self.partnership else ""

    @transaction.atomic
    def accept_changes(self, changes, *, by):
        """Write accepted values on the partnership, which the first ones create."""
        if self.partnership is None:
            self.begin(**{name: text for name, text in changes.items() if name == "kind"})
        self.partnership.accept_changes(changes, by=by)

    def begin(self, **values):
        """Create the partnership, and a side that nobody knew.

        Such a side may be another spelling of a known one: the queue « à rapprocher » finds it.
        Raises ValidationError when the partnership is there already.
        """
        self.lead, self.partner = self.sides()
        self.partnership = Partnership.objects.begin(
            self.lead, self.partner, source="Collectivité", **values
        )
        self.save()

    def sides(self):
        """Both authorities as they are today, not saved yet when nobody knew them."""
        lead = self.lead.current if self.lead else self._own_lead()
        return lead, self.partner or self._own_partner()

    def _own_lead(self):
        """The authority of no register that bears the name, new if need be."""
        by_hand = LocalAuthority.objects.existing().filter(
            is_kept_by_hand=True, name=self.lead_name
        )
        return by_hand.first() or LocalAuthority(
            type=LocalAuthority.Type.OTHER, name=self.lead_name, is_kept_by_hand=True
        )

    def _own_partner(self):
        """The authority of the town, or of the name, new if need be."""
        standing, place = ForeignAuthority.objects.standing(), self._place()
        if place:
            authorities = standing.filter(geonames_id=place.pk)
            return authorities.first() or ForeignAuthority.at(place)
        authorities = standing.called(self.partner_name, self.country)
        return authorities.first() or ForeignAuthority(name=self.partner_name, country=self.country)

    def _place(self):
        return Place.objects.filter(pk=self.geonames_id).first() if self.geonames_id else None

    def refuse_change(self, name, *, by):
        """Proposing a field has changed nothing: there is nothing to undo."""

    def accept_report(self, *, by):
        """The partnership is told without any detail: it exists, that is all."""
        if self.partnership:
            self.partnership.accept_report(by=by)
        else:
            self.begin()
