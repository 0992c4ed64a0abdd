"""The people who answer at a post, and for how long."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.utils import timezone

from correspondents.records.fields import optional_day
from correspondents.records.text import normalised_field
from correspondents.records.tracking import tracked

from .newcomers import NAMES, VACANCY_PUBLISHES_NOTHING, VOID, first_switches, is_another_person
from .people_querysets import CorrespondentQuerySet, DateRange, Role, fresh_since
from .person_fields import DETAILS, PERSON, names
from .posts import Post, protected_field
from .proposals import Proposal

IN_DISORDER = "Le dernier jour en fonction précède le premier."
VERIFICATION = ["verified_on", "verified_by", "to_confirm_since", "silent_since"]


@tracked(exclude=["name_norm"])
class Correspondent(models.Model):
    """Somebody, a service, or a vacancy, in a role at a post during a tenure."""

    Role = Role

    class Civility(models.TextChoices):
        MADAME = "Mme", "Mme"
        MONSIEUR = "M.", "M."

    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name="poste", related_name="correspondents"
    )
    role = models.CharField("rôle", max_length=20, choices=Role, default=Role.CORRESPONDENT)
    rank = models.PositiveSmallIntegerField(
        "rang", default=1, help_text="1 : à qui écrire d’abord ; une deuxième personne prend 2."
    )
    scope = models.CharField(
        "périmètre", max_length=120, blank=True, help_text="Une partie des pays du poste."
    )
    civility = models.CharField("civilité", max_length=4, choices=Civility, blank=True)
    last_name = models.CharField("nom", max_length=120, blank=True)
    first_name = models.CharField("prénom", max_length=120, blank=True)
    function = models.CharField("fonction", max_length=200, blank=True)
    email = models.EmailField("courriel", blank=True)
    phone = models.CharField(
        "téléphone",
        max_length=60,
        blank=True,
        validators=[
            RegexValidator(
                r"^(?=(?:[^0-9]*[0-9]){6})[+(]?[0-9][0-9 ()./-]*( ?(poste|ext\.?) ?[0-9]+)?$",
                "Un téléphone s’écrit en chiffres, indicatif compris : +221 33 839 51 00.",
            )
        ],
    )
    name_is_public = models.BooleanField("nom public", default=True)
    function_is_public = models.BooleanField("fonction publique", default=True)
    email_is_public = models.BooleanField(
        "courriel public",
        default=False,
        help_text="Le courriel d’une personne reste interne "
        "sauf accord ; celui d’un service sans nom est public.",
    )
    phone_is_public = models.BooleanField("téléphone public", default=False)
    is_vacant = models.BooleanField("vacant", default=False)
    started_on = optional_day("en fonction depuis le")
    ended_on = optional_day(
        "dernier jour en fonction",
        help_text="La fin du contrat d’un volontaire est une fin de fonction.",
    )
    verified_on = optional_day("vérifié le")
    verified_by = models.CharField("vérifié par", max_length=160, blank=True)
    source = models.CharField("source", max_length=200, blank=True)
    other_data = models.JSONField("autres données", default=dict, blank=True)
    to_confirm_since = optional_day(
        "à confirmer depuis le",
        help_text="Le jour depuis lequel un doute pèse sur l’entrée ; vérifier le lève.",
    )
    silent_since = optional_day(
        "sans réponse depuis le",
        help_text="Le jour où trois messages étaient restés sans réponse ; vérifier l’efface.",
    )
    hidden_since = models.DateTimeField(
        "masqué depuis le",
        null=True,
        blank=True,
        help_text="Un départ a été annoncé : l’entrée n’est plus publique en attendant le poste.",
    )
    bounced_email = models.EmailField(
        "courriel refusé",
        blank=True,
        help_text="L’adresse qui a refusé un message ; corriger le courriel suffit.",
    )
    bounced_on = optional_day("courriel refusé le")
    informed_on = optional_day(
        "informé de la publication le",
        help_text="Le jour où la personne a su que son nom figure dans l’annuaire, et ses droits.",
    )
    protected_fields = protected_field()
    name_norm = normalised_field("first_name", "last_name")

    objects = CorrespondentQuerySet.as_manager()

    class Meta:
        verbose_name = "correspondant"
        ordering = ["post", "role", "rank", "last_name"]
        indexes = [
            models.Index(fields=["post", "role", "rank"], name="correspondent_place"),
            GinIndex(OpClass("name_norm", name="gin_trgm_ops"), name="correspondent_trigrams"),
        ]
        constraints = [
            models.CheckConstraint(
                name="tenure_ends_after_it_starts",
                condition=Q(started_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                violation_error_message=IN_DISORDER,
            ),
            ExclusionConstraint(
                name="one_first_correspondent_at_a_time",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    (
                        DateRange("started_on", "ended_on", Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(role="correspondent", rank=1),
                violation_error_code="already_in_office",
                violation_error_message="Ce poste a déjà un correspondant de rang 1 à ces dates : "
                "terminez sa fonction, ou donnez le rang 2 à la deuxième personne.",
                # An import or its undoing shifts a chain of tenures: it is checked at its end.
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                name="vacancy_names_nobody",
                condition=Q(is_vacant=False)
                | Q(**dict.fromkeys(names(part=PERSON, erased=True), "")),
                violation_error_message="Une vacance ne porte ni nom ni coordonnées.",
            ),
            models.CheckConstraint(
                name="only_a_service_has_no_name",
                condition=~Q(last_name="") | Q(is_vacant=True) | Q(role="service"),
                violation_error_message="Seul un service peut n’avoir pas de nom : "
                "indiquez le nom, ou cochez « vacant ».",
            ),
            models.CheckConstraint(
                name="rank_starts_at_one",
                condition=Q(rank__gte=1),
                violation_error_message="Le rang commence à 1.",
            ),
        ]
        triggers = [VACANCY_PUBLISHES_NOTHING]

    def __str__(self):
        if self.is_vacant:
            return f"{self.get_role_display()} : poste vacant"
        return self.full_name or self.function or self.get_role_display()

    def get_absolute_url(self):
        return f"{self.post.get_absolute_url()}#contact-{self.pk}"

    def clean(self):
        """Check the order of the days first: the base makes no range of days in disorder."""
        if self.started_on and self.ended_on and self.ended_on < self.started_on:
            raise ValidationError({"ended_on": IN_DISORDER})

    @property
    def full_name(self):
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def details(self):
        """Details of the entry but its name, then its addresses: (text, whether it is public)."""
        rows = [(f, getattr(self, f.name), getattr(self, f.shown_by, False)) for f in DETAILS]
        return [
            [(text, is_public) for f, text, is_public in rows if text and f.is_address == kind]
            for kind in (False, True)
        ]

    @property
    def is_fresh(self):
        if not self.verified_on or self.to_confirm_since or self.silent_since:
            return False
        return self.verified_on >= fresh_since()

    @property
    def is_stale(self):
        return bool(self.verified_on) and not self.is_fresh

    @property
    def next_check_on(self):
        """The day of the next check: `CHECK_MONTHS` after the last one, `CHECK_MONTHS_BEFORE_END`
        before a known end, at once when never verified, in doubt, or reported wrong. `due_on` is
        the same in SQL.
        """
        days = [self.to_confirm_since, timezone.localdate(), self.reported_on]
        if self.verified_on:
            days[1] = self.verified_on + relativedelta(months=settings.CHECK_MONTHS)
        if self.ended_on:
            before = self.ended_on - relativedelta(months=settings.CHECK_MONTHS_BEFORE_END)
            if not self.verified_on or self.verified_on < before:
                days.append(before)
        return min(day for day in days if day)

    @property
    def reported_on(self):
        """The day of the oldest error report that waits for its review and that no verification
        has followed, or None. On the day of a verification a report asks for no other one.
        """
        reports = Proposal.objects.about(self).pending().reports()
        days = map(timezone.localdate, reports.values_list("made_at", flat=True))
        return min((d for d in days if not self.verified_on or d > self.verified_on), default=None)

    @property
    def is_unreachable(self):
        """Whether the address has refused a mail since it was entered."""
        return bool(self.email) and self.bounced_email.lower() == self.email.lower()

    @property
    def names(self):
        return tuple(getattr(self, name) for name in NAMES)

    def receive(self, former, *, ticks=(), publish=()):
        """Void what was public, verified and told of the former person, if this is another one.

        `former` are the names that the entry had. `ticks` are the fields that somebody filled for
        this person, `publish` the addresses that an import makes public. Returns {field: value}.
        """
        if not is_another_person(former, self.names):
            return {}
        voided = {**first_switches(publish), **VOID}
        values = {name: value for name, value in voided.items() if name not in ticks}
        for name, value in values.items():
            setattr(self, name, value)
        return values

    def overlaps(self, other):
        """Whether both are in office on some day; an unknown bound is open."""
        return (self.started_on or date.min) <= (other.ended_on or date.max) and (
            other.started_on or date.min
        ) <= (self.ended_on or date.max)

    @transaction.atomic
    def verify(self, *, by, on=None):
        """Record that a person checked the entry: a human act, never an import.

        It lifts every doubt, and closes the check that was waiting for it. `by` is an account,
        or the words that follow « vérifié le … par ».
        """
        self.verified_on = on or timezone.localdate()
        self.verified_by = str(getattr(by, "verifier", by))
        self.to_confirm_since = self.silent_since = None
        self.save(update_fields=VERIFICATION)
        self.checks.open().close("exact", by=by)

    def doubt(self, *, on=None):
        """Ask for a check at once: a mail came back, a visitor reported an error."""
        if not self.to_confirm_since:
            self.to_confirm_since = on or timezone.localdate()
            self.save(update_fields=["to_confirm_since"])

    def bounce(self, address, *, on=None):
        """Note that the address refused a mail; the entry is doubtful until it is corrected."""
        self.bounced_email = address
        self.bounced_on = on or timezone.localdate()
        self.save(update_fields=["bounced_email", "bounced_on"])
        self.doubt(on=on)

    def hide(self):
        """Take the entry off public pages at once: somebody announced a departure.

        The tenure goes on until the post ends it, or shows the entry again.
        """
        self.hidden_since = timezone.now()
        self.save(update_fields=["hidden_since"])

    def show(self):
        """Put the entry back: its person is still there after all."""
        self.hidden_since = None
        self.save(update_fields=["hidden_since"])

    @transaction.atomic
    def end_tenure(self, *, on=None):
        """Make the day (yesterday when not given) the last one in office."""
        self.ended_on = on or timezone.localdate() - relativedelta(days=1)
        self.full_clean()
        self.save(update_fields=["ended_on"])
        if self.ended_on < timezone.localdate():
            self.checks.open().close("moot")
