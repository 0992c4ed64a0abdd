"""The finder: from a text to the country, post, town, region or person that it names.

Exact names first, then words, then likeness: the full name of a place never leads to a longer
or a likelier name, and likeness counts only when nothing else matches. The
one exception is a small town whose name is a slip away from a country's: both are shown.
"""

from correspondents.models import Country, SearchName
from correspondents.records.text import normalise
from correspondents.spreadsheets.characters import bare

from .contacts import hits_of_contact, hits_of_person
from .doubts import is_beyond_doubt, other_meanings
from .gazetteer import NOISE, countries_in, part_served, phrases
from .misspellings import words_near
from .names import (
    FIRST_BY_SIZE,
    begun,
    longest,
    matching,
    names_of,
    read,
    regions_of_words,
    whole,
)
from .people import named_people
from .places import (
    BIG,
    NamedPlace,
    nearest_places,
    places_named,
    places_of,
    with_longer,
)
from .results import Hit, SearchResult, once_each, one_per_address
from .spellings import places_spelled, regions_near_spelled, with_directions

LONGEST_TEXT = 120
MOST_HITS = 12
PART_OF_A_TEXT = "kind IN ('country', 'post', 'town', 'region') AND text = ANY(%s)"
MOST_ROWS = 200  # of the index, for words
FEWEST_LETTERS = 2  # that begin a name
ALSO_WORDS = {"eau", "ras"}  # of French: they are the short name of a country in capitals only


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
    if contacts := hits_of_contact(result.text):
        result.hits, result.sure = contacts, contacts[0] if len(contacts) == 1 else None
        return result
    runs, parts = phrases(result.normalised), phrases(result.normalised, whole=False)
    rows = names_of(runs, {result.normalised, *parts})
    for row in rows:
        if row.kind == "word" and row.text == result.normalised:
            result.hits, result.sure = [Hit.page(row)], Hit.page(row)
            return result
    result.entity = next((row.main for row in rows if row.kind == "entity"), "")
    words = set() if result.text.isupper() else ALSO_WORDS
    result.names = [row for row in rows if row.text in runs and not is_word(row, words)]
    if result.entity:
        result.entity_country = country_of_biggest(rows, normalise(result.entity))
    if not result.entity:
        by_longer_name(result) or by_name(result) or by_place(result)
    return result


def is_word(row: SearchName, words: set[str]) -> bool:
    """Whether the short name of a country is only one of these words: « eau »."""
    return row.kind == "country" and row.text in words


def country_of_biggest(rows: list[SearchName], text: str) -> Country | None:
    """The country of the biggest town or region of this name, if any."""
    places = [row for row in rows if row.kind in ("town", "region") and row.text == text]
    return max(places, key=lambda row: row.size).country if places else None


def find_near(result: SearchResult) -> SearchResult:
    """Fill a result that no exact name answers: words of names, else near spellings."""
    if not NOISE.issuperset(result.normalised.split()):
        by_person(result) or by_region_words(result) or by_part(result) or by_likeness(result)
    return result


def by_person(result: SearchResult) -> bool:
    """Somebody whose first and last names, in any order, are the whole text."""
    result.hits = hits_of_person(result.normalised)
    result.sure = result.hits[0] if len(result.hits) == 1 else None
    return bool(result.hits)


def by_longer_name(result: SearchResult) -> bool:
    """A place whose name holds that of a country: « Région de San Martín » is no Saint-Martin."""
    countries = [row for row in result.names if row.kind in ("country", "scope")]
    named = max((len(row.text) for row in countries), default=0)
    if not named or named == len(result.normalised):
        return False
    rows = [row for row in result.names if len(row.text) > named]
    return bool(places_of(rows)) and by_place(result)


def by_name(result: SearchResult) -> bool:
    """The full name, alias or code of a country, or the part of one that a post serves.

    The big places and the regions of that very name come after it.
    """
    if part := part_served(result.names):
        result.sure = post_hit(part)
        result.hits = [result.sure, Hit.country(part.its_country.pk, part.its_country.name)]
        result.is_named = True
        return True
    hits = [Hit.country(*country) for country in countries_in(result.names, result.text)]
    result.sure = hits[0] if len(hits) == 1 else None
    result.is_named = bool(hits)
    result.hits = one_per_address([*hits, *homonyms(result.names)]) if hits else []
    return result.is_named


