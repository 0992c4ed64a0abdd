"""The outbox: mails are rows, written in the transaction of what they tell, sent by a command."""

import re
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

# Minutes between one failed attempt and the next; after the last one the mail is dead.
BACK_OFF = [1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60]

# What a visitor writes from the site, and the receipt of it.
VISITORS_KINDS = ["contact_request", "contact_receipt"]

MESSAGE_ID = re.compile(r"<message-(?P<pk>[0-9]{1,18})-[0-9a-f]+@", re.ASCII)


class MessageQuerySet(models.QuerySet):
    def waiting(self):
        """Neither sent nor given up."""
        return self.filter(sent_at__isnull=True, dead_at__isnull=True)

    def ready(self):
        """Those to be sent now, oldest first."""
        return self.waiting().filter(next_try_at__lte=timezone.now()).order_by("next_try_at", "id")

    def sent(self):
        return self.filter(sent_at__isnull=False)

    def dead(self):
        """Those that no attempt could send, and that may be tried again."""
        return self.filter(dead_at__isnull=False).exclude(text="")

    def returned(self):
        """Those that left and came back: their text is gone, so they are not tried again."""
        return self.filter(dead_at__isnull=False, text="")

    def of_visitors_kept_long_enough(self):
        """Mails of « Écrire au poste » and their receipts, sent or not, to be deleted: a visitor's
        words and address are kept for CONTACT_TEXT_DAYS days at the most."""
        oldest = timezone.now() - timedelta(days=settings.CONTACT_TEXT_DAYS)
        return self.filter(kind__in=VISITORS_KINDS, created_at__lt=oldest)

    def of_message_id(self, text):
        """The one that left under a Message-ID; None when it is not one of ours."""
        match = MESSAGE_ID.search(text or "")
        message = self.filter(pk=match["pk"]).first() if match else None
        return message if message and message.message_id in text else None


class Message(models.Model):
    """A mail to one address. `key` says what it is the only one of: the same key, no second mail.

    Its text is forgotten once it is sent: links in it open things.
    """

    key = models.CharField("clé", max_length=200, unique=True)
    kind = models.CharField("modèle", max_length=60)
    to = models.EmailField("destinataire")
    subject = models.CharField("objet", max_length=200)
    text = models.TextField("texte", blank=True)
    html = models.TextField("HTML", blank=True)
    headers = models.JSONField("en-têtes", default=dict, blank=True)
    calendar = models.TextField("agenda", blank=True)
    created_at = models.DateTimeField("écrit le", default=timezone.now, editable=False)
    next_try_at = models.DateTimeField("prochain essai le", default=timezone.now)
    tries = models.PositiveSmallIntegerField("essais", default=0)
    last_error = models.CharField("dernière erreur", max_length=300, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    dead_at = models.DateTimeField("abandonné le", null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "courriel"
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(sent_at__isnull=True, dead_at__isnull=True),
                name="message_waiting",
            ),
            models.Index(fields=["to"], name="message_recipient"),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_is_sent_or_dead",
                condition=Q(sent_at__isnull=True) | Q(dead_at__isnull=True),
                violation_error_message="Un courriel envoyé n’est pas abandonné.",
            ),
            models.CheckConstraint(
                name="sent_message_keeps_no_text",
                condition=Q(sent_at__isnull=True) | Q(text="", html=""),
                violation_error_message="Le texte d’un courriel envoyé n’est pas gardé.",
            ),
            models.CheckConstraint(
                name="subject_is_one_line",
                condition=~Q(subject__regex=r"[\r\n]") & ~Q(subject=""),
                violation_error_message="L’objet d’un courriel tient sur une ligne.",
            ),
        ]

    def __str__(self):
        return f"{self.subject} → {self.to}"

    @property
    def message_id(self):
        """Its Message-ID, the same at each attempt; signed, so that nobody can guess one and
        send us a delivery report that we would believe."""
        digest = salted_hmac("correspondents.mail", str(self.pk), algorithm="sha256").hexdigest()
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
        return f"<message-{self.pk}-{digest[:24]}@{domain}>"

    def note_sent(self):
        self.sent_at, self.text, self.html, self.last_error = timezone.now(), "", "", ""
        self.calendar = ""  # who is invited, and where
        self.headers = {}  # a visitor's address, the link to unsubscribe
        self.tries += 1
        self.save()

    def note_failure(self, error, *, is_final=False):
        """Try again later, each time a longer while; give up after the last one, or at once."""
        self.last_error = str(error)[:300]
        if is_final or self.tries >= len(BACK_OFF):
            self.dead_at = timezone.now()
        else:
            self.next_try_at = timezone.now() + timedelta(minutes=BACK_OFF[self.tries])
        self.tries += 1
        self.save()

    def note_return(self, reason):
        """It was sent and came back: it is dead, and its text is no longer there to be retried."""
        self.sent_at, self.dead_at, self.last_error = None, timezone.now(), str(reason)[:300]
        self.save(update_fields=["sent_at", "dead_at", "last_error"])

    def retry(self):
        """Bring a dead mail back to life, as if just written; one that came back stays dead."""
        if not self.text:
            return
        self.dead_at, self.tries, self.next_try_at = None, 0, timezone.now()
        self.save(update_fields=["dead_at", "tries", "next_try_at"])
