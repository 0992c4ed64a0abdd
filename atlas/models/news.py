"""News of the posts and the delegation: drafted, submitted, published, withdrawn."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from correspondents.models import Country, Post, Zone
from correspondents.records.fields import account, optional_key
from correspondents.records.text import normalised_field
from correspondents.records.tracking import tracked

from .news_querysets import NewsItemQuerySet
from .sourced import Sourced, sourced
from .themes import Theme


@tracked(exclude=["text_norm"])
class NewsItem(Sourced):
    """A piece of news about a country or a whole zone, with its source.

    A post drafts it and submits it; the delegation publishes it, or the post itself when the
    delegation trusts it with that (`Post.publishes_news_itself`). Withdrawn, it is gone, for good
    after a day.
    """

    class Kind(models.TextChoices):
        LEGAL = "legal", "cadre légal"
        ELECTIONS = "elections", "élections locales"
        THEMATIC = "thematic", "thématique"
        OPPORTUNITY = "opportunity", "opportunité"
        SECURITY = "security", "sécurité"
        AGENDA = "agenda", "agenda"

    class Status(models.TextChoices):
        DRAFT = "draft", "brouillon"
        SUBMITTED = "submitted", "à relire"
        PUBLISHED = "published", "publiée"
        WITHDRAWN = "withdrawn", "retirée"

    DATED = [Kind.ELECTIONS, Kind.AGENDA]
    LACKS = "Il manque à cette actualité : "

    kind = models.CharField("nature", max_length=12, choices=Kind)
    country = optional_key(Country, "news")
    zone = optional_key(Zone, "news", verbose_name="ou toute une zone")
    themes = models.ManyToManyField(
        Theme, verbose_name="thématiques", related_name="news", blank=True
    )
    title = models.CharField("titre", max_length=160)
    text = models.TextField(
        "texte",
        max_length=5000,
        help_text="Texte simple : une ligne vide sépare deux paragraphes.",
    )
    effective_on = models.DateField(
        "date d’effet",
        null=True,
        blank=True,
        help_text="Le jour de l’événement ou de l’entrée en vigueur ; nécessaire pour des "
        "élections et pour l’agenda.",
    )
    expires_on = models.DateField(
        "dernier jour d’actualité",
        null=True,
        blank=True,
        help_text="Elle quitte les listes le lendemain. Vide : jusqu’à son retrait.",
    )
    post = optional_key(Post, "news", help_text="Celui qui l’a écrite ; vide : la délégation.")
    author = account("écrite par", blank=True)
    status = models.CharField(
        "situation", max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    review_note = models.CharField(
        "ce que la délégation demande", max_length=500, blank=True, editable=False
    )
    submitted_at = models.DateTimeField("soumise le", null=True, blank=True, editable=False)
    published_at = models.DateTimeField("publiée le", null=True, blank=True, editable=False)
    published_by = account("publiée par", blank=True, editable=False)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True, editable=False)
    updated_at = models.DateTimeField("modifiée le", default=timezone.now, editable=False)
    text_norm = normalised_field("title", "text")

    objects = NewsItemQuerySet.as_manager()

    class Meta:
        verbose_name = "actualité"
        ordering = ["-updated_at", "-id"]
        indexes = [
            models.Index(fields=["status", "-published_at"], name="news_published"),
        ]
        constraints = [
            models.CheckConstraint(
                name="news_is_of_a_country_or_of_a_zone",
                condition=Q(country__isnull=True) | Q(zone__isnull=True),
                violation_error_message="Une actualité porte sur un pays ou sur toute une zone : "
                "choisissez l’un des deux.",
            ),
            models.CheckConstraint(
                name="news_expires_after_it_takes_effect",
                condition=Q(effective_on__isnull=True)
                | Q(expires_on__isnull=True)
                | Q(expires_on__gte=F("effective_on")),
                violation_error_message="Le dernier jour d’actualité suit la date d’effet.",
            ),
            models.CheckConstraint(
                name="dated_news_has_its_day",
                condition=~Q(kind__in=["elections", "agenda"])
                | Q(effective_on__isnull=False)
                | Q(status="draft"),
                violation_error_message="Des élections et une date d’agenda ont leur jour : "
                "remplissez la date d’effet.",
            ),
            models.CheckConstraint(
                name="elections_are_those_of_a_country",
                condition=~Q(kind="elections") | Q(zone__isnull=True),
                violation_error_message="Des élections locales sont celles d’un pays, pas de "
                "toute une zone.",
            ),
            models.CheckConstraint(
                name="news_has_its_source",
                condition=sourced() | Q(status="draft"),
                violation_error_message="Une actualité donne sa source et l’adresse de celle-ci.",
            ),
            models.CheckConstraint(
                name="news_is_whole_once_submitted",
                condition=Q(status="draft")
                | (Q(country__isnull=False) | Q(zone__isnull=False)) & ~Q(kind="") & ~Q(text=""),
                violation_error_message="Une actualité soumise a sa nature, son pays ou sa zone, "
                "et son texte.",
            ),
            models.CheckConstraint(
                name="published_news_has_its_moments",
                condition=Q(status="draft", published_at__isnull=True, withdrawn_at__isnull=True)
                | Q(
                    status="submitted",
                    submitted_at__isnull=False,
                    published_at__isnull=True,
                    withdrawn_at__isnull=True,
                )
                | Q(status="published", published_at__isnull=False, withdrawn_at__isnull=True)
                | Q(status="withdrawn", published_at__isnull=False, withdrawn_at__isnull=False),
                violation_error_message="Une actualité publiée ou retirée dit quand.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("news_detail", args=[self.pk])

    def clean(self):
        if self.status != self.Status.DRAFT:
            self.check_whole()

    @property
    def missing(self):
        """{field: its name in a sentence} of all that it lacks to be submitted, or published."""
        parts = {
            "kind": ("sa nature", self.kind),
            "country": ("son pays ou sa zone", self.country_id or self.zone_id),
            "text": ("son texte", self.text),
            "effective_on": ("sa date d’effet", self.effective_on or self.kind not in self.DATED),
            "source_label": ("sa source", self.source_label),
            "source_url": ("l’adresse de sa source", self.source_url),
        }
        return {name: words for name, (words, part) in parts.items() if not part}

    def check_whole(self):
        """Raise ValidationError with all that is missing."""
        if missing := self.missing.values():
            raise ValidationError(f"{self.LACKS}{', '.join(missing)}.")

    @property
    def place(self):
        """The country's name, or the zone's; "" of a draft that says neither yet."""
        return str(self.country or self.zone or "")

    @property
    def publisher(self):
        """The name of the post or of the delegation, as the public reads it."""
        return self.post.name if self.post_id else settings.DELEGATION_NAME

    @property
    def is_published(self):
        return self.status == self.Status.PUBLISHED

    @property
    def is_out_of_date(self):
        return bool(self.expires_on and self.expires_on < timezone.localdate())

    def may_be_published_by(self, user):
        """Whether the account publishes it: the delegation, or a validator of a trusted post."""
        if user.is_delegation:
            return True
        trusted = self.post_id is not None and self.post.publishes_news_itself
        return trusted and user.validates and user.post_id == self.post_id

    def may_be_withdrawn_by(self, user):
        """Whether the account withdraws it: the delegation, or a validator of its post."""
        is_own = self.post_id is not None and user.post_id == self.post_id
        return user.is_delegation or (is_own and user.validates)

    def may_be_written_by(self, user):
        """Whether the account changes its words: once published, only a publisher does."""
        if self.status == self.Status.WITHDRAWN:
            return False
        if self.is_published:
            return self.may_be_published_by(user)
        return user.is_delegation or (user.post_id is not None and user.post_id == self.post_id)

    @transaction.atomic
    def submit(self, *, by):
        """Ask for its publication. Raises ValidationError when it is no draft of theirs."""
        self.take(self.Status.DRAFT)
        self.check_keeper(by)
        self.check_whole()
        self.move(self.Status.SUBMITTED, submitted_at=timezone.now(), review_note="")

    @transaction.atomic
    def send_back(self, *, by, note=""):
        """Make it a draft again, with a note of the changes to make. Raises ValidationError."""
        self.take(self.Status.SUBMITTED)
        self.check_keeper(by)
        self.move(self.Status.DRAFT, review_note=note)

    @transaction.atomic
    def discard(self, *, by):
        """Delete a draft that nobody has published. Raises ValidationError."""
        self.take(self.Status.DRAFT)
        self.check_keeper(by)
        self.delete()

    @transaction.atomic
    def publish(self, *, by):
        """Open it to everybody. Raises ValidationError unless it is a draft or submitted, still
        current, and the account may publish."""
        self.take(self.Status.DRAFT, self.Status.SUBMITTED)
        if not self.may_be_published_by(by):
            raise ValidationError(
                "Qui valide à votre poste, ou la délégation, publie : soumettez-la."
                if self.post_id and self.post.publishes_news_itself
                else "La délégation publie les actualités de votre poste : soumettez-la."
            )
        if self.is_out_of_date:
            raise ValidationError(
                "Le dernier jour d’actualité est passé : changez-le, puis publiez."
            )
        self.check_whole()
        now = timezone.now()
        self.move(self.Status.PUBLISHED, published_at=now, published_by=by, review_note="")

    @transaction.atomic
    def withdraw(self, *, by):
        """Take it off every page. Raises ValidationError unless it is published."""
        self.take(self.Status.PUBLISHED)
        self.check_keeper(by)
        if not self.may_be_withdrawn_by(by):
            raise ValidationError("Qui valide à votre poste, ou la délégation, retire.")
        self.move(self.Status.WITHDRAWN, withdrawn_at=timezone.now())

    def take(self, *states):
        """Lock the row; raises ValidationError unless it is in one of the states."""
        now = NewsItem.objects.select_for_update(of=["self"]).select_related("post")
        now = now.get(pk=self.pk)
        if now.status not in states:
            status = now.get_status_display()
            raise ValidationError(f"Cette actualité est déjà « {status} » : rien n’a été changé.")
        self.post, self.expires_on = now.post, now.expires_on

    def check_keeper(self, user):
        if not user.is_delegation and (user.post_id is None or user.post_id != self.post_id):
            raise ValidationError("Cette actualité est celle d’un autre poste.")

    def move(self, status, **values):
        self.status = status
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=["status", *values])
