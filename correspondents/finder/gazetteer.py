"""The phrases of a text that may be names, and the countries that exact names give.

« ambassade de france au togo » means Togo, not France: the longest phrase that is a name wins.
"""

from django.db.models import Q

from correspondents.models import Country, Coverage, Post, SearchName

from .names import longest

MOST_WORDS = 12
CODES_OF_THE_UNION = {"UK": "GB", "EL": "GR"}

# Words that name the thing searched for, not its place.
NOISE_TEXT = """
a adresse agglomeration ambassade ambassadeur antenne au aux avec bureau capitale chez
collectivite commune communaute communes conseil consul consulat contact contacter contacts
cooperation correspondant correspondante correspondants courriel d dans de decentralisee
departement departemental des du ecrire email en et est francais francaise france general generale
gouvernementale jumelage jumelee l la le les mail mairie mel municipal non numero ou par
partenariat pays post poste pour pres projet province qui quel region regional representation
service sur tel telephone territoire trouver un une urbaine ville
"""
NOISE = frozenset(NOISE_TEXT.split())


def phrases(normalised: str, whole: bool = True) -> list[str]:
    """The runs of words that the text may name a place by, longest first.

    With `whole`, only words that name no place are left out, at either end;
    without, any words are, as long as something of four letters remains.
    """
    words = normalised.split()[:MOST_WORDS]
    count = len(words)
    runs = [(i, j) for i in range(count) for j in range(i + 1, count + 1)]
    if whole:
        runs = [(i, j) for i, j in runs if all(map(is_noise, words[:i] + words[j:]))]
    else:
        runs = [
            (i, j)
            for i, j in runs
            if not NOISE.issuperset(words[i:j]) and len(" ".join(words[i:j])) >= 4
        ]
    return sorted({" ".join(words[i:j]) for i, j in runs}, key=lambda run: (-len(run), run))


def is_noise(word: str) -> bool:
    """Whether a word names no place beside others: « Loire-Atlantique 44 »."""
    return word in NOISE or (word.isdigit() and len(word) <= 3)


def countries_in(rows: list[SearchName], text: str) -> list[tuple[str, str]]:
    """The countries of the longest name among the rows, likeliest first, as (code, label).

    An own name wins over an alias; a text that is a code in capitals and no name is a code.
    """
    named = longest(row for row in rows if row.kind == "country")
    named = [row for row in named if row.is_main] or named
    if not named and text.isascii() and text.isupper() and len(text) in (2, 3):
        text = CODES_OF_THE_UNION.get(text, text)
        code = Q(iso2=text) | Q(iso3=text)
        return list(Country.objects.filter(code).order_by().values_list("iso2", "name"))
    return served_first(list(dict.fromkeys((row.key, row.main) for row in named)))


def served_first(countries: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The homonyms that a working post serves, then the others: people search for them less."""
    if len(countries) < 2:
        return countries
    served = set(
        Coverage.objects.current()
        .filter(country__in=[code for code, _ in countries], post__status__in=Post.WORKING)
        .values_list("country_id", flat=True)
    )
    return sorted(countries, key=lambda country: country[0] not in served)


def part_served(rows: list[SearchName]) -> SearchName | None:
    """The part of a country, among the rows, that a post serves today: « Québec »."""
    parts = [row for row in rows if row.kind == "scope"]
    if not parts:
        return None
    today = Coverage.objects.current().filter(scope_norm__in=[part.text for part in parts])
    served = set(today.values_list("post_id", "scope_norm"))
    return next((part for part in parts if (int(part.key), part.text) in served), None)
