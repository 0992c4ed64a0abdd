"""The people who answer at a post, and for how long."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.utils import timezone

from correspondents.history import tracked
from correspondents.text import normalise, normalised_field

from .posts import Coverage, Post, protected_field


def fresh_since(on=None):
    """The day since which a verification counts as fresh (`FRESH_MONTHS` calendar months)."""
    return (on or timezone.localdate()) - relativedelta(months=settings.FRESH_MONTHS)


class DateRange(Func):
    """`daterange(a, b, '[]')`: the last day is a day in office, an unknown bound is open."""

    function = "daterange"
    output_field = DateRangeField()


class CorrespondentQuerySet(models.QuerySet):
    def in_office(self, on=None):
        """Those whose tenure covers the day (today when not given); vacancies included."""
        on = on or timezone.localdate()
        return self.filter(
            Q(started_on__isnull=True) | Q(started_on__lte=on),
            Q(ended_on__isnull=True) | Q(ended_on__gte=on),
        )

    def departed(self, on=None):
        return self.filter(ended_on__lt=on or timezone.localdate())

    def vacant(self):
        return self.filter(is_vacant=True)

    def held(self):
        """Those with somebody, or a mailbox, behind them."""
        return self.filter(is_vacant=False)

    def verified_since(self, day):
        return self.filter(verified_on__gte=day)

    def fresh(self):
        """Verified by a human act within the last `FRESH_MONTHS` months, and not doubted since."""
        return self.verified_since(fresh_since()).filter(to_confirm_since__isnull=True)

    def stale(self):
        """Verified, but too long ago, or doubted since."""
        return self.filter(
            Q(verified_on__lt=fresh_since())
            | Q(verified_on__isnull=False, to_confirm_since__isnull=False)
        )

    def never_verified(self):
        return self.filter(verified_on__isnull=True)

    def published(self):
        """What a visitor may see: people in office at posts that answer."""
        return self.in_office().held().filter(post__status__in=Post.WORKING)

    def named_in_public(self):
        """Those whose name a visitor may read."""
        return self.filter(name_is_public=True, post__is_discreet=False).exclude(last_name="")

    def visible_to(self, user):
        """All for the delegation, one's own post's for its people, none otherwise."""
        if user.is_delegation:
            return self
        if user.post_id is None:
            return self.none()
        return self.filter(post=user.post_id)

    def with_post(self):
        return self.select_related("post__country__zone", "post__operates_from")

    def in_answer_order(self):
        """Whom to write to first: correspondent, backup, COCAC, service; then rank."""
        whens = [
            When(role=role, then=Value(place)) for place, role in enumerate(Correspondent.Role)
        ]
        return self.annotate(role_order=Case(*whens, output_field=models.IntegerField())).order_by(
            "post__country__name_norm",
            "post__kind",
            "post__city",
            "role_order",
            "rank",
            "last_name",
            "id",
        )

    def matching(self, text):
        """Every word of the text stands in the name, the post, its city or a country it serves.

        A name that is not public matches nothing.
        """
        found = self
        for word in normalise(text).split()[:8]:
            served = Coverage.objects.current().filter(country__name_norm__contains=word)
            found = found.filter(
                Q(name_norm__contains=word, name_is_public=True, post__is_discreet=False)
                | Q(post__name_norm__contains=word)
                | Q(post__country__name_norm__contains=word)
                | Q(post__in=served.values("post"))
            )
        return found

    def serving(self, country):
        """Those at the posts that serve the country or territory today."""
        return self.filter(
            post__in=Coverage.objects.current().filter(country=country).values("post")
        )


@tracked(exclude=["name_norm"])
class Correspondent(models.Model):
    """Somebody, a service, or a vacancy, in a role at a post during a tenure."""

    class Role(models.TextChoices):
        CORRESPONDENT = "correspondent", "Correspondant"
        BACKUP = "backup", "Suppléant"
        COCAC = "cocac", "COCAC"
        SERVICE = "service", "Service"

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
                r"^[+(]?[0-9][0-9 ()./-]*( ?(poste|ext\.?) ?[0-9]+)?$",
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
    started_on = models.DateField("en fonction depuis le", null=True, blank=True)
    ended_on = models.DateField("dernier jour en fonction", null=True, blank=True)
    verified_on = models.DateField("vérifié le", null=True, blank=True)
    verified_by = models.CharField("vérifié par", max_length=160, blank=True)
    source = models.CharField("source", max_length=200, blank=True)
    other_data = models.JSONField("autres données", default=dict, blank=True)
    to_confirm_since = models.DateField(
        "à confirmer depuis le",
        null=True,
        blank=True,
        help_text="Le jour depuis lequel un doute pèse sur l’entrée ; vérifier le lève.",
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
                violation_error_message="Le dernier jour en fonction précède le premier.",
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
                | Q(civility="", last_name="", first_name="", email="", phone=""),
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

    def __str__(self):
        if self.is_vacant:
            return f"{self.get_role_display()} : poste vacant"
        return self.full_name or self.function or self.get_role_display()

    def get_absolute_url(self):
        return f"{self.post.get_absolute_url()}#contact-{self.pk}"

    def clean(self):
        """Check the order of the days first: the base makes no range of days in disorder."""
        if self.started_on and self.ended_on and self.ended_on < self.started_on:
            raise ValidationError({"ended_on": "Le dernier jour en fonction précède le premier."})

    @property
    def full_name(self):
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_fresh(self):
        return bool(
            self.verified_on and self.verified_on >= fresh_since() and not self.to_confirm_since
        )

    @property
    def is_stale(self):
        return bool(self.verified_on) and not self.is_fresh

    def overlaps(self, other):
        """Whether both are in office on some day; an unknown bound is open."""
        return (self.started_on or date.min) <= (other.ended_on or date.max) and (
            other.started_on or date.min
        ) <= (self.ended_on or date.max)

    def verify(self, *, by, on=None):
        """Record that a person checked the entry: a human act, never an import."""
        self.verified_on = on or timezone.localdate()
        self.verified_by = str(by)
        self.to_confirm_since = None
        self.save(update_fields=["verified_on", "verified_by", "to_confirm_since"])

    def end_tenure(self, *, on=None):
        """Make the day (yesterday when not given) the last one in office."""
        self.ended_on = on or timezone.localdate() - relativedelta(days=1)
        self.full_clean()
        self.save(update_fields=["ended_on"])