def homonyms(rows: list[SearchName]) -> list[Hit]:
    """The regions and the big towns that bear the very name of a country."""
    return [Hit.place(place) for place in places_of(longest(rows)) if place.population >= BIG]


def by_place(result: SearchResult) -> bool:
    """A town or a region: its post, else its country. A small one may hide a slip of a country."""
    posts = once_each(longest(row for row in result.names if row.kind == "post"), post_hit)
    places = places_named(result.names, result.text)
    if not posts and not places:
        return False
    runs = phrases(result.normalised)
    result.phrase = places[0].phrase if places else runs[0]
    is_known = bool(posts) or is_beyond_doubt(places[0], result.text)
    own = [] if is_known else slips_of(result, runs[-1], own=True)
    slips = [] if is_known else slips_of(result, runs[-1])
    near = [] if posts else other_meanings(result.names, places, is_known)
    places = places if is_known else with_longer(places)
    hits = [post_hit(post) for post in posts] + [Hit.place(place) for place in [*places, *near]]
    result.hits = one_per_address([*own, *hits, *slips])[:MOST_HITS]
    result.is_named = bool(posts)
    if not (slips or near) and is_alone(posts, places):
        result.sure = hits[0]
    return True


def is_alone(posts: list[SearchName], places: list[NamedPlace]) -> bool:
    """Whether one post, one capital or the places of one country bear the name."""
    if posts:
        return len(posts) == 1
    return places[0].is_capital or len({place.country.pk for place in places}) == 1


def slips_of(result: SearchResult, text: str, *, own: bool = False) -> list[Hit]:
    """Hits for the countries with a name one slip away from the text, likeliest first; with `own`,
    those alone whose very own name it is."""
    return in_order([iso2 for iso2, distance in result.slips(text, own) if distance <= 1])


def post_hit(row: SearchName) -> Hit:
    return Hit.post(row.detail, row.main, row.country.name if row.country else "")


def country_hit(row: SearchName) -> Hit:
    return Hit.country(row.key, row.main)


def in_french_order(rows: list[SearchName]) -> list[SearchName]:
    """The names of countries, by the countries that they name."""
    return sorted(rows, key=lambda row: row.its_country.name_norm)


def in_order(codes: list[str]) -> list[Hit]:
    """Hits for countries, in the order of their codes."""
    names = dict(Country.objects.filter(pk__in=codes).values_list("iso2", "name")) if codes else {}
    return [Hit.country(code, names[code]) for code in codes]


def by_region_words(result: SearchResult) -> bool:
    """A region by the words of its name, in any order: « Est de la Flandre »; a slip in a direction
    is guessed."""
    texts = {result.normalised, phrases(result.normalised)[-1]}
    straight = set(map(with_directions, texts))
    result.names = longest(regions_of_words(list(texts | straight)))
    is_named = by_place(result)
    if straight != texts:
        result.sure, result.is_guess = None, is_named
    return is_named


def by_part(result: SearchResult) -> bool:
    """Words of a longer text, a country among them or names that hold all of them, unless the text
    is a near spelling of a country, or as a whole of a place."""
    core = phrases(result.normalised)[-1]
    parts = phrases(result.normalised, whole=False) if " " in core else []
    rows = read(PART_OF_A_TEXT, [parts]) if parts else []
    slips = [Hit.page(word) for word in words_near(result.normalised)]
    slips += slips_of(result, result.normalised) or slips_of(result, core)
    result.is_guess = bool(slips or (parts and result.near))
    if result.is_guess:
        countries = [Hit.country(*country) for country in countries_in(rows, "")]
        hits = [*slips, *countries, *near_hits(result)]
    else:
        hits = hits_of_parts(result, rows, core)
        near = near_hits(result) if is_minor(hits) else []
        result.is_guess, hits = bool(near), [*near, *hits]
    result.hits = one_per_address(hits)[:MOST_HITS]
    return bool(hits)


def hits_of_parts(result: SearchResult, rows: list[SearchName], core: str) -> list[Hit]:
    """Hits for what some of the words name, unless names hold all of them: « Géorgie du Sud »; a
    place beside its country comes before it: « Tripoli Liban »."""
    countries = [Hit.country(*country) for country in countries_in(rows, "")]
    if not countries:
        posts = [post_hit(row) for row in longest(row for row in rows if row.kind == "post")]
        places = [Hit.place(place) for place in places_named(rows)]
        return hits_of_words(result, core) or [*posts, *places]
    there = {hit.iso2 for hit in countries}
    places = [Hit.place(place) for place in places_of(rows) if place.country.pk in there]
    return [*countries_with_words(core.split()), *places, *countries]


