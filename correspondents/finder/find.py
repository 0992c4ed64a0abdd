"""The finder: from a text to the country, post, town, region or person that it names.

Exact names first, then words, then likeness: the full name of a place never leads to a longer
or a likelier name, and likeness counts only when nothing else matches. The
one exception is a small town whose name is a slip away from a country's: both are shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

from django.db.models import Q, QuerySet
from django.urls import reverse

from correspondents.directory.publication import publish
from correspondents.models import Correspondent, Country, CountryAlias, Post, SearchWord
from correspondents.records.text import normalise
from correspondents.spreadsheets.characters import bare

from .gazetteer import (
    ENTITY,
    NOISE,
    SCOPE,
    Bearer,
    bearers_of,
    countries_in,
    phrases,
    posts_at,
)
from .misspellings import country_names, is_slip, mistyped
from .places import BIG, NamedPlace, places_named, places_where, with_longer

LONGEST_TEXT = 120
MOST_HITS = 12
LONG_WORD = 5  # letters: a shorter word begins too many names


@dataclass(frozen=True)
class Hit:
    """One answer: a country, a post, a place (which leads to its country), a person or a page.

    `population` orders the namesakes of several rooms; 0 where size means nothing.
    """

    kind: str
    label: str
    detail: str
    url: str
    population: int = 0

    @classmethod
    def country(cls, code: str, name: str) -> "Hit":
        return cls("country", name, "", reverse("country_detail", args=[code.lower()]))

    @classmethod
    def post(cls, slug: str, name: str, country: str = "") -> "Hit":
        return cls("post", name, country, reverse("post_detail", args=[slug]))

    @classmethod
    def place(cls, place: NamedPlace) -> "Hit":
        url = place.country.get_absolute_url()
        return cls("place", place.label, place.detail, url, place.population)

    @classmethod
    def person(cls, person: Correspondent) -> "Hit":
        contact = publish(person)
        return cls("person", contact.name, contact.post.name, person.get_absolute_url())

    @classmethod
    def page(cls, word: SearchWord) -> "Hit":
        return cls("page", word.label, "", word.address)


@dataclass
class SearchResult:
    """The answer to a text.

    `sure` is the one hit to go to at once, or None; `hits` are in order of likelihood;
    `is_guess` marks hits that are only the nearest names; `is_named`, a text that is the very name
    of a country or of a post's city; `phrase` is the part of the text that is a place's name;
    `entity` is the entity that the text names and that France does not recognise: then nothing
    else is set.
    """

    text: str
    normalised: str = ""
    phrase: str = ""
    hits: list[Hit] = field(default_factory=list)
    sure: Hit | None = None
    entity: str = ""
    is_guess: bool = False
    is_named: bool = False

    @property
    def may_be_noted(self) -> bool:
        """Whether the staff may read the text: it has no sure answer, and is no person's name.

        Only letters: an address, a number or a card number is never stored.
        """
        return (
            (self.is_guess or not self.hits)
            and not self.entity
            and 3 <= len(self.normalised) <= 80
            and self.normalised.replace(" ", "").isalpha()
            and not any(c.isdigit() or c in "@_/" for c in self.text)
            and not names_somebody(self.normalised)
        )


def names_somebody(normalised: str) -> bool:
    """Whether a word of the text is part of the name of anybody in the base, departed included."""
    words = [word for word in normalised.split() if len(word) >= 3]
    people = Correspondent.objects.filter(
        reduce(or_, (Q(name_norm__regex=rf"\m{word}\M") for word in words), Q(pk=None))
    )
    return people.exists()


def clean(text: str) -> str:
    """A text as it may be searched: one line, no control character, of bounded length."""
    readable = "".join(c if c.isprintable() else " " for c in bare(text))
    return " ".join(readable.split())[:LONGEST_TEXT]


def find(text: str) -> SearchResult:
    """Answer a visitor's text. Reads only; see `SearchResult`."""
    result = SearchResult(text=clean(text))
    result.normalised = normalise(result.text)
    if not result.normalised:
        return result
    runs, parts = phrases(result.normalised), phrases(result.normalised, whole=False)
    bearers = bearers_of(runs, {result.normalised, *parts})
    if word := SearchWord.objects.filter(name_norm=result.normalised).first():
        result.hits, result.sure = [Hit.page(word)], Hit.page(word)
        return result
    result.entity = next((row.label for row in bearers if row.kind == ENTITY), "")
    if result.entity or by_longer_name(result, bearers) or by_name(result, bearers):
        return result
    steps = [by_place, by_part, by_likeness]
    if NOISE.issuperset(result.normalised.split()):
        steps = [by_place]
    any(step(result) for step in steps)
    return result


