"""The meetings that the contacts of French authorities are invited to, and their answers."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.models import SignedLink
from correspondents.models.visibility import OfAPost
from correspondents.records.fields import foreign_key
from correspondents.records.tracking import tracked

from .authorities import LocalAuthority
from .contacts import AuthorityContact
from .coordination import author_fields
from .foreign import ForeignAuthority


class MeetingQuerySet(OfAPost):
    def with_places(self):
        return self.select_related("territory__country", "post")


@tracked()
class Meeting(models.Model):
    """A meeting about a territory, to which authorities are invited by mail."""

    territory = foreign_key(ForeignAuthority, "meetings", verbose_name="territoire partenaire")
    held_on = models.DateField("jour")
    hour = models.CharField(
        "heure", max_length=60, blank=True, help_text="Exemple : 15 h, heure de Paris"
    )
    start_time = models.TimeField("début", null=True, blank=True)
    end_time = models.TimeField("fin", null=True, blank=True, help_text="Vide : une heure après.")
    time_zone = models.CharField("fuseau horaire", max_length=64, blank=True)
    place = models.CharField("lieu ou lien", max_length=300)
    message = models.TextField("message", max_length=3000)
    post, invited_by = author_fields()
    created_at = models.DateTimeField("écrite le", default=timezone.now, editable=False)
    moves = models.PositiveSmallIntegerField("fois déplacée", default=0, editable=False)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True, editable=False)
    cancel_reason = models.CharField("raison de l’annulation", max_length=500, blank=True)

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
            models.CheckConstraint(
                name="meeting_ends_after_it_starts",
                condition=Q(start_time=None, end_time=None, time_zone="")
                | Q(start_time__isnull=False)
                & ~Q(time_zone="")
                & (Q(end_time=None) | Q(end_time__gt=F("start_time"))),
                violation_error_message="Une réunion a un début, un fuseau, et finit après.",
            ),
            models.CheckConstraint(
                name="cancelled_meeting_says_why",
                condition=Q(cancelled_at=None, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                violation_error_message="Dites pourquoi la réunion est annulée.",
            ),
        ]

    def __str__(self):
        return f"Réunion du {date_format(self.held_on, 'j F Y')}, {self.territory}"

    @property
    def is_over(self):
        return self.held_on < timezone.localdate()

    @property
    def is_cancelled(self):
        return self.cancelled_at is not None

    @property
    def is_coming(self):
        """Whether it may still be answered, moved or cancelled."""
        return not (self.is_over or self.is_cancelled)

    @property
    def authorities(self):
        """The French authorities that are invited."""
        invited = self.invitations.values("authority")
        return LocalAuthority.objects.filter(pk__in=invited).order_by("name_norm", "pk")

    @property
    def host(self):
        """The name of the post or of the delegation, in whose name it is held."""
        return self.post.name if self.post_id else settings.DELEGATION_NAME


class InvitationQuerySet(OfAPost):
    post_path = "meeting__post"

    def to_notify(self):
        """Invitations whose guests learn of a change: they neither refused nor withdrew."""
        agreed = AuthorityContact.objects.consenting()
        return self.filter(contact__in=agreed).exclude(answer=Invitation.Answer.NOT_COMING)

    def by_authority(self):
        return self.select_related("authority", "contact").order_by("authority__name_norm", "pk")


@tracked()
class Invitation(models.Model):
    """The invitation of a contact and its answer; it outlives the contact's data."""

    class Answer(models.TextChoices):
        COMING = "coming", "viendra"
        NOT_COMING = "not_coming", "ne viendra pas"

    meeting = foreign_key(Meeting, "invitations", models.CASCADE)
    authority = foreign_key(LocalAuthority, verbose_name="collectivité")
    contact = foreign_key(
        AuthorityContact, "invitations", models.SET_NULL, verbose_name="contact", null=True
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
        the meeting is over or cancelled."""
        if not self.meeting.is_coming:
            over = "annulée" if self.meeting.is_cancelled else "passée"
            raise ValidationError(f"La réunion est {over} : il n’y a plus rien à répondre.")
        self.answer, self.answered_at = self.Answer(answer), timezone.now()
        self.save(update_fields=["answer", "answered_at"])

    @property
    def links_close_at(self):
        """The end of the day of the meeting."""
        midnight = datetime.combine(self.meeting.held_on + timedelta(days=1), time())
        return timezone.make_aware(midnight)

    def issue_link(self):
        """A new link to answer by, open until the end of the day of the meeting."""
        lasts = self.links_close_at - timezone.now()
        return SignedLink.objects.issue(
            SignedLink.Purpose.MEETING, self, to=self.contact.email, lasts=lasts
        )

    def follow_the_day(self):
        """The link sent before closes with the new day of the meeting; returns it, or None."""
        sent = SignedLink.objects.open().about(self).filter(purpose=SignedLink.Purpose.MEETING)
        sent.update(expires_at=self.links_close_at)
        return sent.first()
