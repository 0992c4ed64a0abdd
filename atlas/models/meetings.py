"""Who may be written to in a French authority, the meetings they are invited to, their answers."""

from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from correspondents.history import tracked
from correspondents.models import SignedLink
from correspondents.models.visibility import OfAPost

from .authorities import LocalAuthority
from .coordination import author_fields
from .foreign import ForeignAuthority
from .members import FrenchMember
from .partnerships import Partnership


class AuthorityContactQuerySet(models.QuerySet):
    def consenting(self):
        """Those who may be written to: they agreed, lately enough, and have not gone back on it."""
        since = timezone.localdate() - relativedelta(months=settings.RETENTION_CONSENTS_MONTHS)
        return self.filter(withdrawn_on=None, consented_on__gte=since)

    def lapsed(self):
        """Those that are kept no longer: withdrawn for long, or never asked again since."""
        before = timezone.localdate() - relativedelta(months=settings.RETENTION_CONSENTS_MONTHS)
        return self.filter(
            Q(withdrawn_on__lt=before) | Q(withdrawn_on=None, consented_on__lt=before)
        )

    def of(self, authorities):
        return self.filter(authority__in=authorities)

    def visible_to(self, user):
        """All for the delegation; for a post, those of who works in the countries it serves."""
        if user.is_delegation:
            return self
        seen = Partnership.objects.visible_to(user)
        members = FrenchMember.objects.filter(partnership__in=seen)
        return self.filter(
            Q(authority__in=seen.values("lead")) | Q(authority__in=members.values("authority"))
        )

    def by_authority(self):
        return self.select_related("authority").order_by("authority__name_norm", "name", "pk")


@tracked()
class AuthorityContact(models.Model):
    """Somebody of a French authority who agreed to be invited to meetings: personal data.

    Never shown in public, nor the address to anybody invited beside.
    """

    authority = models.ForeignKey(
        LocalAuthority, models.PROTECT, verbose_name="collectivité", related_name="contacts"
    )
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
    def may_be_invited(self):
        return type(self).objects.consenting().filter(pk=self.pk).exists()

    @transaction.atomic
    def withdraw(self):
        """« Ne plus m’écrire »: at once; the first day is kept, the open links answer no more."""
        if self.withdrawn_on:
            return
        self.withdrawn_on = max(timezone.localdate(), self.consented_on)
        self.save(update_fields=["withdrawn_on"])
        for invitation in self.invitations.all():
            SignedLink.objects.revoke(SignedLink.Purpose.MEETING, invitation)


class MeetingQuerySet(OfAPost):
    def coming(self):
        return self.filter(held_on__gte=timezone.localdate())

    def with_places(self):
        return self.select_related("territory__country", "post")


@tracked()
class Meeting(models.Model):
    """A meeting about a territory, to which authorities are invited by mail."""

    territory = models.ForeignKey(
        ForeignAuthority,
        models.PROTECT,
        verbose_name="territoire partenaire",
        related_name="meetings",
    )
    held_on = models.DateField("jour")
    hour = models.CharField(
        "heure", max_length=60, blank=True, help_text="Exemple : 15 h, heure de Paris"
    )
    place = models.CharField("lieu ou lien", max_length=300)
    message = models.TextField("message", max_length=3000)
    post, invited_by = author_fields()
    created_at = models.DateTimeField("écrite le", default=timezone.now, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "réunion"
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="meeting_says_where_and_why",
                condition=~Q(place="") & ~Q(message=""),
                violation_error_message="Une réunion a un lieu ou un lien, et un message.",
            ),
        ]

    def __str__(self):
        return f"Réunion du {self.held_on:%d/%m/%Y}, {self.territory}"

    @property
    def is_over(self):
        return self.held_on < timezone.localdate()

    @property
    def host(self):
        """Who invites, as a mail says it: never a person's name."""
        return self.post.name if self.post_id else settings.DELEGATION_NAME


class InvitationQuerySet(OfAPost):
    post_path = "meeting__post"

    def by_authority(self):
        return self.select_related("authority", "contact").order_by("authority__name_norm", "pk")


@tracked()
class Invitation(models.Model):
    """What an authority's contact was asked, and answered; it outlives the contact's data."""

    class Answer(models.TextChoices):
        COMING = "coming", "viendra"
        NOT_COMING = "not_coming", "ne viendra pas"

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, verbose_name="réunion", related_name="invitations"
    )
    authority = models.ForeignKey(
        LocalAuthority, models.PROTECT, verbose_name="collectivité", related_name="+"
    )
    contact = models.ForeignKey(
        AuthorityContact,
        models.SET_NULL,
        verbose_name="contact",
        related_name="invitations",
        null=True,
    )
    answer = models.CharField("réponse", max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "contact"],
                name="one_invitation_of_a_contact_to_a_meeting",
                violation_error_message="Ce contact est déjà invité à cette réunion.",
            ),
            models.CheckConstraint(
                name="invitation_answer_is_dated",
                condition=Q(answer="", answered_at=None)
                | Q(answer__in=["coming", "not_coming"], answered_at__isnull=False),
                violation_error_message="Une réponse est « viendra » ou « ne viendra pas », datée.",
            ),
        ]

    def __str__(self):
        return f"{self.authority} : {self.get_answer_display() or 'sans réponse'}"

    def reply(self, answer):
        """Note what the authority answers; the last answer counts. Raises ValidationError once
        the meeting is over."""
        if self.meeting.is_over:
            raise ValidationError("La réunion est passée : il n’y a plus rien à répondre.")
        self.answer, self.answered_at = self.Answer(answer), timezone.now()
        self.save(update_fields=["answer", "answered_at"])

    def issue_link(self):
        """A new link to answer by, open until the end of the day of the meeting."""
        midnight = datetime.combine(self.meeting.held_on + timedelta(days=1), time())
        lasts = timezone.make_aware(midnight) - timezone.now()
        return SignedLink.objects.issue(
            SignedLink.Purpose.MEETING, self, to=self.contact.email, lasts=lasts
        )