def by_longer_name(result: SearchResult, bearers: list[Bearer]) -> bool:
    """A place whose name holds that of a country: « Région de San Martín » is no Saint-Martin."""
    named = max((len(row.phrase) for row in bearers), default=0)
    if not named or named == len(result.normalised):
        return False
    runs = [run for run in phrases(result.normalised) if len(run) > named]
    return bool(places_named(runs, result.text)) and by_place(result)


def by_name(result: SearchResult, bearers: list[Bearer]) -> bool:
    """The full name, alias or code of a country, or the part of one that a post serves."""
    if scope := next((row for row in bearers if row.kind == SCOPE), None):
        result.sure = Hit.post(scope.code, scope.label)
        result.hits, result.is_named = [result.sure], True
        return True
    result.hits = [Hit.country(*country) for country in countries_in(bearers, result.text)]
    result.sure = result.hits[0] if len(result.hits) == 1 else None
    result.is_named = bool(result.hits)
    return result.is_named


def by_place(result: SearchResult) -> bool:
    """A town or a region: its post, else its country. A small one may hide a slip of a country."""
    runs = phrases(result.normalised)
    posts, places = posts_at(runs), places_named(runs, result.text)
    if not posts and not places:
        return False
    result.phrase = places[0].phrase if places else runs[0]
    is_known = bool(posts) or places[0].is_capital or places[0].population >= BIG
    slips = [] if is_known else slips_of(runs[-1])
    places = places if is_known else with_longer(places)
    hits = [post_hit(post) for post in posts] + [Hit.place(place) for place in places]
    result.hits = one_per_address([*slips, *hits])[:MOST_HITS]
    result.is_named = bool(posts)
    is_single = len({place.country.pk for place in places}) == 1
    if not slips and (len(posts) == 1 or (not posts and (places[0].is_capital or is_single))):
        result.sure = hits[0]
    return True


