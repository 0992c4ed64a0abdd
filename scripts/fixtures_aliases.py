"""The names by which a country is found: who may bear which, and who wins a name borne twice."""

from collections import defaultdict

from babel import Locale

from scripts.fixtures_official_names import MATCHED_ONLY, OFFICIAL
from scripts.fixtures_text import normalise, table
from scripts.fixtures_usual_names import FORMER, FORMER_IN_REFERENCE, HOMONYMS, NOT_DISPLAYED, USUAL

COLUMNS = ["iso2", "alias", "kind", "language", "shown"]
LANGUAGES = ["fr", "en", "es", "pt", "de", "it", "nl"]
DISPLAYED = {"fr", "en"}

# CLDR's short and variant forms, which Babel leaves out (those of two letters are none of ours).
CLDR_ALTERNATIVES = table(
    """
iso2 language alias
BA en Bosnia
CC en Cocos Islands
CD fr Congo (RDC)
CD en Congo (DRC)
CD es Congo (RDC)
CD pt República Democrática do Congo
CD de Kongo (Demokratische Republik)
CD nl Congo (DRC)
CG fr République du Congo
CG en Congo (Republic)
CG es Congo (República)
CG pt Congo
CG de Kongo (Republik)
CG it Congo (Repubblica)
CG nl Congo (Republiek)
CI fr République de Côte d’Ivoire
CI en Ivory Coast
CI es Costa de Marfil
CI de Elfenbeinküste
CV en Cabo Verde
CZ fr République tchèque
CZ en Czech Republic
CZ es República Checa
CZ pt República Tcheca
CZ de Tschechische Republik
CZ it Repubblica Ceca
CZ nl Tsjechische Republiek
FK es Islas Malvinas (Islas Falkland)
FK pt Ilhas Malvinas (Ilhas Falkland)
HK fr Hong Kong
HK de Hongkong
IO fr Archipel des Chagos
IO en Chagos Archipelago
IO es Archipiélago de Chagos
IO pt Arquipélago de Chagos
IO de Chagos-Archipel
IO it Arcipelago Chagos
IO nl Chagoseilanden
MM en Myanmar
MO de Macau
NZ fr Aotearoa (Nouvelle-Zélande)
NZ en Aotearoa New Zealand
PN en Pitcairn
PS en Palestine
PS es Palestina
PS de Palästina
SZ en Swaziland
SZ es Suazilandia
SZ pt Suazilândia
SZ de Swasiland
SZ it Regno di Eswatini
TL fr Timor-Oriental
TL en East Timor
TL es Timor Oriental
TL pt República Democrática de Timor-Leste
TL de Osttimor
TL nl Democratische Republiek Oost-Timor
TR fr Türkiye
TR en Turkey
US es EE. UU.
US pt EUA
US de USA
"""
)


def reference_aliases(rows):
    """The shared rows, their former names marked as such."""
    return [
        row | {"kind": "former" if row["alias"] in FORMER_IN_REFERENCE else row["kind"]}
        for row in rows
    ]


def written(rows, kind, *, shown):
    """Rows of our own modules, in French unless they say otherwise."""
    return [{"language": "fr", "kind": kind, "shown": str(int(shown))} | row for row in rows]


def cldr_aliases(countries):
    """CLDR's names in seven languages: standard forms by Babel, the others from our table."""
    standard = [
        {"iso2": country["iso2"], "language": language, "alias": territories[country["iso2"]]}
        for language in LANGUAGES
        for territories in [Locale(language).territories]
        for country in countries
    ]
    rows = sorted(
        standard + CLDR_ALTERNATIVES, key=lambda row: LANGUAGES.index(row["language"])
    )  # stable: the standard form stays first
    for row in rows:
        yield row | {"kind": "cldr", "shown": str(int(row["language"] in DISPLAYED))}


class AliasBook:
    """Names taken one by one, the best source first; what is refused is told in `refused`."""

    def __init__(self, countries, unrecognised):
        self.owner = {normalise(country["name"]): country["iso2"] for country in countries}
        self.codes = {country["iso3"]: country["iso2"] for country in countries}
        self.unrecognised = {normalise(name) for name in unrecognised}
        self.rows = {}
        self.bearers = defaultdict(list)
        self.refused = []

    def add(self, row, *, may_be_shared=False):
        """Take a name, unless it is taken, somebody else's, unrecognised or as short as a code.

        `may_be_shared` says that another country may bear it too (« Corée »).
        """
        iso2, key = row["iso2"], normalise(row["alias"])
        if self.owner.get(key) == iso2 or (iso2, key) in self.rows:
            return
        if sum(letter.isalpha() for letter in row["alias"]) < 3 and not may_be_shared:
            return
        reason = self.objection(row, key, may_be_shared)
        if reason:
            self.refused.append((row, reason))
            return
        shown = "0" if row["alias"] in NOT_DISPLAYED else row["shown"]
        self.rows[iso2, key] = {column: row[column] for column in COLUMNS} | {"shown": shown}
        self.bearers[key].append(iso2)

    def objection(self, row, key, may_be_shared):
        if key in self.unrecognised:
            return "unrecognised entity"
        if key in self.owner:
            return f"own name of {self.owner[key]}"
        if self.codes.get(row["alias"].upper(), row["iso2"]) != row["iso2"]:
            return f"ISO code of {self.codes[row['alias'].upper()]}"
        if self.bearers[key] and not may_be_shared:
            return f"already borne by {' '.join(self.bearers[key])}"
        return ""

    @property
    def shared(self):
        """The names that several countries bear, {name: [codes]}."""
        return {key: codes for key, codes in self.bearers.items() if len(codes) > 1}


def build(reference, countries, unrecognised):
    """The book of all names: the shared rows and ours first, then CLDR, French and English first.

    A row in French wins over the same name in English (Bélarus, Belarus) among the shared ones.
    """
    book = AliasBook(countries, unrecognised)
    for row in sorted(reference_aliases(reference), key=lambda row: row["language"] != "fr"):
        book.add(row, may_be_shared=True)
    for row in written(HOMONYMS, "usage", shown=True):
        book.add(row, may_be_shared=True)
    for row in [
        *written(OFFICIAL, "official", shown=True),
        *written(MATCHED_ONLY, "official", shown=False),
        *written(USUAL, "usage", shown=True),
        *written(FORMER, "former", shown=False),
        *cldr_aliases(countries),
    ]:
        book.add(row)
    return book
