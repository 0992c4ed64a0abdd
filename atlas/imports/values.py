"""The values of a row, as the model holds them; a cell that cannot be read goes aside."""

from atlas.models import ForeignAuthority, Partnership
from atlas.models.partnerships import FIRST_YEAR
from atlas.partialdates import HOW, comes_before, first_day, in_words
from correspondents.imports.moments import in_iso_order
from correspondents.people_list.columns import plain

from .authorities import Unknown

MOST_DEGREES = {"latitude": 90, "longitude": 180}
WORDS = {
    "kind": {
        **{plain(label): code for code, label in Partnership.Kind.choices},
        **{"convention": "agreement", "accord de cooperation": "agreement"},
        **{"cooperation": "agreement", "cooperation decentralisee": "agreement"},
        **{"jumele": "twinning", "twinning": "twinning", "pacte": "friendship"},
        **{"amitie": "friendship", "non conventionnee": "informal", "urgence": "emergency"},
        **{"nature a preciser": "", "a preciser": ""},
    },
    "status": {
        **{plain(label): code for code, label in Partnership.Status.choices},
        **{"actif": "running", "en activite": "running", "projet": "planned"},
        **{"acheve": "ended", "clos": "ended", "sommeil": "dormant", "inactif": "dormant"},
        **{"a confirmer": "", "inconnu": ""},
    },
    "level": {
        **{plain(label): code for code, label in ForeignAuthority.Level.choices},
        **{"ville": "commune", "municipalite": "commune", "province": "province"},
        **{"departement": "province", "district": "province", "etat": "state"},
    },
}


def read_values(row, kind):
    """(level of the partner, {field of the partnership: value}) of a row."""
    values = {name: row.optional(name, read) for name, read in READERS.items()}
    values["kind"] = values["kind"] or kind
    if comes_before(values["ended"], values["started"]):
        row.put_aside("ended", f"est avant le début, {in_words(values['started'])}")
        values["ended"] = ""
    check_point(row)
    return row.optional("level", word), values


def word(code, text):
    """The code behind a French word, "" for an empty cell. Raises Unknown."""
    codes = WORDS[code]
    if not text:
        return ""
    if plain(text) not in codes:
        listed = ", ".join(dict.fromkeys(codes))
        raise Unknown(code, f"n’est pas reconnu ; écrivez l’un de : {listed}")
    return codes[plain(text)]


def status_of(code, text):
    status = word(code, text)
    if status in Partnership.RESERVED:
        reason = "est un état réservé : il s’entre à la main, avec sa raison, sa date et sa source"
        raise Unknown(code, reason)
    return status


def text_of(code, text):
    longest = Partnership._meta.get_field(code).max_length
    if longest and len(text) > longest:
        raise Unknown(code, f"dépasse {longest} caractères")
    return text


def check_point(row):
    """Put aside a latitude or a longitude that is none, or that stands alone."""
    for name in MOST_DEGREES:
        row.optional(name, degrees)
    halves = [name for name in MOST_DEGREES if row.texts[name]]
    if len(halves) == 1:
        row.put_aside(halves[0], "n’est que la moitié d’un point")


def degrees(code, text):
    """A number of degrees, None for an empty cell. Raises Unknown."""
    most = MOST_DEGREES[code]
    try:
        number = float(text.replace(",", ".")) if text else None
    except ValueError:
        number = most + 1
    if number is not None and not -most <= number <= most:
        raise Unknown(code, f"n’est pas un nombre de degrés entre -{most} et {most}")
    return number


def year_of(code, text):
    """The year of « 1987 », « 12/05/1987 » or « 1987-05-12 »; None for an empty cell."""
    if not text:
        return None
    day = day_of(code, text)
    year = int(day[:4])
    if not FIRST_YEAR <= year <= 2100:
        raise Unknown(code, f"n’est pas une année entre {FIRST_YEAR} et 2100")
    return year


def day_of(code, text):
    """A partial date: « 2019 », « 05/2019 », « 03/05/2019 », « 2019-05-03 »; an hour is dropped."""
    text = in_iso_order(text)
    try:
        if text:
            first_day(text)
    except ValueError:
        raise Unknown(code, f"n’est pas une date. {HOW.rstrip('.')}") from None
    return text


# The reader of each field that a row may leave empty.
READERS = {
    "kind": word,
    "status": status_of,
    "first_signed_year": year_of,
    "started": day_of,
    "ended": day_of,
    **dict.fromkeys(["context", "source", "source_id", "atlas_id"], text_of),
}
