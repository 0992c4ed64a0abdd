"""The inventory: who works with whom abroad, since when, on what, and how far that is known."""

from functools import reduce

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone

from atlas.partialdates import PartialDateField, in_words, is_not_before, is_partial_date
from correspondents.history import tracked
from correspondents.models import Coverage
from correspondents.text import normalise

from .authorities import LocalAuthority
from .foreign import ForeignAuthority
from .themes import Theme

FIRST_YEAR = 1900  # the oldest twinnings date from the years 1920
GOALS = range(1, 18)  # the Sustainable Development Goals (ODD)


def confirmed_since():
    """The day from which a confirmation still counts."""
    return timezone.localdate() - relativedelta(months=settings.INVENTORY_MONTHS)


def named(word):
    """The condition that the word begins a word of a name of either side, or of the country's."""
    start = rf"\m{word}"
    here = LocalAuthority.objects.filter(
        Q(name_norm__regex=start) | Q(names__name_norm__regex=start)
    )
    there = ForeignAuthority.objects.filter(
        Q(name_norm__regex=start)
        | Q(names__name_norm__regex=start)
        | Q(country__name_norm__regex=start)
    )
    return (
        Q(lead__in=here)
        | Q(partner__in=there)
        | Q(pk__in=FrenchMember.objects.filter(authority__in=here).values("partnership"))
        | Q(pk__in=ForeignMember.objects.filter(authority__in=there).values("partnership"))
    )


class PartnershipQuerySet(models.QuerySet):
    def published(self):
        """Those that anybody may see: none whose frame is not recognised, or sensitive."""
        return self.filter(is_sensitive=False)

    def visible_to(self, user):
        """All for the delegation; for a post, those of the countries that it serves today."""
        if user.is_delegation:
            return self
        if user.post_id is None:
            return self.none()
        served = Coverage.objects.current().filter(post=user.post_id).values("country")
        return self.filter(partner__country__in=served)

    def active(self):
        """Those that are told to be under way, by what is public of their status."""
        return self.filter(public_status__in=Partnership.ACTIVE)

    def with_sides(self):
        """What a row shows, in as many queries whatever the rows."""
        return self.select_related(
            "lead__department", "lead__region", "partner__country__zone"
        ).prefetch_related("themes", "other_authorities", "other_partners")

    def of_authority(self, authority):
        """Those that an authority leads or takes part in."""
        members = FrenchMember.objects.filter(authority=authority).values("partnership")
        return self.filter(Q(lead=authority) | Q(pk__in=members))

    def at(self, territories):
        """Those with a partner, lead or not, among these foreign authorities."""
        members = ForeignMember.objects.filter(authority__in=territories).values("partnership")
        return self.filter(Q(partner__in=territories) | Q(pk__in=members))

    def matching(self, text):
        """Those of which every word begins some word of a side's name, or of the country's."""
        return reduce(lambda rows, word: rows.filter(named(word)), normalise(text).split(), self)

    def from_area(self, area):
        """Those that an authority of a French region or département leads or takes part in."""
        here = LocalAuthority.objects.filter(Q(pk=area.pk) | Q(region=area) | Q(department=area))
        members = FrenchMember.objects.filter(authority__in=here).values("partnership")
        return self.filter(Q(lead__in=here) | Q(pk__in=members))

    def about(self, theme):
        """Those that have the theme, or one below it."""
        below = PartnershipTheme.objects.filter(theme__path__startswith=theme.path)
        return self.filter(pk__in=below.values("partnership"))

    def in_reading_order(self):
        """By country, then by the names of both sides."""
        return self.order_by(
            "partner__country__name_norm", "partner__name_norm", "lead__name_norm", "pk"
        )

    def in_country(self, country):
        return self.filter(partner__country=country)

    def to_confirm(self):
        """Those that nobody has confirmed lately, or ever: the oldest first."""
        old = Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=confirmed_since())
        return self.filter(old).order_by(F("confirmed_on").asc(nulls_first=True), "pk")


