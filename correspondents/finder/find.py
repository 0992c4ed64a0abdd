"""The finder: a text in, whom to write to out.

Exact names first, then words, then likeness: a text that is some place's full name is never
answered by a longer or a likelier one, and likeness speaks only when nothing else does. The
one exception is a small town whose name is a slip away from a country's: both are shown.
"""

from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, Value
from django.urls import reverse

from correspondents.directory.publication import publish
from correspondents.models import Correspondent, Country, CountryAlias, PlaceName, Post
from correspondents.records.text import normalise

from .gazetteer import ENTITY, NOISE, SCOPE, bearers, countries_in, phrases, places_named, posts_at
from .misspellings import country_names, mistyped, nearest

LONGEST_TEXT = 120
MOST_HITS = 12
BIG_TOWN = 100_000  # inhabitants: from there on, a town's own name is nobody's slip


@dataclass(frozen=True)
class Hit:
    """One answer: a country, a post, a town (which leads to its country) or a person."""

    kind: str
    label: str
    detail: str
    url: str

    @classmethod
    def country(cls, code, name):
        return cls("country", name, "", reverse("country_detail", args=[code.lower()]))

    @classmethod
    def post(cls, slug, name, country=""):
        return cls("post", name, country, reverse("post_detail", args=[slug]))

    @classmethod
    def place(cls, name):
        country = name.place.country
        label = name.name if name.is_main else f"{name.name} ({name.place.name})"
        return cls("place", label, country.name, country.get_absolute_url())

    @classmethod
    def person(cls, person):
        contact = publish(person)
        return cls("person", contact.name, contact.post.name, person.get_absolute_url())


@dataclass
class Found:
    """What a text led to.

    `sure` is the one hit to go to at once, or None; `hits` are in order of likelihood;
    `is_guess` says that they are only the nearest names; `is_named`, that a country or the city
    of a post bears the text as its very name; `entity` is set when the text
    names an entity that France does not recognise, and then nothing else is.
    """

    text: str
    normalised: str = ""
    hits: list = field(default_factory=list)
    sure: Hit | None = None
    entity: str = ""
    is_guess: bool = False
    is_named: bool = False

    @property
    def may_be_noted(self):
        """Whether the staff may be told of the text: nothing answered it, and it is no person's.

        Letters alone: an address, a number or a card number is never kept.
        """
        return (
            (self.is_guess or not self.hits)
            and not self.entity
            and 3 <= len(self.normalised) <= 80
            and self.normalised.replace(" ", "").isalpha()
            and not any(c.isdigit() or c in "@_/" for c in self.text)
            and not names_somebody(self.normalised)
        )


def names_somebody(normalised):
    """Whether a word of the text is part of the name of anybody in the base, departed included."""
    words = [word for word in normalised.split() if len(word) >= 3]
    named = Correspondent.objects.filter(
        reduce(or_, (Q(name_norm__regex=rf"\m{word}\M") for word in words), Q(pk=None))
    )
    return named.exists()


def clean(text):
    """A text as it may be searched: one line, no control character, of bounded length."""
    readable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(readable.split())[:LONGEST_TEXT]


def find(text):
    """Answer a visitor's text. Reads only; see `Found`."""
    found = Found(text=clean(text))
    found.normalised = normalise(found.text)
    if not found.normalised:
        return found
    runs, parts = phrases(found.normalised), phrases(found.normalised, whole=False)
    named = bearers(runs, {found.normalised, *parts})
    found.entity = next((row.label for row in named if row.kind == ENTITY), "")
    if found.entity or by_name(found, named):
        return found
    steps = [by_town, by_part, by_likeness, by_nearest]
    if NOISE.issuperset(found.normalised.split()):
        steps = [by_town]
    any(step(found) for step in steps)
    return found


def by_name(found, named):
    """The full name, alias or code of a country, or the part of one that a post serves."""
    if scope := next((row for row in named if row.kind == SCOPE), None):
        found.sure = Hit.post(scope.code, scope.label)
        found.hits, found.is_named = [found.sure], True
        return True
    found.hits = [Hit.country(*country) for country in countries_in(named, found.text)]
    found.sure = found.hits[0] if len(found.hits) == 1 else None
    found.is_named = bool(found.hits)
    return found.is_named


def by_town(found):
    """A town: its post, else its country. A small one may hide a slip in a country's name."""
    runs = phrases(found.normalised)
    posts = posts_at(runs)
    names = places_named(runs, found.text)
    if not posts and not names:
        return False
    capital = bool(names) and names[0].place.is_capital
    big = bool(names) and names[0].is_main and names[0].place.population >= BIG_TOWN
    slips = [] if posts or capital or big else slips_of(runs[-1])
    hits = [post_hit(post) for post in posts] + [Hit.place(name) for name in names]
    found.hits = one_per_address([*slips, *hits])[:MOST_HITS]
    found.is_named = bool(posts)
    is_single = len({name.place.country_id for name in names}) == 1
    if not slips and (len(posts) == 1 or (not posts and (capital or is_single))):
        found.sure = hits[0]
    return True


