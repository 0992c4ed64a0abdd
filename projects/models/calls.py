"""A call for projects: who may answer it, until when, under which rules."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from atlas.models import LocalAuthority, Theme
from correspondents.models import Country
from correspondents.records.fields import account
from correspondents.records.text import normalised_field
from correspondents.records.tracking import tracked

from .callqueries import CallQuerySet
from .checked import write_checked
from .fields import OPTIONAL
from .money import percent_field

# The relations that are copied with a call.
PARTS = ("call_countries", "ceilings", "envelopes", "exchange_rates", "required_pieces", "criteria")
SHARES = ("minimum_share", "in_kind_cap", "minimum_monitoring", "balance_share")


@tracked(exclude=["text_norm"])
class Call(models.Model):
    """An « appel à projets », or an « appel à propositions » when it is « clés en main ».

    Every rule is data; an empty one is no rule. A draft is the delegation's alone; published, it
    is public for good: cancelled, it says so.
    """

    class Family(models.TextChoices):
        GENERALIST = "generalist", "généraliste"
        THEMATIC = "thematic", "thématique"
        GEOGRAPHIC = "geographic", "géographique"
        JOINT = "joint", "conjoint"
        TURNKEY = "turnkey", "clés en main"

    class Disclosure(models.TextChoices):
        """The part of the opinions that the applicant may read, after the decision."""

        NOTHING = "nothing", "rien, sauf demande d’accès"
        VERDICT = "verdict", "le sens de l’avis"
        REASONS = "reasons", "le sens, les motifs et les réserves"

    STATES = {
        "open": "ouvert",
        "coming": "à venir",
        "closed": "clos",
        "cancelled": "annulé",
    }

    family = models.CharField("famille", max_length=12, choices=Family)
    title = models.CharField("titre", max_length=200)
    slug = models.SlugField(
        "adresse courte",
        max_length=80,
        unique=True,
        help_text="Elle ne change plus une fois l’appel publié.",
        error_messages={"unique": "Un appel a déjà cette adresse."},
    )
    summary = models.TextField("en bref", max_length=1000)
    rules_text = models.TextField(
        "règlement",
        max_length=30_000,
        blank=True,
        help_text="Texte simple : une ligne vide sépare deux paragraphes.",
    )
    rules_url = models.URLField("adresse du règlement", blank=True)
    filing_url = models.URLField(
        "où déposer",
        blank=True,
        help_text="L’adresse de la plateforme de l’État où le dossier se dépose.",
    )
    contact_email = models.EmailField("à qui écrire", blank=True)
    joint_with = models.CharField(
        "fonds conjoint avec", max_length=200, blank=True, help_text="Pour un appel conjoint."
    )
    every_country = models.BooleanField(
        "ouvert à tous les pays",
        default=True,
        help_text="Sauf ceux qui sont marqués « exclu » ; décoché : à ceux qui sont nommés.",
    )
    countries = models.ManyToManyField(
        Country, through="CallCountry", verbose_name="pays", related_name="calls"
    )
    themes = models.ManyToManyField(
        Theme,
        verbose_name="thématiques",
        related_name="calls",
        blank=True,
        help_text="Aucune : toutes.",
    )
    applicant_types = ArrayField(
        models.CharField(max_length=12, choices=LocalAuthority.Type),
        verbose_name="qui peut déposer",
        default=list,
        blank=True,
        help_text="Aucune nature : toutes les collectivités.",
    )
    minimum_share = percent_field(
        "part minimale de la collectivité", "Du budget total, par la collectivité française."
    )
    in_kind_cap = percent_field(
        "plafond de la valorisation", "De la part de la collectivité française."
    )
    minimum_monitoring = percent_field("part minimale du suivi", "Du budget total.")
    minimum_authorities = models.PositiveSmallIntegerField(
        "nombre minimal de collectivités françaises", **OPTIONAL
    )
    shortest_months = models.PositiveSmallIntegerField("durée minimale, mois", **OPTIONAL)
    longest_months = models.PositiveSmallIntegerField("durée maximale, mois", **OPTIONAL)
    balance_share = percent_field(
        "dernière tranche versée avant le compte rendu final", "Le reste l’est contre celui-ci."
    )
    opinions_due_on = models.DateField(
        "avis attendus au plus tard le", **OPTIONAL, help_text="Ce jour compris, à Paris."
    )
    committee_on = models.DateField(
        "comité de sélection le",
        **OPTIONAL,
        help_text="Un avis en retard est reçu jusqu’à la veille, à Paris.",
    )
    opinions_told = models.CharField(
        "ce que le porteur lit des avis",
        max_length=8,
        choices=Disclosure,
        default=Disclosure.NOTHING,
        help_text="Après la décision, jamais avant.",
    )
    published_at = models.DateTimeField("publié le", **OPTIONAL, editable=False)
    published_by = account("publié par", blank=True, editable=False)
    cancelled_on = models.DateField("annulé le", **OPTIONAL, editable=False)
    cancelled_because = models.CharField(
        "raison de l’annulation", max_length=300, blank=True, editable=False
    )
    updated_at = models.DateTimeField("modifié le", default=timezone.now, editable=False)
    text_norm = normalised_field("title", "summary")

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "appel à projets"
        verbose_name_plural = "appels à projets"
        ordering = ["-id"]
        constraints = [
            *(
                models.CheckConstraint(
                    name=f"call_{name}_is_a_percentage",
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (0, 100)}),
                    violation_error_message="Une part va de 0 à 100 %.",
                )
                for name in SHARES
            ),
            models.CheckConstraint(
                name="call_lengths_are_in_order",
                condition=Q(shortest_months__isnull=True)
                | Q(longest_months__isnull=True)
                | Q(longest_months__gte=F("shortest_months")),
                violation_error_message="La durée maximale n’est pas plus courte que la minimale.",
            ),
            models.CheckConstraint(
                name="joint_call_names_the_other_side",
                condition=~Q(family="joint") | ~Q(joint_with=""),
                violation_error_message="Un appel conjoint dit avec qui.",
            ),
            models.CheckConstraint(
                name="published_call_says_where_to_file",
                condition=Q(published_at__isnull=True) | ~Q(filing_url=""),
                violation_error_message="Un appel publié dit où déposer le dossier.",
            ),
            models.CheckConstraint(
                name="cancelled_call_was_published",
                condition=Q(cancelled_on__isnull=True, cancelled_because="")
                | Q(published_at__isnull=False, cancelled_on__isnull=False)
                & ~Q(cancelled_because=""),
                violation_error_message="Seul un appel publié s’annule. Dites pourquoi l’appel est "
                "annulé : la raison est publiée.",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.updated_at = timezone.now()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "updated_at"}
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("call_detail", args=[self.slug])

    @property
    def is_published(self):
        return self.published_at is not None

    @property
    def state_in_words(self):
        """« ouvert », « à venir », « clos », « annulé »: needs `with_dates()`."""
        return self.STATES[self.state]

    @property
    def applicants_in_words(self):
        """The kinds of authorities that may apply; "" for all."""
        labels = dict(LocalAuthority.Type.choices)
        return ", ".join(labels[kind] for kind in self.applicant_types)

    @property
    def missing(self):
        """{what is to be written before it is published: where its form asks for it}."""
        has_country = self.call_countries.filter(is_excluded=False).exists()
        lacks = [
            (not self.filing_url, "l’adresse où déposer", "id_filing_url"),
            (not self.windows.exists(), "une période de dépôt", "windows-group"),
            (not (self.every_country or has_country), "un pays au moins", "call_countries-group"),
        ]
        return {label: anchor for is_missing, label, anchor in lacks if is_missing}

    def publish(self, *, by):
        """Show it to everybody. Raises ValidationError, in French, while something is missing."""
        if self.missing:
            raise ValidationError(f"Il manque à cet appel : {', '.join(self.missing)}.")
        if not self.is_published:
            self.published_at, self.published_by = timezone.now(), by
            self.save(update_fields=["published_at", "published_by"])

    def cancel(self, *, because):
        """Say that it is cancelled, for good. Raises ValidationError for a draft, without a reason,
        or once a committee has settled its minutes: its decisions stand."""
        if not self.is_published or self.cancelled_on:
            raise ValidationError("Seul un appel publié s’annule, et une seule fois.")
        if self.committees.closed().exists():
            raise ValidationError(
                "Le procès-verbal d’un comité de l’appel est arrêté : il ne s’annule plus."
            )
        reason = because.strip()
        write_checked(self, cancelled_on=timezone.localdate(), cancelled_because=reason)

    @transaction.atomic
    def copy(self):
        """Copy the rules into a draft without dates, for next year's call."""
        themes, new = list(self.themes.all()), type(self).objects.get(pk=self.pk)
        new.pk, new._state.adding = None, True
        new.slug = free_slug(self.slug)
        new.title = f"{self.title} (copie)"[:200]
        new.published_at = new.published_by = new.cancelled_on = None
        new.opinions_due_on = new.committee_on = None
        new.cancelled_because = ""
        new.save()
        new.themes.set(themes)
        for part in PARTS:
            for row in getattr(self, part).all():
                row.pk, row._state.adding, row.call = None, True, new
                row.save()
        return new


def free_slug(slug):
    """The slug, with the first number that no other call has."""
    stem, number = slug[:70], 2
    while Call.objects.filter(slug=f"{stem}-{number}").exists():
        number += 1
    return f"{stem}-{number}"
