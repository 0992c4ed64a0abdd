"""Regions, towns and communes as people write them, under names that no loaded file comes from.

French names of regions are Debian's translations of ISO 3166-2 (pycountry), those of foreign towns
Wikidata's (the partners of twinnings), communes lose their article. Half of each list, drawn by a
seed, is for tuning; the other half is only counted: `held_out` says which.
"""

import csv
import gettext
import random
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pycountry
from django.db.models import Q, Value

from atlas.models import LocalAuthority
from correspondents.finder.names import RegionWords
from correspondents.models import Country, Place, SearchName
from correspondents.records.text import normalise
from scripts.fixtures.subdivisions import TERRITORIES

from .queries import SLIPS

BIG = 100_000  # inhabitants of the foreign towns that are asked for
MOST, MOST_SLIPS = 2_000, 400
FIRST = 5  # of the answers, where the right one must be
SHARED = Path(__file__).resolve().parents[3] / "shared" / "reference"
WORDS = """
carburant ordinateur horloge fenêtre plombier fromage cartable véhicule assurance permis passeport
naissance mariage cadastre impôts retraite chômage vaccin pharmacie boulanger menuisier électricité
téléphone imprimante facture devis comptable notaire avocat tribunal police gendarmerie pompiers
piscine cantine crèche école lycée université bibliothèque musée théâtre cinéma concert stade vélo
randonnée camping hôtel restaurant cuisine recette jardin potager arrosage tondeuse peinture
""".split()


@dataclass(frozen=True)
class PlaceQuery:
    """A text, its family, and the address that must be its only answer or among the first.

    `name` is the name of which the text has a slip.
    """

    family: str
    text: str
    right: str
    name: str = ""

    @property
    def beyond_us(self):
        """Why no rule can answer it: « unknown », no source of the base has this name there, or
        « crowded », places of more than five countries bear it."""
        text = normalise(self.name or self.text)
        forms = Q(text=text) | Q(text=RegionWords(Value(text)), kind="region")
        rows = SearchName.objects.filter(forms)
        if self.right.startswith("/pays/"):
            if not rows.filter(country=self.right.split("/")[2].upper()).exists():
                return "unknown"
            return "crowded" if rows.values("country").distinct().count() > FIRST else ""
        return "crowded" if rows.values("kind", "key").distinct().count() > FIRST else ""


def regions():
    """The French names of divisions abroad that differ from the local ones; a division that is a
    territory of the directory is at its page."""
    french = gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=["fr"])
    abroad = {c.iso2: c.get_absolute_url() for c in Country.objects.filter(is_french=False)}
    for division in pycountry.subdivisions:
        name = french.gettext(division.name)
        if (
            name != division.name
            and division.country_code in abroad
            and not re.search("[(,]", name)
        ):
            country = TERRITORIES.get(division.code, division.country_code)
            yield PlaceQuery("region in French", name, abroad[country])


def towns():
    """The names in French of the big towns abroad that French communes are twinned with."""
    path = SHARED / "twinnings.csv"
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        names = {row["partner_geonames_id"]: row["partner"] for row in csv.DictReader(file)}
    names.pop("", None)
    big = Place.objects.filter(pk__in=names, population__gte=BIG).select_related("country")
    for town in big.order_by("pk"):
        yield PlaceQuery("town in French", names[str(town.pk)], town.country.get_absolute_url())


def communes():
    """Communes without their article: « Isle Adam », « Puy en Velay »."""
    rows = LocalAuthority.objects.existing().filter(type="commune").order_by("insee")
    named = [row for row in rows if re.match(r"(Le|La|Les) |L['’]", row.name)]
    for row in random.Random(7).sample(named, MOST):
        text = re.sub(r"^((Le|La|Les) |L['’])", "", row.name).replace("-", " ")
        yield PlaceQuery("commune without article", text, row.get_absolute_url())


def every_place():
    return [*regions(), *towns(), *communes()]


def slips(queries, seed=1917):
    """One slip in names of six letters and more, in 400 of each family at most; none is a name."""
    rng, asked = random.Random(seed), Counter()
    for query in rng.sample(queries, len(queries)):
        if len(normalise(query.text)) >= 6 and asked[query.family] < MOST_SLIPS:
            asked[query.family] += 1
            text = rng.choice(SLIPS)(query.text, rng)
            if not is_a_name(text):
                yield PlaceQuery(f"slip: {query.family}", text, query.right, query.text)


def strangers(seed=1917, number=300):
    """Texts that are no name of the base: other trades' words, and gibberish."""
    rng = random.Random(seed)
    letters = "aaabcdeeefghiiijklmnooopqrssttuuvxz"
    gibberish = ["".join(rng.choices(letters, k=rng.randint(4, 12))) for _ in range(2 * number)]
    return [text for text in [*WORDS, *gibberish] if not is_a_name(text)][:number]


def is_a_name(text):
    """Whether a place, an authority, a country or a word has this very name, an article apart."""
    return SearchName.objects.filter(text=normalise(text)).exists()


def held_out(queries, seed=30):
    """({those to tune on}, [those that are only counted])."""
    rng = random.Random(seed)
    counted = [query for query in queries if rng.random() < 0.5]
    return [query for query in queries if query not in set(counted)], counted
