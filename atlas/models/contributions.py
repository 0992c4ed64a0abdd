"""Corrections and new partnerships that authorities propose, without an account."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from correspondents.models import Country, Place
from correspondents.records.fields import optional_key
from correspondents.records.tracking import tracked

from .authorities import LocalAuthority
from .foreign import ForeignAuthority
from .partnerships import Partnership


class ContributionQuerySet(models.QuerySet):
    def given_up(self, before):
        """Contributions made before this moment and never confirmed."""
        return self.filter(confirmed_at__isnull=True, made_at__lt=before)


@tracked(exclude=["from_name", "from_email"])
class Contribution(models.Model):
    """A correction of a partnership, or a new one; kept until its author's address is confirmed.

    Then it becomes proposals, about the partnership when there is one, else about itself: the
    first that is accepted creates the partnership. The name and the address go with the proposals.
    `values` are texts by field, as proposals write them.
    """

    partnership = optional_key(Partnership, "contributions", models.CASCADE)
    is_new = models.BooleanField("nouveau partenariat", default=False)
    lead = optional_key(LocalAuthority, "contributions")
    lead_name = models.CharField("collectivité absente de la liste", max_length=200, blank=True)
    country = optional_key(Country)
    partner = optional_key(ForeignAuthority, "contributions", verbose_name="partenaire")
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
    def foreign_country(self):
        return self.country if self.is_new else self.partnership.partner.country

    @property
    def kind(self):
        """The kind of partnership that its author said, or ""."""
        return self.values.get("kind", "")

    @property
    def same(self):
        """The other new partnerships, not created yet, of the same two; any may be the same."""
        rows = Contribution.objects.filter(is_new=True, partnership=None, country=self.country)
        rows = rows.filter(lead=self.lead, partner=self.partner).exclude(pk=self.pk)
        if self.lead is None:
            rows = rows.filter(lead_name__iexact=self.lead_name)
        if self.partner is None:
            rows = rows.filter(partner_name__iexact=self.partner_name)
        rows = rows.select_related("lead", "partner")
        return [row for row in rows if not (self.kind and row.kind) or row.kind == self.kind]

    def begin(self, **values):
        """Create the partnership, and its sides that are new.

        A new side may be another spelling of an old one: the queue « à rapprocher » finds it.
        A partnership that was taken back has its number again, that mails and pages have told.
        Raises ValidationError when the partnership is there already.
        """
        self.lead, self.partner = self.sides()
        told = Contribution.pgh_event_model.objects.filter(
            pgh_obj=self.pk, partnership__isnull=False
        ).last()
        if told:
            values["pk"] = told.partnership_id
        self.partnership = Partnership.objects.begin(self.lead, self.partner, **values)
        self.save()

    def sides(self):
        """Both authorities as they are today; a new one is not saved yet."""
        lead = self.lead.current if self.lead else self._own_lead()
        return lead, self.partner or self._own_partner()

    def _own_lead(self):
        """The authority of no register with this name, new if there is none."""
        by_hand = LocalAuthority.objects.existing().filter(
            is_kept_by_hand=True, name=self.lead_name
        )
        return by_hand.first() or LocalAuthority(
            type=LocalAuthority.Type.OTHER, name=self.lead_name, is_kept_by_hand=True
        )

    def _own_partner(self):
        """The authority of the town, or of the name, new if there is none."""
        standing = ForeignAuthority.objects.standing()
        if place := Place.objects.filter(pk=self.geonames_id).first():
            authorities = standing.filter(geonames_id=place.pk)
            return authorities.first() or ForeignAuthority.at(place)
        authorities = standing.called(self.partner_name, self.country)
        return authorities.first() or ForeignAuthority(name=self.partner_name, country=self.country)
