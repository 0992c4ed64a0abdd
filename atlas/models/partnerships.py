"""The inventory: partnerships between French and foreign authorities."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone

from atlas.partialdates import PartialDateField, in_words, is_not_before, is_partial_date
from correspondents.records.fields import foreign_key
from correspondents.records.tracking import tracked

from .authorities import LocalAuthority
from .foreign import ForeignAuthority
from .inventory import PartnershipQuerySet
from .members import PartnershipTheme
from .themes import Theme

CONFIRMATION = ["confirmed_on", "confirmed_by"]
FIRST_YEAR = 1900  # the oldest twinnings date from the years 1920
GOALS = range(1, 18)  # the Sustainable Development Goals (ODD)


def through(table, to, label, related_name):
    """A many-to-many relation whose rows have a table of their own."""
    return models.ManyToManyField(
        to, through=table, verbose_name=label, related_name=related_name, blank=True
    )


@tracked(exclude=["public_status"])
class Partnership(models.Model):
    """A relation between French and foreign authorities: one lead a side, and members.

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

    # Never public before the delegation says so.
    RESERVED = [Status.SUSPENDED, Status.BROKEN]
    TO_CONFIRM = "à confirmer"

    kind = models.CharField(
        "nature", max_length=12, choices=Kind, blank=True, help_text="Vide : à préciser."
    )
    lead = foreign_key(
        LocalAuthority, "led_partnerships", verbose_name="collectivité française chef de file"
    )
    partner = foreign_key(
        ForeignAuthority, "led_partnerships", verbose_name="partenaire chef de file"
    )
    other_authorities = through(
        "FrenchMember", LocalAuthority, "autres collectivités françaises", "joined_partnerships"
    )
    other_partners = through(
        "ForeignMember", ForeignAuthority, "autres partenaires", "joined_partnerships"
    )
    themes = through("PartnershipTheme", Theme, "thématiques", "partnerships")
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
        triggers = [
            pgtrigger.Trigger(
                # Past editions of the open data must lose it, however it left.
                name="leaves_the_open_data",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("is_sensitive") | pgtrigger.Delete,
                func="""
                IF TG_OP = 'DELETE' OR NEW.is_sensitive AND NOT OLD.is_sensitive THEN
                    INSERT INTO correspondents_withdrawal ("table", key)
                    VALUES ('partenariats', OLD.id::text);
                END IF;
                RETURN NULL;
                """,
            )
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
        """The public status in French."""
        return dict(self.Status.choices).get(self.public_status, self.TO_CONFIRM)

    @property
    def years_in_words(self):
        """« 2004 – mars 2019 », « depuis 2004 », « jusqu’à 2019 » or ""."""
        start, end = in_words(self.started), in_words(self.ended)
        if start and end:
            return f"{start} – {end}"
        return f"depuis {start}" if start else f"jusqu’à {end}" if end else ""

    def verify(self, *, by):
        """Confirm the record today; `by` is public: a post, never a person's name."""
        self.confirmed_on, self.confirmed_by = timezone.localdate(), str(by)[:160]
        self.save(update_fields=CONFIRMATION)

    def set_themes(self, themes):
        """Give it these themes, the main one first; write nothing when they are the same."""
        new_ranks = {theme.pk: rank for rank, theme in enumerate(themes, start=1)}
        ranks = {row.theme_id: row.priority for row in self.partnershiptheme_set.all()}
        if new_ranks == ranks:
            return
        self.partnershiptheme_set.all().delete()
        for theme, priority in new_ranks.items():
            PartnershipTheme.objects.create(partnership=self, theme_id=theme, priority=priority)
