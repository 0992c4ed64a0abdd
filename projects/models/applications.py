"""A dossier: an authority's answer to a call, as it stands today."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from atlas.models import ForeignAuthority, LocalAuthority, Partnership, Theme
from correspondents.models import Country
from correspondents.records.fields import foreign_key, optional_key
from correspondents.records.text import normalised_field
from correspondents.records.tracking import tracked

from .calls import Call
from .fields import OPTIONAL
from .functions import OwedReports
from .money import amount_field, amount_in_words, currency_field, positive

GOALS = range(1, 18)


class ApplicationQuerySet(models.QuerySet):
    """A dossier is the delegation's, until a post is asked for its opinion."""

    def visible_to(self, user):
        """All for the delegation; for a post, the dossiers that it must give an opinion on."""
        if not user.is_authenticated or not (user.is_delegation or user.post_id):
            return self.none()
        if user.is_delegation:
            return self
        requests = self.model.opinion_requests.rel.related_model.objects
        return self.filter(pk__in=requests.standing().visible_to(user).values("application"))

    def standing(self):
        """The dossiers that are not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)

    def undecided(self):
        """The dossiers that no committee has retained or refused."""
        decisions = self.model.decisions.rel.related_model.objects
        return self.filter(~Exists(decisions.final().filter(application=OuterRef("pk"))))

    def at(self, places):
        """The dossiers of these territories: the lead partner's for a dossier that names none."""
        return self.filter(Q(territory__in=places) | Q(territory__isnull=True, partner__in=places))

    def whole(self):
        """Read all that the rules and the record need, in a constant number of queries.

        Adds `missing_reports`, the reports that the lead owes for its other dossiers: a list of
        {"number", "stage", "rank", "due_on"} (of the subsidy, of the report).
        """
        return (
            self.annotate(missing_reports=OwedReports("pk", timezone.localdate()))
            .select_related("call", "lead", "partner__country", "territory__country", "partnership")
            .prefetch_related(
                "countries",
                "derogations",
                "themes",
                "other_authorities",
                "other_partners",
                "budget_lines",
                "pieces__asked",
                "call__ceilings",
                "call__call_countries",
                "call__exchange_rates",
                "call__required_pieces",
                "call__themes",
                "call__windows",
            )
        )


