"""Exact names: what each run of words of a text is the full name of.

Every lookup takes `runs`, the phrases of a text in normal form (`phrases`), and answers for
the longest that is a name: « ambassade de france au togo » is Togo's, not France's.
"""

from django.db.models import Q

from .models import (
    Country,
    CountryAlias,
    Coverage,
    PlaceName,
    Post,
    UnrecognisedEntity,
)
from .text import normalise

MOST_WORDS = 12

# Words that say what is looked for, not where.
NOISE_TEXT = """
a adresse ambassade ambassadeur antenne au aux avec bureau capitale chez collectivite
commune consul consulat contact contacter contacts cooperation correspondant
correspondante correspondants courriel d dans de decentralisee departement des du ecrire
email en et est francais francaise france general generale gouvernementale jumelage
jumelee l la le les mail mairie mel non numero ou par partenariat pays post poste pour
pres projet province qui quel region representation service sur tel telephone territoire
trouver un une ville
"""
NOISE = frozenset(NOISE_TEXT.split())


def phrases(normalised, whole=True):
    """The runs of words that the text may name a place by, longest first.

    With `whole`, only words that say nothing of the place are left out, at either end;
    without, any words are, as long as something of four letters remains.
    """
    words = normalised.split()[:MOST_WORDS]
    count = len(words)
    runs = [(i, j) for i in range(count) for j in range(i + 1, count + 1)]
    if whole:
        runs = [(i, j) for i, j in runs if NOISE.issuperset(words[:i] + words[j:])]
    else:
        runs = [
            (i, j)
            for i, j in runs
            if not NOISE.issuperset(words[i:j]) and len(" ".join(words[i:j])) >= 4
        ]
    return sorted({" ".join(words[i:j]) for i, j in runs}, key=lambda run: (-len(run), run))


def longest(matches):
    """Of [(phrase, thing)], the things matched by the longest phrase, each once."""
    most = max((len(phrase) for phrase, _ in matches), default=0)
    return list(dict.fromkeys(thing for phrase, thing in matches if len(phrase) == most))


def entity_named(normalised):
    """The unrecognised entity that the text names, alone or among other words."""
    runs = [normalised, *phrases(normalised, whole=False)]
    return UnrecognisedEntity.objects.filter(name_norm__in=runs).first()


def scoped_coverage(runs):
    """The current coverage whose part of a country (« Québec ») is named, or None."""
    return Coverage.objects.current().filter(scope_norm__in=runs).with_post().first()


def countries_named(runs, code=""):
    """The countries that bear the longest of the phrases as a name; own names come first."""
    own = Country.objects.filter(name_norm__in=runs)
    aliases = CountryAlias.objects.filter(name_norm__in=runs).select_related("country")
    matches = [(country.name_norm, country) for country in own]
    matches += [(alias.name_norm, alias.country) for alias in aliases]
    named = longest(matches)
    if named and named[0].name_norm in runs:
        return named[:1]
    if code.isascii() and code.isupper() and len(code) in (2, 3) and not named:
        return list(Country.objects.filter(Q(iso2=code) | Q(iso3=code)))
    # Of two homonyms, the one whose post is open is looked for more often.
    return sorted(named, key=lambda country: country.iso2 in silent_countries(named))


def silent_countries(countries):
    """Among several countries, the codes of those that no working post serves."""
    if len(countries) < 2:
        return set()
    served = Coverage.objects.current().filter(country__in=countries, post__status__in=Post.WORKING)
    return {c.iso2 for c in countries} - set(served.values_list("country_id", flat=True))


def posts_at(runs):
    """The posts in the city of the longest phrase; the city's own country before a guest."""
    posts = Post.objects.filter(Q(city_norm__in=runs) | Q(city_en_norm__in=runs)).select_related(
        "country"
    )
    matches = [
        (max({post.city_norm, post.city_en_norm} & set(runs), key=len), post) for post in posts
    ]
    return sorted(
        longest(matches),
        key=lambda post: (normalise(post.country.capital) != post.city_norm, post.kind, post.pk),
    )


def places_named(runs, text=""):
    """The names of towns equal to the longest phrase, likeliest first.

    Capitals, then names spelled as in the text (« Saint-Louis » before « St. Louis »), then
    main names, then by size.
    """
    names = (
        PlaceName.objects.filter(name_norm__in=runs)
        .select_related("place__country")
        .order_by("-place__is_capital", "-is_main", "-place__population")
    )
    named = longest([(name.name_norm, name) for name in names[:100]])
    return sorted(
        named, key=lambda name: (not name.place.is_capital, not is_spelled_in(name.name, text))
    )


def is_spelled_in(name, text):
    """Whether the name stands in the text but for case and hyphens."""
    return name.replace("-", " ").casefold() in text.replace("-", " ").casefold()
