"""The values of a row, its sides apart; a value in no form is refused."""

import re
from dataclasses import replace
from decimal import Decimal

from atlas.goals import GOAL_NAMES
from atlas.imports.authorities import Unknown
from atlas.imports.moments import without_hour
from correspondents.imports.vocabulary import plain
from correspondents.people_list.values import YES_NO, Imprecise, Unreadable, day
from projects.models import Application

from .amounts import currency_of

GOALS = {plain(name): number for number, name in GOAL_NAMES.items()}
DECLARED = {
    **{word: "yes" if is_yes else "no" for word, is_yes in YES_NO.items()},
    **dict.fromkeys(["inconnu", "inconnue", "ne sait pas", "nsp", "non renseigne"], "unknown"),
}
LENGTH = re.compile(r"(?P<number>\d{1,3}([.,]5)?) ?(?P<unit>mois|ans?|annees?)?")
TEXTS = ("title", "summary", "other_bodies")


def read_values(row):
    """{field of the dossier: value} of what the row says; an empty cell says nothing.

    A date that does not tell its day is left to the other data. Raises Unknown.
    """
    values = {name: text_of(row, name) for name in TEXTS if row.texts[name]}
    for name in ("filed_on", "starts_on"):
        if (date := day_of(row, name)) is not None:
            values[name] = date
    readers = {"months": months_of, "goals": goals_of, "aid_declared": declared_of}
    values |= {name: read(row.texts[name]) for name, read in readers.items() if row.texts[name]}
    return {**values, **money_of(row)}


def text_of(row, name):
    longest = Application._meta.get_field(name).max_length
    if len(row.texts[name]) > longest:
        raise Unknown(name, f"dépasse {longest} caractères", text=f"{row.texts[name][:40]}…")
    return row.texts[name]


def day_of(row, name):
    cell = row.record.cells.get(name)
    if cell is None:
        return None
    if (text := without_hour(cell.text)) != cell.text:
        cell = replace(cell, value=text)
    try:
        return day(cell)
    except Imprecise:
        row.put_aside(name, "ne dit pas le jour")
    except Unreadable:
        raise Unknown(name, "n’est pas une date : écrivez JJ/MM/AAAA") from None
    return None


def months_of(text):
    """« 18 », « 18 mois », « 2 ans », « 1,5 an »."""
    match = LENGTH.fullmatch(" ".join(text.lower().replace("é", "e").split()))
    if match:
        number = Decimal(match["number"].replace(",", "."))
        months = number * (12 if (match["unit"] or "mois") != "mois" else 1)
        if months >= 1 and months == int(months):
            return int(months)
    raise Unknown("months", "n’est pas une durée : écrivez un nombre de mois")


def goals_of(text):
    """The numbers of « ODD 6 ; ODD 11 », of « 6, 11 » or of the names of the goals."""
    by_name = [GOALS.get(plain(part)) for part in re.split(r"[;\n]", text) if part.strip()]
    numbers = by_name if all(by_name) else [int(n) for n in re.findall(r"\d+", text)]
    if not numbers or any(number not in GOAL_NAMES for number in numbers):
        raise Unknown("goals", "n’est pas une liste d’ODD : leurs numéros vont de 1 à 17")
    return sorted(set(numbers))


def declared_of(text):
    declaration = DECLARED.get(plain(text))
    if declaration is None:
        raise Unknown("aid_declared", "n’est ni oui, ni non, ni inconnu")
    return declaration


def money_of(row):
    """The currency of the row, what is asked for, and what goes to the monitoring."""
    text = row.texts["currency"]
    row.currency = currency_of("currency", text) if text else ""
    requested = row.amount("requested")
    if requested and not requested.value:
        raise Unknown("requested", "n’est pas un montant demandé : il est plus grand que zéro")
    if requested and row.currency not in ("", requested.currency):
        reason = f"est en {requested.currency}, et la monnaie de la ligne est {row.currency}"
        raise Unknown("requested", reason)
    values = {"requested": requested.value} if requested else {}
    row.currency = requested.currency if requested else row.currency
    if row.currency:
        values["currency"] = row.currency
    if (monitoring := row.amount("monitoring")) is None:
        return values
    currency = values.get("currency") or row.usual_currency
    if monitoring.currency not in ("", currency):
        raise Unknown("monitoring", f"est en {monitoring.currency}, et le dossier en {currency}")
    return {**values, "monitoring": monitoring.value}
