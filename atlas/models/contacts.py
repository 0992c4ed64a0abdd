"""The people of French authorities who agreed to receive mails, and may withdraw."""

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from correspondents.models import SignedLink
from correspondents.records.fields import foreign_key
from correspondents.records.tracking import tracked

from .authorities import LocalAuthority
from .members import FrenchMember
from .partnerships import Partnership


def oldest_agreement():
    """The first day whose agreement still counts."""
    return timezone.localdate() - relativedelta(months=settings.RETENTION_CONSENTS_MONTHS)


def working_where_seen(user):
    """The French authorities of the partnerships that the account may see, leads and others."""
    seen = Partnership.objects.visible_to(user)
    members = FrenchMember.objects.filter(partnership__in=seen)
    return LocalAuthority.objects.filter(
        Q(pk__in=seen.values("lead")) | Q(pk__in=members.values("authority"))
    )


class AuthorityContactQuerySet(models.QuerySet):
    def consenting(self):
        """Contacts who may receive mails: their agreement is recent and not withdrawn."""
        return self.filter(withdrawn_on=None, consented_on__gte=oldest_agreement())

    def lapsed(self):
        """Contacts to delete: their agreement is old, or was withdrawn long ago."""
        before = oldest_agreement()
        return self.filter(
            Q(withdrawn_on__lt=before) | Q(withdrawn_on=None, consented_on__lt=before)
        )

    def of(self, authorities):
        return self.filter(authority__in=authorities)

    def visible_to(self, user):
        """All for the delegation; for a post, those of authorities that work where it serves."""
        return self if user.is_delegation else self.filter(authority__in=working_where_seen(user))

    def by_authority(self):
        return self.select_related("authority").order_by("authority__name_norm", "name", "pk")


@tracked()
class AuthorityContact(models.Model):
    """Somebody of a French authority who agreed to be invited to meetings: personal data.

    Never shown in public; no guest sees the address of another.
    """

    authority = foreign_key(LocalAuthority, "contacts", verbose_name="collectivité")
    name = models.CharField("prénom et nom", max_length=160)
    role = models.CharField("fonction", max_length=160, blank=True)
    email = models.EmailField("courriel")
    consented_on = models.DateField("accord donné le")
    consent_source = models.CharField(
        "comment l’accord a été donné",
        max_length=200,
        help_text="Un courriel du 3 mars, un formulaire, une réunion.",
    )
    withdrawn_on = models.DateField("accord retiré le", null=True, blank=True)

    objects = AuthorityContactQuerySet.as_manager()

    class Meta:
        verbose_name = "contact d’une collectivité"
        verbose_name_plural = "contacts des collectivités"
        ordering = ["authority__name_norm", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                "authority",
                Lower("email"),
                name="one_contact_of_an_address_in_an_authority",
                violation_error_message="Cette adresse est déjà celle d’un contact de cette "
                "collectivité.",
            ),
            models.CheckConstraint(
                name="consent_is_withdrawn_once_given",
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("consented_on")),
                violation_error_message="Un accord est retiré après avoir été donné.",
            ),
            models.CheckConstraint(
                name="consent_says_how_it_was_given",
                condition=~Q(consent_source=""),
                violation_error_message="Dites comment l’accord a été donné.",
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.authority})"

    def clean(self):
        if self.consented_on and self.consented_on > timezone.localdate():
            raise ValidationError({"consented_on": "Un accord ne se donne pas dans l’avenir."})

    @property
    def is_lapsed(self):
        """Whether the agreement is too old to be relied on, without having been withdrawn."""
        return not self.withdrawn_on and self.consented_on < oldest_agreement()

    @transaction.atomic
    def withdraw(self):
        """Withdraw the agreement at once and close the open links; the first day counts."""
        if self.withdrawn_on:
            return
        self.withdrawn_on = max(timezone.localdate(), self.consented_on)
        self.save(update_fields=["withdrawn_on"])
        self.close_links()

    def close_links(self):
        """Close the links sent so far: the agreement is withdrawn, or the address has changed."""
        for invitation in self.invitations.all():
            SignedLink.objects.revoke(SignedLink.Purpose.MEETING, invitation)
