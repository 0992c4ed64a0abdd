"""The finder: from a text to the country, post, town, region or person that it names.

Exact names first, then words, then likeness: the full name of a place never leads to a longer
or a likelier name, and likeness counts only when nothing else matches. The
one exception is a small town whose name is a slip away from a country's: both are shown.
"""

from functools import reduce
from operator import and_

from django.db.models import Q, QuerySet

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
from .misspellings import mistyped
from .places import BIG, places_like, places_named, places_where, with_longer
from .results import Hit, SearchResult, once_each, one_per_address

LONGEST_TEXT = 120
MOST_HITS = 12
LONG_WORD = 5  # letters: a shorter word begins too many names


def clean(text: str) -> str:
    """A text as it may be searched: one line, no control character, of bounded length."""
    readable = "".join(c if c.isprintable() else " " for c in bare(text))
    return " ".join(readable.split())[:LONGEST_TEXT]


def find(text: str) -> SearchResult:
    """Answer a visitor's text, by exact names, else by what is near. Reads only."""
    result = find_exact(text)
    return result if result.is_over else find_near(result)


def find_exact(text: str) -> SearchResult:
    """The country, the post, the place or the page that the text names exactly."""
    result = SearchResult(text=clean(text))
    result.normalised = normalise(result.text)
    if not result.normalised:
        return result
    if word := SearchWord.objects.filter(name_norm=result.normalised).first():
        result.hits, result.sure = [Hit.page(word)], Hit.page(word)
        return result
    runs, parts = phrases(result.normalised), phrases(result.normalised, whole=False)
    bearers = bearers_of(runs, {result.normalised, *parts})
    result.entity = next((row.label for row in bearers if row.kind == ENTITY), "")
    if not result.entity:
        by_longer_name(result, bearers) or by_name(result, bearers) or by_place(result)
    return result


def find_near(result: SearchResult) -> SearchResult:
    """Fill a result that no exact name answers: words of names, else near spellings."""
    if not NOISE.issuperset(result.normalised.split()):
        by_part(result) or by_likeness(result)
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
    slips = [] if is_known else slips_of(result, runs[-1])
    places = places if is_known else with_longer(places)
    hits = [post_hit(post) for post in posts] + [Hit.place(place) for place in places]
    result.hits = one_per_address([*slips, *hits])[:MOST_HITS]
    result.is_named = bool(posts)
    is_single = len({place.country.pk for place in places}) == 1
    if not slips and (len(posts) == 1 or (not posts and (places[0].is_capital or is_single))):
        result.sure = hits[0]
    return True


def slips_of(result: SearchResult, text: str) -> list[Hit]:
    """Hits for the countries with a name one slip away from the text, likeliest first."""
    slips = mistyped(text, result.country_names)
    return in_order([iso2 for iso2, distance in slips if distance <= 1])


def in_order(codes: list[str]) -> list[Hit]:
    """Hits for countries, in the order of their codes."""
    names = dict(Country.objects.filter(pk__in=codes).values_list("iso2", "name")) if codes else {}
    return [Hit.country(code, names[code]) for code in codes]


def post_hit(post: Post) -> Hit:
    return Hit.post(post.slug, post.name, post.shown_country)


def by_part(result: SearchResult) -> bool:
    """Words of a longer text: a country among them, or names that hold all of them."""
    core = phrases(result.normalised)[-1]
    slips = slips_of(result, result.normalised)
    if not slips and core != result.normalised:
        slips = slips_of(result, core)
    hits = list(slips)
    if " " in core:
        parts = phrases(result.normalised, whole=False)
        hits += [Hit.country(*country) for country in countries_in(bearers_of(parts, []), "")]
    # After a slip, only countries: the towns that begin alike would be noise.
    hits += countries_with_words(core.split()) if hits else hits_with_words(core.split())
    if not hits and " " in core:
        hits = [Hit.place(place) for place in places_named(parts)]
    result.hits = one_per_address(hits)[:MOST_HITS]
    result.is_guess = bool(slips) and result.hits == slips
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
    people = named_people(beginning(words))
    hits = countries_with_words(words)
    hits += [Hit.person(person) for person in people[:MOST_HITS]]
    hits += [post_hit(post) for post in posts]
    if max(map(len, words)) >= 3:  # shorter words would read the whole table
        hits += [Hit.place(place) for place in places_where(holding(words))[:MOST_HITS]]
    return hits


def by_likeness(result: SearchResult) -> bool:
    """The names that a slip or two make of the text; never an answer, only a likely spelling."""
    core = phrases(result.normalised)[-1]
    hits = in_order([iso2 for iso2, _ in mistyped(core, result.country_names)])
    hits += [Hit.place(place) for place in places_like(core)]
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
    places = sorted(places_where(begins), key=lambda place: place.phrase != start)
    hits += [Hit.place(place) for place in once_each(places, lambda p: (p.main, p.country.pk))]
    hits += [Hit.person(person) for person in people[:limit]]
    return once_each(hits, lambda hit: (hit.label, hit.url))


def named_people(name: Q) -> QuerySet[Correspondent]:
    """The people whose name anybody may read, with their posts."""
    return Correspondent.objects.published().named_in_public().filter(name).with_post()
