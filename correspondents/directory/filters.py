"""The filters of the lists: one filter, one QuerySet method."""

from functools import reduce
from hashlib import sha256
from html import escape
from operator import or_

import django_filters
from django import forms
from django.db.models import OuterRef, Q, Subquery
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from dsfr.forms import DsfrBaseForm

from correspondents.finder.meanings import meaning_of
from correspondents.models import Correspondent, Country, Coverage, Post, Zone
from correspondents.records.cache import cached_until_written

from .active_filters import ActiveFilters

MOST_DIGITS = 10  # of a number that the base takes


class LongSelect(forms.Select):
    """A list of hundreds of options: a template for each is most of the time of a page."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = set(self.format_value(value))
        options = "".join(
            f'<option value="{escape(str(code))}"{" selected" * (str(code) in chosen)}>'
            f"{escape(str(label))}</option>"
            for code, label in self.choices
        )
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            mark_safe(options),
        )

    def use_required_attribute(self, initial):
        return False  # nothing is required of a filter; asking would read the choices again


class CachedChoices(forms.models.ModelChoiceIterator):
    """The choices of a field, the same for everybody, cached until somebody writes."""

    def __iter__(self):
        query = sha256(str(self.queryset.query).encode()).hexdigest()
        # Forms share the rows, not the words of the empty choice: « Tous », « Choisissez ».
        name = f"choices {type(self.field).__name__} {self.field.empty_label} {query}"
        return iter(cached_until_written(name, self._read, self.field.groups))

    def _read(self):
        return [(str(code), str(label)) for code, label in super().__iter__()]


class CachedChoiceField(forms.ModelChoiceField):
    """A choice among hundreds of rows that seldom change, of tables of these `groups`."""

    iterator = CachedChoices
    widget = LongSelect


class CodedField(CachedChoiceField):
    """A row by its `code`, the name of a column; `coded` reads the other ways to write one."""

    groups = {"countries"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"to_field_name": self.code, **kwargs})

    def to_python(self, value):
        return super().to_python(self.coded(value))

    def prepare_value(self, value):
        # Or the list shows « Tous » for `pays=sn`, and filtering again forgets the country.
        return super().prepare_value(self.coded(value))


class CountryField(CodedField):
    """A country by its ISO code, in any case: `pays=sn`."""

    code = "iso2"

    def coded(self, value):
        return value.upper() if isinstance(value, str) else value


class CountryFilter(django_filters.ModelChoiceFilter):
    """A country abroad, unless `queryset` says otherwise."""

    field_class = CountryField

    def __init__(self, **options):
        defaults = {"label": "Pays ou territoire", "empty_label": "Tous"}
        abroad = Country.objects.filter(is_french=False)
        super().__init__(**{**defaults, "queryset": abroad, **options})


class ZoneField(CodedField):
    """A zone by its code, `zone=asie`; by its number in addresses of before."""

    code = "code"

    def coded(self, value):
        """The code of the zone with this old number, any other value as it is."""
        if not (isinstance(value, str) and value.isascii() and value.isdigit()):
            return value
        zones = self.queryset.filter(pk=value) if len(value) < MOST_DIGITS else self.queryset.none()
        return zones.values_list("code", flat=True).first() or value


class ZoneFilter(django_filters.ModelChoiceFilter):
    field_class = ZoneField

    def __init__(self, **options):
        defaults = {"label": "Zone géographique", "empty_label": "Toutes"}
        super().__init__(**{**defaults, "queryset": Zone.objects.all(), **options})


def by(keep):
    """The `method` of a filter: the rows that `keep(rows, value)` returns."""
    return lambda rows, name, value: keep(rows, value)


def any_of(queryset, parts):
    """The rows of the queryset that are in one of its parts."""
    return queryset.filter(reduce(or_, (Q(pk__in=keys(part)) for part in parts)))


def keys(rows):
    return rows.order_by().values("pk")


def answering_first(rows, post, countries):
    """The rows of the post that answers first for one of the countries, then of the second, then
    the others, each in their order; `post` is the field that holds the key of their post."""
    if not countries:
        return rows
    served = Coverage.objects.current().filter(post=OuterRef(post), country__in=countries)
    rank = Subquery(served.order_by("rank").values("rank")[:1])
    return rows.order_by(rank.asc(nulls_last=True), *rows.query.order_by)


class DescribedFilterSet(ActiveFilters, django_filters.FilterSet):
    """Filters that say in words what is in force."""

    class Meta:
        form = DsfrBaseForm

    def described(self):
        """The filters in force as [(label, text)], for the export's own notice."""
        return [(label, text) for name, label, text in self.active()]

    def text_of(self, name, value):
        choices = self.filters[name].extra.get("choices", ())
        words = dict(choices() if callable(choices) else choices)
        return str(words[value]) if isinstance(value, str) and value in words else str(value)

    understood = ""  # what the text of the search names, in words

    def by_text(self, queryset, name, value):
        """The rows that hold the words, and those of what the text names, as in the finder.

        A town or a region stands for its country only when no row holds the words.
        """
        rows = self.worded(queryset, value)
        meaning = meaning_of(value)
        found = self.named(queryset, meaning)
        if not found and meaning.countries and not (meaning.place and rows.exists()):
            found = [self.in_country(queryset, country) for country in meaning.countries]
            self.understood = meaning.in_words
        rows = any_of(queryset, [rows, *found]) if found else rows
        return self.in_answer_order(rows, meaning.countries)

    def in_answer_order(self, rows, countries):
        """The rows, those of who answers first for the countries of the text before the others."""
        return rows

    def worded(self, queryset, text):
        return queryset.matching(text)

    def named(self, queryset, meaning):
        """[the rows of each thing, other than a country, that the text names]."""
        return []

    def in_country(self, queryset, country):
        """What the filter of the country finds."""
        return self.filters["pays"].filter(queryset, country)


