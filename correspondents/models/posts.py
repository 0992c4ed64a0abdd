"""Posts, and which country or territory each of them serves."""

from datetime import date
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.records.fields import Named, optional_day, optional_key
from correspondents.records.text import normalised_field, words_of
from correspondents.records.tracking import tracked

from .countries import country_key
from .visibility import OfAPost


def protected_field():
    """The names of the fields that only a hand changes, never an import."""
    return ArrayField(
        models.CharField(max_length=40),
        verbose_name="champs protégés",
        default=list,
        blank=True,
        help_text="Un import ne les change pas.",
    )


def validate_timezone(name):
    if name not in available_timezones():
        raise ValidationError(f"« {name} » n’est pas un fuseau horaire (exemple : Africa/Dakar).")


class PostQuerySet(OfAPost):
    post_path = "pk"

    def working(self):
        """Those that answer, at home or from elsewhere."""
        return self.filter(status__in=Post.WORKING)

    def in_zones(self, zones):
        """Those of the zones; all of them when `zones` is None."""
        return self if zones is None else self.filter(country__zone__in=zones)

    def matching(self, text):
        """Posts whose name, city or country holds every word of the text."""
        rows = self
        for word in words_of(text):
            rows = rows.filter(Q(name_norm__contains=word) | Q(country__name_norm__contains=word))
        return rows

    def serving(self, country):
        """Those that serve the country or territory today."""
        return self.filter(pk__in=Coverage.objects.current().filter(country=country).values("post"))

    def with_country(self):
        return self.select_related("country__zone", "operates_from__country", "parent")

    def with_hosts(self, ids):
        """{id: post} for the ids, each with the posts it depends on or works from.

        Three plain queries at the most cost less than one with their joins.
        """
        posts = self.in_bulk(ids)
        wanted = {p for post in posts.values() for p in (post.parent_id, post.operates_from_id)}
        missing = wanted - {None} - set(posts)
        hosts = posts | (self.in_bulk(missing) if missing else {})
        for post in posts.values():
            post.parent = hosts.get(post.parent_id)
            post.operates_from = hosts.get(post.operates_from_id)
        return posts


@tracked(exclude=["name_norm", "city_norm", "city_en_norm"])
class Post(Named):
    """An embassy, a consulate general, an office, a representation or an antenna."""

    class Kind(models.TextChoices):
        EMBASSY = "embassy", "Ambassade"
        CONSULATE_GENERAL = "consulate_general", "Consulat général"
        OFFICE = "office", "Bureau"
        REPRESENTATION = "representation", "Représentation"
        ANTENNA = "antenna", "Antenne"

    class Status(models.TextChoices):
        OPEN = "open", "ouvert"
        OPENING = "opening", "ouverture en cours"
        SUSPENDED = "suspended", "activités suspendues"
        RELOCATED = "relocated", "exerce depuis un autre lieu"
        CLOSED = "closed", "fermé"

    WORKING = [Status.OPEN, Status.RELOCATED]
    FEMININE = [Kind.EMBASSY, Kind.REPRESENTATION, Kind.ANTENNA]

    slug = models.SlugField("adresse courte", unique=True)
    kind = models.CharField("nature", max_length=20, choices=Kind)
    name = models.CharField("nom", max_length=160, unique=True)
    country = country_key(models.PROTECT, related_name="posts")
    parent = optional_key("self", "antennas", verbose_name="poste de rattachement")
    city = models.CharField("ville", max_length=120)
    city_en = models.CharField("ville en anglais", max_length=120, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    mailbox = models.EmailField("boîte fonctionnelle", blank=True)
    phone = models.CharField("téléphone du standard", max_length=40, blank=True)
    website = models.URLField("site", blank=True)
    timezone = models.CharField(
        "fuseau horaire", max_length=40, blank=True, validators=[validate_timezone]
    )
    status = models.CharField("situation", max_length=20, choices=Status, default=Status.OPEN)
    status_since = optional_day("depuis le")
    operates_from = optional_key("self", "hosted_posts", verbose_name="exerce depuis le poste de")
    operates_from_paris = models.BooleanField("exerce depuis Paris", default=False)
    status_source = models.CharField("source", max_length=200, blank=True)
    status_note = models.TextField("note", blank=True)
    is_discreet = models.BooleanField(
        "ne publier aucun nom",
        default=False,
        help_text="Plus fort que tout autre réglage : seule la boîte fonctionnelle est publique.",
    )
    publishes_news_itself = models.BooleanField(
        "publie lui-même ses actualités",
        default=False,
        help_text="Coché : qui valide au poste publie sans attendre la délégation.",
    )
    country_is_shown = models.BooleanField(
        "pays affiché à côté de la ville",
        default=True,
        help_text="Décoché pour Jérusalem : aucun nom de pays ne s’écrit à côté.",
    )
    other_data = models.JSONField("autres données", default=dict, blank=True)
    protected_fields = protected_field()
    name_norm = normalised_field("name", "city", "city_en")
    city_norm = normalised_field("city")
    city_en_norm = normalised_field("city_en")

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "poste"
        ordering = ["country__name_norm", "kind", "city"]
        constraints = [
            models.CheckConstraint(
                name="closed_post_has_a_date",
                condition=~Q(status="closed") | Q(status_since__isnull=False),
                violation_error_message="Un poste fermé porte la date de sa fermeture.",
            ),
            models.CheckConstraint(
                name="relocated_post_says_from_where",
                condition=Q(status="relocated", operates_from__isnull=False)
                & Q(operates_from_paris=False)
                | Q(status="relocated", operates_from__isnull=True, operates_from_paris=True)
                | ~Q(status="relocated") & Q(operates_from__isnull=True, operates_from_paris=False),
                violation_error_message="Un poste qui exerce depuis un autre lieu dit lequel : "
                "un poste ou Paris, l’un des deux ; les autres postes n’en indiquent aucun.",
            ),
            models.CheckConstraint(
                name="post_is_not_its_own_host",
                condition=(Q(operates_from__isnull=True) | ~Q(operates_from=F("id")))
                & (Q(parent__isnull=True) | ~Q(parent=F("id"))),
                violation_error_message="Un poste ne peut pas dépendre de lui-même.",
            ),
        ]

    def get_absolute_url(self):
        return reverse("post_detail", args=[self.slug])

    @property
    def shown_country(self):
        """The country's name, or "" where the city is written without one."""
        return self.country.name if self.country_is_shown else ""

    @property
    def agreement(self):
        """The end of a participle that speaks of the post: « ouverte »."""
        return "e" if self.kind in self.FEMININE else ""

    @property
    def is_working(self):
        return self.status in self.WORKING

    @property
    def host_city(self):
        """The city that the post works from when that is not its own, or ""."""
        if self.operates_from_paris:
            return "Paris"
        return self.operates_from.city if self.operates_from else ""

    @property
    def local_time(self):
        """The hour at the post, a datetime, or None when its time zone is unknown."""
        return timezone.now().astimezone(ZoneInfo(self.timezone)) if self.timezone else None

    @property
    def hours_from_paris(self):
        """« deux heures de plus qu’à Paris » today, "" when its time zone is unknown."""
        if not (there := self.local_time):
            return ""
        minutes = (there.utcoffset() - timezone.localtime(there).utcoffset()).total_seconds() / 60
        if not minutes:
            return "la même qu’à Paris"
        hours, rest = divmod(abs(int(minutes)), 60)
        words = f"{hours} heure{'s' * (hours > 1)}" if hours else ""
        words = " ".join(filter(None, [words, f"{rest} minutes" if rest else ""]))
        return f"{words} de {'plus' if minutes > 0 else 'moins'} qu’à Paris"


class CoverageQuerySet(models.QuerySet):
    def current(self, on=None):
        """Those valid on the day (today when not given); an unknown bound is open."""
        on = on or timezone.localdate()
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_until__isnull=True) | Q(valid_until__gte=on),
        )

    def countries_of(self, post):
        """The keys of the countries that a post (or its key) serves today, for a subquery."""
        return self.current().filter(post=post).values("country")

    def of_posts_serving(self, countries):
        """All coverages of the posts that serve one of the countries: there, and elsewhere."""
        served = Coverage.objects.current().filter(country__in=countries)
        serving = served.order_by().values("post")
        return (
            self.filter(post__in=serving)
            .select_related("country")
            .only("post_id", "relation", "rank", "scope", "as_of", "note", "country__name")
            .order_by("rank", "country__name_norm", "id")
        )

    def in_rank_order(self):
        return self.order_by("country__name_norm", "rank", "id")