@tracked(exclude=["text_norm"])
class Application(models.Model):
    """A dossier; each of its states that somebody saved is an `ApplicationVersion`.

    Amounts without a currency of their own are in `currency`.
    """

    class Declared(models.TextChoices):
        """Whether the authority declared last year's aid; the declaration is made elsewhere."""

        YES = "yes", "oui"
        NO = "no", "non"
        UNKNOWN = "unknown", "inconnu"

    call = foreign_key(Call, "applications", verbose_name="appel")
    reference = models.CharField(
        "numéro", max_length=40, help_text="Celui de la plateforme où le dossier est déposé."
    )
    title = models.CharField("intitulé", max_length=200)
    summary = models.TextField("résumé", max_length=5000, blank=True)
    filed_on = models.DateField("déposé le", **OPTIONAL, help_text="À Paris.")
    withdrawn_on = models.DateField("retiré le", **OPTIONAL)
    lead = foreign_key(
        LocalAuthority, "led_applications", verbose_name="collectivité française chef de file"
    )
    other_authorities = models.ManyToManyField(
        LocalAuthority,
        verbose_name="autres collectivités françaises",
        related_name="joined_applications",
        blank=True,
    )
    partner = foreign_key(
        ForeignAuthority, "led_applications", verbose_name="autorité locale chef de file"
    )
    other_partners = models.ManyToManyField(
        ForeignAuthority,
        verbose_name="autres autorités locales",
        related_name="joined_applications",
        blank=True,
    )
    other_bodies = models.TextField(
        "autres partenaires",
        max_length=2000,
        blank=True,
        help_text="Associations, écoles, entreprises : un par ligne.",
    )
    countries = models.ManyToManyField(
        Country, verbose_name="pays ou territoires", related_name="applications"
    )
    territory = optional_key(
        ForeignAuthority,
        "applications_there",
        verbose_name="territoire local partenaire",
        help_text="Vide : celui de l’autorité locale chef de file.",
    )
    themes = models.ManyToManyField(
        Theme, verbose_name="thématiques", related_name="applications", blank=True
    )
    goals = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="objectifs de développement durable",
        default=list,
        blank=True,
    )
    starts_on = models.DateField("début prévu", **OPTIONAL)
    months = models.PositiveSmallIntegerField(
        "durée, mois", **OPTIONAL, validators=[MinValueValidator(1)]
    )
    currency = currency_field()
    # A file may leave it to be told later: no amount at all, rather than one that nobody wrote.
    requested = amount_field("cofinancement demandé", null=True)
    monitoring = amount_field(
        "dont suivi du projet",
        **OPTIONAL,
        help_text="La part du budget total qui va au suivi ; vide : le dossier ne le dit pas.",
    )
    aid_declared = models.CharField(
        "e-APD de l’année précédente déclarée",
        max_length=7,
        choices=Declared,
        default=Declared.UNKNOWN,
    )
    partnership = optional_key(
        Partnership, "applications", help_text="Celui de l’inventaire dont le projet relève."
    )
    contact_name = models.CharField("personne à qui écrire", max_length=120, blank=True)
    contact_email = models.EmailField(
        "courriel du porteur",
        blank=True,
        help_text="De préférence une adresse de service : la décision y est notifiée.",
    )
    postal_address = models.TextField(
        "adresse postale",
        max_length=500,
        blank=True,
        help_text="Où la décision est envoyée par courrier, à défaut de courriel.",
    )
    proposed_rank = models.PositiveSmallIntegerField("rang proposé", **OPTIONAL)
    proposed_amount = amount_field("montant proposé", **OPTIONAL)
    is_sensitive = models.BooleanField(
        "sensible",
        default=False,
        help_text="Retenu, il n’est sur aucune page publique, comme un partenariat sensible.",
    )
    notes = models.TextField("notes internes", max_length=50_000, blank=True)
    text_norm = normalised_field("reference", "title")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier"
        ordering = ["-call_id", "reference"]
        indexes = [models.Index(fields=["call", "reference"], name="application_of_a_call")]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "reference"],
                name="one_application_of_a_reference",
                violation_error_message="L’appel a déjà un dossier de ce numéro.",
            ),
            models.UniqueConstraint(
                fields=["call", "proposed_rank"],
                name="one_dossier_of_a_proposed_rank",
                violation_error_message="Deux dossiers de l’appel ont le même rang proposé.",
            ),
            positive("requested_amount_is_positive", "requested"),
            models.CheckConstraint(
                name="no_more_is_proposed_than_is_asked",
                condition=Q(proposed_amount__isnull=True)
                | Q(proposed_amount__gt=0, proposed_amount__lte=models.F("requested")),
                violation_error_message="Le montant proposé va jusqu’à celui qui est demandé.",
            ),
            models.CheckConstraint(
                name="monitoring_is_not_negative",
                condition=Q(monitoring__isnull=True) | Q(monitoring__gte=0),
                violation_error_message="La part du suivi n’est pas négative.",
            ),
            models.CheckConstraint(
                name="project_lasts_a_month_at_least",
                condition=Q(months__isnull=True) | Q(months__gte=1),
                violation_error_message="Un projet dure un mois au moins.",
            ),
            models.CheckConstraint(
                name="application_goals_are_seventeen",
                condition=Q(goals__contained_by=list(GOALS)),
                violation_error_message="Les objectifs de développement durable vont de 1 à 17.",
            ),
        ]

    def __str__(self):
        return f"{self.reference} : {self.title}"

    @property
    def place(self):
        """The place of the project: the territory, else the lead partner's."""
        return self.territory or self.partner

    @property
    def authorities(self):
        """The French authorities, the lead first, each once."""
        return list(dict.fromkeys([self.lead, *self.other_authorities.all()]))

    @property
    def joined_pieces(self):
        """The pieces that nobody has removed, from the prefetched ones."""
        return [piece for piece in self.pieces.all() if piece.removed_at is None]

    @property
    def requested_in_words(self):
        if self.requested is None:
            return "à préciser"
        return amount_in_words(self.requested, self.currency)