class CorrespondentFilter(DescribedFilterSet):
    """The filters of `/correspondants/` and of its export, in the query string."""

    q = django_filters.CharFilter(label="Nom, ville ou pays", method="by_text", max_length=200)
    pays = CountryFilter(queryset=Country.objects.all(), method="by_country")
    zone = ZoneFilter(field_name="post__country__zone")
    role = django_filters.ChoiceFilter(
        label="Rôle", choices=Correspondent.Role.choices, empty_label="Tous"
    )
    fraicheur = django_filters.ChoiceFilter(
        label="Vérification",
        choices=[
            ("recent", "Vérifié récemment"),
            ("ancien", "À confirmer : vérification ancienne"),
            ("jamais", "À confirmer : jamais vérifié"),
        ],
        method="by_freshness",
        empty_label="Toutes",
    )

    FRESHNESS = {"recent": "fresh", "ancien": "stale", "jamais": "never_verified"}

    def by_country(self, queryset, name, value):
        return self.in_answer_order(queryset.serving(value), [value])

    def in_answer_order(self, rows, countries):
        return answering_first(rows, "post", countries)

    def by_freshness(self, queryset, name, value):
        return getattr(queryset, self.FRESHNESS[value])()


class PostFilter(DescribedFilterSet):
    """The filters of `/postes/`."""

    q = django_filters.CharFilter(label="Ville, poste ou pays", method="by_text", max_length=200)
    zone = ZoneFilter(field_name="country__zone")
    nature = django_filters.ChoiceFilter(
        label="Nature", choices=Post.Kind.choices, field_name="kind", empty_label="Toutes"
    )
    situation = django_filters.ChoiceFilter(
        label="Situation", choices=Post.Status.choices, field_name="status", empty_label="Toutes"
    )

    def in_country(self, queryset, country):
        return queryset.serving(country)

    def in_answer_order(self, rows, countries):
        return answering_first(rows, "pk", countries)