@tracked(exclude=["scope_norm"])
class Coverage(models.Model):
    """A post serves a country or territory, or a part of it (`scope`), for a time."""

    class Relation(models.TextChoices):
        RESIDENT = "resident", "résident"
        NON_RESIDENT = "non_resident", "non résident"
        DEPENDENT_TERRITORY = "dependent_territory", "territoire dépendant"

    country = country_key(related_name="coverages")
    post = models.ForeignKey(Post, models.CASCADE, verbose_name="poste", related_name="coverages")
    relation = models.CharField("relation", max_length=20, choices=Relation)
    rank = models.PositiveSmallIntegerField("rang", default=1)
    scope = models.CharField(
        "périmètre", max_length=120, blank=True, help_text="Une partie du pays : « Québec »."
    )
    valid_from = optional_day("valable à partir du")
    valid_until = optional_day("valable jusqu’au")
    as_of = models.CharField(
        "état constaté en", max_length=10, blank=True, help_text="2022, 2022-11 ou 2022-11-30"
    )
    note = models.TextField("note", blank=True)
    scope_norm = normalised_field("scope")

    objects = CoverageQuerySet.as_manager()

    class Meta:
        verbose_name = "compétence"
        ordering = ["country", "rank"]
        constraints = [
            models.CheckConstraint(
                name="coverage_ends_after_it_starts",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message="La compétence se termine après avoir commencé.",
            ),
            models.UniqueConstraint(
                fields=["country", "post", "scope", "valid_from"],
                nulls_distinct=False,
                name="one_coverage_of_a_country_by_a_post",
                violation_error_message="Ce poste a déjà cette compétence pour ce pays.",
            ),
            models.CheckConstraint(
                name="coverage_as_of_is_a_partial_date",
                condition=Q(as_of="") | Q(as_of__regex=r"^\d{4}(-\d{2}(-\d{2})?)?$"),
                violation_error_message="La date d’état s’écrit 2022, 2022-11 ou 2022-11-30.",
            ),
        ]

    def __str__(self):
        return f"{self.post} → {self.country}"

    @property
    def as_of_in_words(self):
        """« 2022 », « novembre 2022 » or « 30 novembre 2022 », as precise as it is known."""
        parts = [int(part) for part in self.as_of.split("-")]
        day = date(*parts, *[1] * (3 - len(parts)))
        return date_format(day, ("Y", "F Y", "j F Y")[len(parts) - 1])