def hits_of_words(result: SearchResult, core: str) -> list[Hit]:
    """Hits for the names that hold all the words; those of authorities wait for the Atlas."""
    words = core.split()
    rows = names_with_words(words)
    if core == result.normalised:
        result.holding = [row for row in rows if row.kind == "authority"]
    return hits_with_words(words, rows, result.may_name_people)


def is_minor(hits: list[Hit]) -> bool:
    """Whether the words are only found within other names of places: « Chaki Chaki (Chake Chake) »
    is no likelier for « Chaki » than Shaki."""
    return bool(hits) and all(hit.kind == "place" and hit.label != hit.name for hit in hits)


def near_hits(result: SearchResult) -> list[Hit]:
    """Hits for the places abroad of which the text is another spelling, or a slip of a name."""
    core = phrases(result.normalised)[-1]
    places = [*places_spelled(core), *nearest_places(result.near)]
    return [Hit.place(place) for place in places or regions_near_spelled(core)]


def countries_with_words(words: list[str]) -> list[Hit]:
    """Countries with a name or a shown alias in which every word begins some word."""
    patterns = begun(words)
    rows = read(f"kind = 'country' AND is_shown AND {matching(patterns)}", patterns)
    return [country_hit(row) for row in in_french_order(rows)]


def names_with_words(words: list[str]) -> list[SearchName]:
    """The names in which every word begins some word, or is one in a place or an authority.

    Authorities come last: they count when nothing else has the words.
    """
    patterns, held = begun(words), whole(words)
    kinds, values = "kind IN ('country', 'post')", patterns
    if max(map(len, words)) >= 3:  # shorter words would read the whole table
        places = "kind IN ('town', 'region') OR (kind = 'authority' AND is_main)"
        kinds, values = f"{kinds} OR (({places}) AND {matching(held)})", [*patterns, *held]
    condition = f"{matching(patterns)} AND ({kinds})"  # the index is read once
    return read(condition, values, f"kind = 'authority', {FIRST_BY_SIZE}", MOST_ROWS)


def hits_with_words(words: list[str], rows: list[SearchName], with_people: bool) -> list[Hit]:
    """Countries, people, posts and towns with a name in which every word begins some word."""
    countries = [row for row in rows if row.kind == "country" and row.is_shown]
    hits = [country_hit(row) for row in in_french_order(countries)]
    if with_people:
        hits += [Hit.person(person) for person in named_people(begun(words))]
    posts = one_per_address(post_hit(row) for row in rows if row.kind == "post")[:MOST_HITS]
    if len(posts) == 1:
        of_post = next(row.country for row in rows if row.kind == "post")
        posts += [Hit.country(of_post.pk, of_post.name)] if of_post else []
    return [*hits, *posts, *[Hit.place(place) for place in places_of(rows)[:MOST_HITS]]]


def by_likeness(result: SearchResult) -> bool:
    """The names that a slip or two make of the text; never an answer, only a likely spelling."""
    core = phrases(result.normalised)[-1]
    hits = in_order([iso2 for iso2, _ in result.slips(core)])
    hits += near_hits(result)
    result.hits = one_per_address(hits)[:MOST_HITS]
    result.is_guess = True
    return bool(hits)


def suggest(start: str, rows: list[SearchName], limit: int = 8) -> list[Hit]:
    """Hits for the names that begin with a normal form, and for the people, for the combobox.

    Countries and posts come first, then places under any of their names, the biggest first.
    """
    if len(start) < FEWEST_LETTERS:
        return []
    people = named_people([rf"\m{start}"])
    hits = [country_hit(row) for row in rows if row.kind == "country"]
    hits += [post_hit(row) for row in rows if row.kind == "post"]
    places = sorted(places_of(rows), key=lambda place: place.phrase != start)
    hits += [Hit.place(place) for place in once_each(places, lambda p: (p.main, p.country.pk))]
    hits += [Hit.person(person) for person in people[:limit]]
    return once_each(hits, lambda hit: (hit.label, hit.url))