def one_per_address(hits: Iterable[Hit]) -> list[Hit]:
    """The hits, the first of each address only."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.url, hit)
    return list(first.values())


def slips_of(text: str) -> list[Hit]:
    """Hits for the countries with a name one slip away from the text, likeliest first."""
    codes = [iso2 for iso2, distance in mistyped(text, country_names()) if distance <= 1]
    return in_order(codes)


def in_order(codes: list[str]) -> list[Hit]:
    """Hits for countries, in the order of their codes."""
    names = dict(Country.objects.filter(pk__in=codes).values_list("iso2", "name")) if codes else {}
    return [Hit.country(code, names[code]) for code in codes]


def post_hit(post: Post) -> Hit:
    return Hit.post(post.slug, post.name, post.shown_country)


def by_part(result: SearchResult) -> bool:
    """Words of a longer text: a country among them, or names that hold all of them."""
    core = phrases(result.normalised)[-1]
    hits = slips_of(result.normalised) or slips_of(core)
    if " " in core:
        parts = phrases(result.normalised, whole=False)
        hits += [Hit.country(*country) for country in countries_in(bearers_of(parts, []), "")]
    # After a slip, only countries: the towns that begin alike would be noise.
    hits += countries_with_words(core.split()) if hits else hits_with_words(core.split())
    if not hits and " " in core:
        hits = [Hit.place(place) for place in places_named(parts)]
    result.hits = one_per_address(hits)[:MOST_HITS]
    return bool(hits)


def holding(words: list[str]) -> Q:
    """The condition that every word is a word of the name."""
    return reduce(and_, (Q(name_norm__regex=rf"\m{word}\M") for word in words))


def beginning(words: list[str]) -> Q:
    """The condition that every word is a word of the name, or begins one when it is long enough.

    For short lists of names only: among all the communes, any word begins some name.
    """
    ends = {word: "" if len(word) >= LONG_WORD else r"\M" for word in words}
    return reduce(and_, (Q(name_norm__regex=rf"\m{word}{ends[word]}") for word in words))


def countries_with_words(words: list[str]) -> list[Hit]:
    """Countries with a name or a shown alias in which every word begins some word."""
    aliases = CountryAlias.objects.filter(beginning(words), shown=True).values("country")
    countries = Country.objects.filter(beginning(words) | Q(pk__in=aliases))
    return [Hit.country(*country) for country in countries.values_list("iso2", "name")]


def hits_with_words(words: list[str]) -> list[Hit]:
    """Countries, people, posts and towns with a name in which every word begins some word."""
    posts = Post.objects.filter(beginning(words)).select_related("country")[:MOST_HITS]
    people = (
        Correspondent.objects.published().named_in_public().filter(beginning(words)).with_post()
    )
    hits = countries_with_words(words)
    hits += [Hit.person(person) for person in people[:MOST_HITS]]
    hits += [post_hit(post) for post in posts]
    if max(map(len, words)) >= 3:  # shorter words would read the whole table
        hits += [Hit.place(place) for place in places_where(holding(words))[:MOST_HITS]]
    return hits


def by_likeness(result: SearchResult) -> bool:
    """The names that a slip or two make of the text; never an answer, only a likely spelling."""
    core = phrases(result.normalised)[-1]
    hits = in_order([iso2 for iso2, _ in mistyped(core, country_names())])
    likely = Q(name_norm__trigram_similar=core)
    places = [place for place in places_where(likely) if is_slip(core, place.phrase)]
    hits += [Hit.place(place) for place in places]
    result.hits = one_per_address(hits)[:MOST_HITS]
    result.is_guess = True
    return bool(hits)


def suggest(text: str, limit: int = 8) -> list[Hit]:
    """Hits with a name that begins with the text and may be displayed, for the combobox.

    Countries and posts come first, then places under any of their names, the biggest first.
    """
    start = normalise(clean(text))
    if len(start) < 2:
        return []
    begins = Q(name_norm__startswith=start)
    countries = Country.objects.filter(begins).values_list("iso2", "name")
    aliases = CountryAlias.objects.filter(begins, shown=True, language="fr")
    names = aliases.order_by("name_norm").values_list("country_id", "country__name")
    posts = Post.objects.filter(city_norm__startswith=start).select_related("country")
    people = named_people(Q(name_norm__regex=rf"\m{start}"))
    hits = [Hit.country(*country) for country in [*countries[:limit], *names[:limit]]]
    hits += [post_hit(post) for post in posts[:limit]]
    hits += [Hit.place(place) for place in places_where(begins)]
    hits += [Hit.person(person) for person in people[:limit]]
    return once_each(hits)


def named_people(name: Q) -> QuerySet[Correspondent]:
    """The people whose name anybody may read, with their posts."""
    return Correspondent.objects.published().named_in_public().filter(name).with_post()


def once_each(hits: Iterable[Hit]) -> list[Hit]:
    """The hits, the first of each label and address only: two towns lead to one country."""
    return list({(hit.label, hit.url): hit for hit in reversed(list(hits))}.values())[::-1]
