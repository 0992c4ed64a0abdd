"""The values of a row, as the model holds them; a value in no form is refused."""

import re

from atlas.models import ForeignAuthority, Partnership
from atlas.models.partnerships import FIRST_YEAR
from atlas.partialdates import HOW, comes_before, first_day
from correspondents.people_list.columns import plain

from .authorities import Unknown
from .moments import without_hour

FRENCH_DATE = re.compile(r"^(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})$")
WORDS = {
    "kind": {
        **{plain(label): code for code, label in Partnership.Kind.choices},
        **{"convention": "agreement", "accord de cooperation": "agreement"},
        **{"cooperation": "agreement", "cooperation decentralisee": "agreement"},
        **{"jumele": "twinning", "twinning": "twinning", "pacte": "friendship"},
        **{"amitie": "friendship", "non conventionnee": "informal", "urgence": "emergency"},
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
    """(level of the partner, {field of the partnership: value}) of a row. Raises Unknown."""
    texts = row.texts
    values = {
        "kind": word(row, "kind") or kind,
        "status": word(row, "status"),
        "first_signed_year": year_of(texts["first_signed_year"]),
        "started": day_of("started", texts["started"]),
        "ended": day_of("ended", texts["ended"]),
        **{name: texts[name] for name in ("context", "source", "source_id", "atlas_id")},
    }
    if values["status"] in Partnership.RESERVED:
        raise Unknown(
            "status",
            "est un état réservé : il s’entre à la main, avec sa raison, sa date et sa source",
        )
    if comes_before(values["ended"], values["started"]):
        raise Unknown("ended", f"est avant le début, {texts['started']}")
    return word(row, "level"), values


def word(row, code):
    """The code behind a French word, "" for an empty cell."""
    text = row.texts[code]
    codes = WORDS[code]
    if not text:
        return ""
    if plain(text) not in codes:
        listed = ", ".join(dict.fromkeys(codes))
        raise Unknown(code, f"n’est pas reconnu ; écrivez l’un de : {listed}")
    return codes[plain(text)]


def year_of(text):
    """The year of « 1987 », « 12/05/1987 » or « 1987-05-12 »; None for an empty cell."""
    if not text:
        return None
    day = day_of("first_signed_year", text)
    year = int(day[:4])
    if not FIRST_YEAR <= year <= 2100:
        raise Unknown("first_signed_year", f"n’est pas une année entre {FIRST_YEAR} et 2100")
    return year


def day_of(code, text):
    """A partial date: « 2019 », « 05/2019 », « 03/05/2019 », « 2019-05-03 »; an hour is dropped."""
    text = without_hour(text)
    if matched := FRENCH_DATE.match(text):
        day, month, year = matched.groups()
        text = "-".join([year, f"{int(month):02}", *([f"{int(day):02}"] if day else [])])
    try:
        if text:
            first_day(text)
    except ValueError:
        raise Unknown(code, f"n’est pas une date. {HOW.rstrip('.')}") from None
    return text
