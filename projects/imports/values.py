"""The values of a row, its sides apart; a cell that cannot be read goes aside, save amounts."""

import re
from decimal import Decimal

from atlas.goals import GOAL_NAMES
from atlas.imports.authorities import Unknown
from correspondents.imports.vocabulary import plain
from correspondents.people_list.values import YES_NO, Unreadable, day, email
from projects.models import Application

from .amounts import currency_of

GOALS = {plain(name): number for number, name in GOAL_NAMES.items()}
GOAL = re.compile(rf"{'|'.join(GOALS)}|\b(?:odd ?)?(\d+)\b")
AROUND_GOALS = {"odd", "objectif", "objectifs", "n", "et"}
DECLARED = {
    **{word: "yes" if is_yes else "no" for word, is_yes in YES_NO.items()},
    **dict.fromkeys(["inconnu", "inconnue", "ne sait pas", "nsp", "non renseigne"], "unknown"),
}
LENGTH = re.compile(r"(?P<number>\d{1,3}([.,]5)?) ?(?P<unit>mois|ans?|annees?)?")
LONGEST_TITLE = Application._meta.get_field("title").max_length


def read_values(row):
    """{field of the dossier: value} of what the row says; an empty cell says nothing.

    Raises Unknown, of an amount or of a currency.
    """
    values = {"title": title_of(row)}
    values |= {name: row.optional(name, read) for name, read in READERS.items()}
    readers = {name: cell_reader(row, read) for name, read in CELL_READERS.items()}
    values |= {name: row.optional(name, read) for name, read in readers.items()}
    filled = {name: value for name, value in values.items() if value not in ("", None)}
    return {**filled, **money_of_dossier(row)}


def title_of(row):
    """The title; one that is too long is cut, and whole in the notes: no dossier is without one."""
    text = row.texts["title"]
    if len(text) <= LONGEST_TITLE:
        return text
    row.put_aside("title", f"dépasse {LONGEST_TITLE} caractères, et l’intitulé est coupé")
    return f"{text[: LONGEST_TITLE - 1]}…"


def text_of(name, text):
    longest = Application._meta.get_field(name).max_length
    if len(text) > longest:
        raise Unknown(name, f"dépasse {longest} caractères")
    return text


def cell_reader(row, read):
    """The reader of a cell, as in a list of people, for a row of dossiers."""

    def read_text(name, text):
        try:
            return read(row.record.cells[name]) if text else None
        except Unreadable as problem:
            raise Unknown(name, problem.reason.rstrip(".")) from None

    return read_text


def months_of(name, text):
    """« 18 », « 18 mois », « 2 ans », « 1,5 an »."""
    if not text:
        return None
    match = LENGTH.fullmatch(" ".join(text.lower().replace("é", "e").split()))
    if match:
        number = Decimal(match["number"].replace(",", "."))
        months = number * (12 if (match["unit"] or "mois") != "mois" else 1)
        if months >= 1 and months == int(months):
            return int(months)
    raise Unknown(name, "n’est pas une durée : écrivez un nombre de mois")


def goals_of(name, text):
    """The numbers of « ODD 6 ; ODD 11 », of « 6, 11 » or of the names of the goals."""
    if not text:
        return None
    numbers = {int(goal[1] or GOALS.get(goal[0])) for goal in GOAL.finditer(plain(text))}
    others = set(GOAL.sub(" ", plain(text)).split()) - AROUND_GOALS
    if others or not numbers or not numbers <= GOAL_NAMES.keys():
        raise Unknown(name, "n’est pas une liste d’ODD : leurs numéros vont de 1 à 17")
    return sorted(numbers)


def declared_of(name, text):
    declaration = DECLARED.get(plain(text), "")
    if text and not declaration:
        raise Unknown(name, "n’est ni oui, ni non, ni inconnu")
    return declaration


def money_of_dossier(row):
    """The money of all the rows of a dossier: what they ask for is added up. Raises Unknown."""
    values = money_of(row)
    for part in row.parts[1:]:
        part.application, part.currency = row.application, row.currency
        more = row.read_part(part, money_of)
        usual = row.usual_currency
        if more and values and more.get("currency", usual) != values.get("currency", usual):
            raise Unknown("reference", f"est en deux monnaies : voyez la ligne {part.number}")
        for name in ("requested", "monitoring"):
            if name in more:
                values[name] = values.get(name, 0) + more[name]
        values |= {name: more[name] for name in more.keys() - values.keys()}
    return values


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


# The reader of each field that a row may leave empty, dates and amounts apart.
READERS = {
    **dict.fromkeys(["summary", "other_bodies", "contact_name", "postal_address"], text_of),
    "months": months_of,
    "goals": goals_of,
    "aid_declared": declared_of,
}
CELL_READERS = {"contact_email": email, "filed_on": day, "starts_on": day}