@tracked(exclude=["public_status"])
class Partnership(models.Model):
    """A relation between a French authority and a foreign one; one lead a side, members beside.

    An empty `status` means that nobody has said it: « à confirmer ». What a visitor may read of
    it is `public_status`, which the database computes.
    """

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", "convention de coopération"
        TWINNING = "twinning", "jumelage"
        FRIENDSHIP = "friendship", "pacte d’amitié"
        ONE_OFF = "one_off", "action ponctuelle"
        INFORMAL = "informal", "coopération non conventionnée"
        EMERGENCY = "emergency", "aide d’urgence"

    class Status(models.TextChoices):
        PLANNED = "planned", "en projet"
        RUNNING = "running", "en cours"
        SUSPENDED = "suspended", "suspendu"
        DORMANT = "dormant", "en sommeil"
        ENDED = "ended", "terminé"
        BROKEN = "broken", "rompu"

    ACTIVE = [Status.PLANNED, Status.RUNNING]
    # Never public before the delegation says so.
    RESERVED = [Status.SUSPENDED, Status.BROKEN]
    TO_CONFIRM = "à confirmer"

    kind = models.CharField(
        "nature", max_length=12, choices=Kind, blank=True, help_text="Vide : à préciser."
    )
    lead = models.ForeignKey(
        LocalAuthority,
        models.PROTECT,
        verbose_name="collectivité française chef de file",
        related_name="led_partnerships",
    )
    partner = models.ForeignKey(
        ForeignAuthority,
        models.PROTECT,
        verbose_name="partenaire chef de file",
        related_name="led_partnerships",
    )
    other_authorities = models.ManyToManyField(
        LocalAuthority,
        through="FrenchMember",
        verbose_name="autres collectivités françaises",
        related_name="joined_partnerships",
        blank=True,
    )
    other_partners = models.ManyToManyField(
        ForeignAuthority,
        through="ForeignMember",
        verbose_name="autres partenaires",
        related_name="joined_partnerships",
        blank=True,
    )
    themes = models.ManyToManyField(
        Theme,
        through="PartnershipTheme",
        verbose_name="thématiques",
        related_name="partnerships",
        blank=True,
    )
    goals = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="objectifs de développement durable",
        default=list,
        blank=True,
    )
    status = models.CharField(
        "état", max_length=10, choices=Status, blank=True, help_text="Vide : à confirmer."
    )
    status_reason = models.TextField("raison de cet état", blank=True)
    status_since = PartialDateField("dans cet état depuis")
    status_source = models.CharField("d’où vient cet état", max_length=200, blank=True)
    status_is_published = models.BooleanField(
        "état réservé publié",
        default=False,
        help_text="« Suspendu » et « rompu » restent internes tant que la case est vide.",
    )
    first_signed_year = models.PositiveSmallIntegerField(
        "année de première signature", null=True, blank=True
    )
    started = PartialDateField("début")
    ended = PartialDateField("fin")
    context = models.TextField("contexte", blank=True)
    notes = models.TextField("notes internes", blank=True)
    is_sensitive = models.BooleanField(
        "cadre non reconnu ou sensible",
        default=False,
        help_text="Coché : sur aucune page publique, dans aucun export.",
    )
    source = models.CharField("source", max_length=200, blank=True)
    source_id = models.CharField("identifiant dans la source", max_length=80, blank=True)
    atlas_id = models.CharField("identifiant de l’Atlas", max_length=40, blank=True)
    other_data = models.JSONField("autres données", default=dict, blank=True)
    confirmed_on = models.DateField("confirmé le", null=True, blank=True)
    confirmed_by = models.CharField("confirmé par", max_length=160, blank=True)
    public_status = models.GeneratedField(
        expression=Case(
            When(Q(status__in=["suspended", "broken"], status_is_published=False), then=Value("")),
            default=F("status"),
        ),
        output_field=models.CharField(max_length=10, choices=Status),
        db_persist=True,
        verbose_name="état public",
    )

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = "partenariat"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["kind"], name="partnership_kind"),
            models.Index(fields=["public_status"], name="partnership_public_status"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["lead", "partner"],
                condition=Q(kind="twinning"),
                name="one_twinning_of_two_authorities",
                violation_error_message="Ces deux collectivités ont déjà un jumelage.",
            ),
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~Q(source_id=""),
                name="one_partnership_of_a_source_id",
                violation_error_message="Un partenariat porte déjà cet identifiant de la source.",
            ),
            models.UniqueConstraint(
                fields=["atlas_id"],
                condition=~Q(atlas_id=""),
                name="one_partnership_of_an_atlas_id",
                violation_error_message="Un partenariat porte déjà cet identifiant de l’Atlas.",
            ),
            models.CheckConstraint(
                name="partnership_dates_are_partial_dates",
                condition=is_partial_date("started")
                & is_partial_date("ended")
                & is_partial_date("status_since"),
                violation_error_message="Une date s’écrit 2019, 2019-05 ou 2019-05-03.",
            ),
            models.CheckConstraint(
                name="partnership_ends_after_it_starts",
                condition=Q(started="") | Q(ended="") | Q(is_not_before("ended", "started")),
                violation_error_message="Un partenariat se termine après avoir commencé.",
            ),
            models.CheckConstraint(
                name="first_signed_in_a_likely_year",
                condition=Q(first_signed_year__isnull=True)
                | Q(first_signed_year__range=(FIRST_YEAR, 2100)),
                violation_error_message="L’année de première signature a quatre chiffres, "
                f"à partir de {FIRST_YEAR}.",
            ),
            models.CheckConstraint(
                name="status_details_go_with_a_status",
                condition=~Q(status="")
                | Q(status_reason="", status_since="", status_source="", status_is_published=False),
                violation_error_message="Une raison, une date ou une source va avec un état.",
            ),
            models.CheckConstraint(
                name="reserved_status_is_sourced",
                condition=~Q(status__in=["suspended", "broken"])
                | (~Q(status_reason="") & ~Q(status_source="") & ~Q(status_since="")),
                violation_error_message="« Suspendu » et « rompu » disent pourquoi, depuis quand "
                "et d’après quelle source.",
            ),
            models.CheckConstraint(
                name="sustainable_goals_are_seventeen",
                condition=Q(goals__contained_by=list(GOALS)),
                violation_error_message="Les objectifs de développement durable vont de 1 à 17.",
            ),
            models.CheckConstraint(
                name="confirmation_is_dated",
                condition=Q(confirmed_by="") | Q(confirmed_on__isnull=False),
                violation_error_message="Une confirmation porte sa date.",
            ),
        ]

    def __str__(self):
        return f"{self.lead} – {self.partner}"

    def get_absolute_url(self):
        return reverse("partnership_detail", args=[self.pk])

    @property
    def kind_in_words(self):
        return self.get_kind_display() or "nature à préciser"

    @property
    def status_in_words(self):
        """What anybody may read of the status."""
        return dict(self.Status.choices).get(self.public_status, self.TO_CONFIRM)

    @property
    def has_reserved_status(self):
        """Whether its status is one that visitors are not told."""
        return self.status != self.public_status

    @property
    def years_in_words(self):
        """« 2004 – mars 2019 », « depuis 2004 », « jusqu’à 2019 » or ""."""
        start, end = in_words(self.started), in_words(self.ended)
        if start and end:
            return f"{start} – {end}"
        return f"depuis {start}" if start else f"jusqu’à {end}" if end else ""

    def confirm(self, *, by, on=None):
        """Somebody of the post or the delegation says that the record is exact.

        `by` is a signature: it is public.
        """
        self.confirmed_on, self.confirmed_by = on or timezone.localdate(), by
        self.save(update_fields=["confirmed_on", "confirmed_by"])


