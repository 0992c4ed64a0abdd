"""Places and their prepositions in French: « à Saint-Louis », « dans la région de Saint-Louis »."""

import re

from atlas.models import ForeignAuthority
from correspondents.records import contractions

Level = ForeignAuthority.Level
CALLED = {
    Level.COMMUNE: "la commune",
    Level.INTERCOMMUNAL: "le groupement",
    Level.PROVINCE: "la province",
    Level.REGION: "la région",
    Level.STATE: "l’État",
    Level.UNKNOWN: "le territoire",
}
TOWNS = {Level.COMMUNE, Level.UNKNOWN}


def at(place):
    """« à Saint-Louis », « au Caire », « aux Cayes »; « dans la région de Saint-Louis »."""
    if place.level not in TOWNS:
        return within(place)
    return contractions.at(place.name)


def within(place):
    """« dans la région de Saint-Louis », « dans l’État d’Oaxaca »."""
    kind = CALLED[place.level]
    last_word = re.split(r"[ ’]", kind)[-1]
    if place.name.lower().startswith(last_word.lower()):  # « Région de Saint-Louis » says it
        return f"dans « {place.name} »"
    return f"dans {kind} {contractions.of(place.name)}"


def itself(place):
    """« à Saint-Louis même », « avec la région elle-même »."""
    if place.level in TOWNS:
        return f"{at(place)} même"
    kind = CALLED[place.level]
    return f"avec {kind} {'elle' if kind.startswith('la ') else 'lui'}-même"


def authorities(number, other=False):
    """« 1 collectivité française », « 2 autres collectivités françaises »."""
    s = "s" if number > 1 else ""
    words = [f"autre{s}"] if other else []
    return " ".join([str(number), *words, f"collectivité{s}", f"française{s}"])
