"""Links sent by mail: signed, made for one purpose and one person, expiring, revocable."""

import uuid

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.signing import BadSignature
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.mailing.tokens import signer


class SignedLinkQuerySet(models.QuerySet):
    def open(self):
        """Those that still answer."""
        return self.filter(
            used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now()
        )

    def about(self, target):
        """Those whose target is this object."""
        kind = ContentType.objects.get_for_model(target)
        return self.filter(content_type=kind, object_id=target.pk)

    def issue(self, purpose, target, *, to, lasts):
        """A new link for the address `to`, open during the timedelta `lasts`."""
        return self.create(
            purpose=purpose, target=target, sent_to=to, expires_at=timezone.now() + lasts
        )

    def read(self, token, purpose):
        """The link of a token; None when it was not signed for this purpose, or is forgotten."""
        try:
            key = uuid.UUID(signer(purpose).unsign(token))
        except (BadSignature, ValueError):
            return None
        return self.filter(pk=key, purpose=purpose).select_related("content_type").first()

    def revoke(self, purpose, target):
        """Close the open links of a target; returns how many they were."""
        return self.open().about(target).filter(purpose=purpose).update(revoked_at=timezone.now())


class SignedLink(models.Model):
    """A link in a mail. Its token is signed, never stored: the base alone opens nothing.

    Opening it changes nothing; `use()` answers True to one caller only.
    """

    class Purpose(models.TextChoices):
        CONFIRM = "confirm", "confirmer une entrée"
        DEPARTURE = "departure", "répondre à un départ annoncé"
        SIGN_IN = "sign_in", "se connecter"
        INVITATION = "invitation", "ouvrir un compte"
        UNSUBSCRIBE = "unsubscribe", "ne plus recevoir"
        CONTRIBUTION = "contribution", "confirmer une contribution"
        MEETING = "meeting", "répondre à une invitation"
        ALERT = "alert", "confirmer une alerte"
        ALERTS = "alerts", "régler ses alertes"
        OPINION = "opinion", "rédiger un avis"
        VALIDATION = "validation", "valider un avis"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField("objet", max_length=20, choices=Purpose)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey()
    sent_to = models.EmailField("envoyé à")
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("expire le")
    used_at = models.DateTimeField("utilisé le", null=True, blank=True)
    answer = models.CharField("réponse", max_length=20, blank=True)
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)

    objects = SignedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien signé"
        verbose_name_plural = "liens signés"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="link_target")]
        constraints = [
            models.CheckConstraint(
                name="link_expires_after_its_creation",
                condition=Q(expires_at__gt=F("created_at")),
                violation_error_message="Un lien expire après sa création.",
            ),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()}, pour {self.sent_to}"

    @property
    def token(self):
        return signer(self.purpose).sign(self.pk.hex)

    @property
    def is_open(self):
        return not (self.used_at or self.revoked_at) and timezone.now() < self.expires_at

    @property
    def why_closed(self):
        """Why the link no longer answers, as a sentence; "" while it does."""
        if self.used_at:
            return f"Ce lien a déjà servi le {moment(self.used_at)}."
        if self.revoked_at:
            return f"Ce lien a été annulé le {moment(self.revoked_at)}."
        if not self.is_open:
            return f"Ce lien a expiré le {moment(self.expires_at)}."
        return ""

    def use(self, answer=""):
        """Close the link with an answer: True for the one caller who did, False for any other."""
        now = timezone.now()
        closed = type(self).objects.open().filter(pk=self.pk).update(used_at=now, answer=answer)
        self.refresh_from_db()
        return bool(closed)


IN_PARIS = ", heure de Paris"


def moment(at):
    """« 3 mars 2026 à 14 h 05, heure de Paris »: posts are elsewhere."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'DATETIME_FORMAT')}{IN_PARIS}"