class Member(models.Model):
    """Somebody beside the lead, on one side of a partnership."""

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.authority)


@tracked()
class FrenchMember(Member):
    """A French authority beside the lead."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, verbose_name="partenariat", related_name="french_members"
    )
    authority = models.ForeignKey(
        LocalAuthority, models.PROTECT, verbose_name="collectivité", related_name="memberships"
    )

    class Meta:
        verbose_name = "autre collectivité française"
        verbose_name_plural = "autres collectivités françaises"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "authority"],
                name="a_french_member_once",
                violation_error_message="Cette collectivité participe déjà à ce partenariat.",
            ),
        ]


@tracked()
class ForeignMember(Member):
    """A foreign authority beside the lead."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, verbose_name="partenariat", related_name="foreign_members"
    )
    authority = models.ForeignKey(
        ForeignAuthority, models.PROTECT, verbose_name="autorité", related_name="memberships"
    )

    class Meta:
        verbose_name = "autre partenaire"
        verbose_name_plural = "autres partenaires"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "authority"],
                name="a_foreign_member_once",
                violation_error_message="Cette autorité participe déjà à ce partenariat.",
            ),
        ]


@tracked()
class PartnershipTheme(models.Model):
    """What a partnership is about; `priority` 1 is its main theme."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, verbose_name="partenariat")
    theme = models.ForeignKey(Theme, models.PROTECT, verbose_name="thématique")
    priority = models.PositiveSmallIntegerField("priorité", default=1)

    class Meta:
        verbose_name = "thématique du partenariat"
        verbose_name_plural = "thématiques du partenariat"
        ordering = ["priority", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "theme"],
                name="a_theme_once",
                violation_error_message="Ce partenariat a déjà cette thématique.",
            ),
            models.UniqueConstraint(
                fields=["partnership", "priority"],
                name="one_theme_of_a_priority",
                violation_error_message="Deux thématiques ne peuvent avoir la même priorité.",
            ),
            models.CheckConstraint(
                name="theme_priority_starts_at_one",
                condition=Q(priority__gte=1),
                violation_error_message="La priorité commence à 1.",
            ),
        ]

    def __str__(self):
        return str(self.theme)