def one_per_address(hits):
    """The hits, the first of each address only."""
    first = {}
    for hit in hits:
        first.setdefault(hit.url, hit)
    return list(first.values())


def slips_of(text):
    """Hits for the countries of which the text is one slip away, likeliest first."""
    codes = [iso2 for iso2, distance in mistyped(text, country_names()) if distance == 1]
    return in_order(codes)


def in_order(codes):
    """Hits for countries, in the order of their codes."""
    names = dict(Country.objects.filter(pk__in=codes).values_list("iso2", "name")) if codes else {}
    return [Hit.country(code, names[code]) for code in codes]


def post_hit(post):
    return Hit.post(post.slug, post.name, post.shown_country)


def by_part(found):
    """Words of a longer text: a country among them, or names that hold all of them."""
    core = phrases(found.normalised)[-1]
    hits = slips_of(found.normalised) or slips_of(core)
    if " " in core:
        parts = phrases(found.normalised, whole=False)
        hits += [Hit.country(*country) for country in countries_in(bearers(parts, []), "")]
    # After a slip, only countries: the towns that begin alike would be noise.
    hits += countries_with_words(core.split()) if hits else hits_with_words(core.split())
    if not hits and " " in core:
        hits = [Hit.place(name) for name in places_named(parts)]
    found.hits = one_per_address(hits)[:MOST_HITS]
    return bool(hits)


def holding(words, column="name_norm"):
    """The condition that every word begins some word of the column."""
    return reduce(and_, (Q(**{f"{column}__regex": rf"\m{word}"}) for word in words))


def countries_with_words(words):
    """Countries with a name or a shown alias in which every word begins some word."""
    aliases = CountryAlias.objects.filter(holding(words), shown=True).values("country")
    countries = Country.objects.filter(holding(words) | Q(pk__in=aliases))
    return [Hit.country(*country) for country in countries.values_list("iso2", "name")]


def hits_with_words(words):
    """Countries, people, posts and towns with a name in which every word begins some word."""
    posts = Post.objects.filter(holding(words)).select_related("country")[:MOST_HITS]
    people = Correspondent.objects.published().named_in_public().filter(holding(words)).with_post()
    hits = countries_with_words(words)
    hits += [Hit.person(person) for person in people[:MOST_HITS]]
    hits += [post_hit(post) for post in posts]
    if max(map(len, words)) >= 3:  # shorter words would read the whole table
        towns = PlaceName.objects.filter(holding(words)).select_related("place__country")
        towns = towns.order_by("-is_main", "-place__population")[:MOST_HITS]
        hits += [Hit.place(name) for name in towns]
    return hits


def by_likeness(found):
    """Two slips in a country's name, or a mistyped town."""
    core = phrases(found.normalised)[-1]
    hits = in_order([iso2 for iso2, _ in mistyped(core, country_names())])
    towns = (
        PlaceName.objects.filter(name_norm__trigram_similar=core)
        .annotate(likeness=TrigramSimilarity("name_norm", Value(core)))
        .filter(likeness__gte=0.5)
        .select_related("place__country")
        .order_by("-likeness", "-place__population")
    )
    hits += [Hit.place(name) for name in towns[:MOST_HITS]]
    found.hits = one_per_address(hits)[:MOST_HITS]
    found.is_guess = True
    return bool(hits)


def by_nearest(found):
    """Nothing: the names that resemble the text most, however little."""
    found.hits = in_order(nearest(found.normalised, country_names()))
    return False


def suggest(text, limit=8):
    """What the text may be the beginning of, for the combobox: names that may be displayed."""
    start = normalise(clean(text))
    if len(start) < 2:
        return []
    countries = Country.objects.filter(name_norm__startswith=start).values_list("iso2", "name")
    aliases = CountryAlias.objects.filter(name_norm__startswith=start, shown=True, language="fr")
    aliases = aliases.order_by("name_norm").values_list("country_id", "country__name")
    posts = Post.objects.filter(city_norm__startswith=start).select_related("country")
    towns = PlaceName.objects.filter(name_norm__startswith=start, is_main=True)
    towns = towns.select_related("place__country").order_by("-place__population")
    hits = [Hit.country(*country) for country in [*countries[:limit], *aliases[:limit]]]
    hits += [post_hit(post) for post in posts[:limit]]
    hits += [Hit.place(name) for name in towns[:limit]]
    return one_per_address(hits)[:limit]
