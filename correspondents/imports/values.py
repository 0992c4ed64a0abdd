"""A cell becomes a value of the base, or is refused with its address and the reason."""

import re
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from correspondents.models import Correspondent, Post

from .columns import plain

ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#VALEUR!", "#NOM?"}
YES_NO = {
    **dict.fromkeys(["oui", "o", "x", "vrai", "1", "yes", "true"], True),
    **dict.fromkeys(["non", "n", "faux", "0", "no", "false"], False),
}
CIVILITIES = {
    **dict.fromkeys(["mme", "madame"], Correspondent.Civility.MADAME),
    **dict.fromkeys(["m", "mr", "monsieur"], Correspondent.Civility.MONSIEUR),
}
ROLES = {
    **{plain(role.label): role for role in Correspondent.Role},
    "correspondante": Correspondent.Role.CORRESPONDENT,
    "correspondant cooperation decentralisee": Correspondent.Role.CORRESPONDENT,
    "correspondante cooperation decentralisee": Correspondent.Role.CORRESPONDENT,
    "correspondant cooperation non gouvernementale": Correspondent.Role.CORRESPONDENT,
    "correspondante cooperation non gouvernementale": Correspondent.Role.CORRESPONDENT,
    "suppleante": Correspondent.Role.BACKUP,
    "suppleant du correspondant": Correspondent.Role.BACKUP,
    "conseiller de cooperation et d action culturelle": Correspondent.Role.COCAC,
    "conseillere de cooperation et d action culturelle": Correspondent.Role.COCAC,
}
KINDS = {plain(kind.label): kind for kind in Post.Kind}
NOBODY = {"vacant", "vacante", "poste vacant", "en cours de designation", "a designer"}
DASHES = {"-", "–", "—"}
FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


class Unreadable(ValueError):
    """A cell that says nothing the base can hold; its text is a French sentence."""

    def __init__(self, cell, reason):
        super().__init__(f"{cell.address} : « {cell.text} » {reason}")


def value_of(code, cell):
    """The value of a cell in the column of this code. Raises Unreadable."""
    if cell.text in ERRORS:
        raise Unreadable(cell, "est une formule en erreur.")
    return READERS[code](cell)


def says_nobody(text):
    """Whether a name's cell says that the place is vacant."""
    return text in DASHES or plain(text) in NOBODY


def day(cell):
    """A date cell, JJ/MM/AAAA or AAAA-MM-JJ; nothing is guessed from anything else."""
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    french = FRENCH_DAY.fullmatch(cell.text)
    try:
        if french:
            return date(*(int(part) for part in reversed(french.groups())))
        return date.fromisoformat(cell.text)
    except ValueError:
        raise Unreadable(cell, "n’est pas une date : écrivez JJ/MM/AAAA.") from None


def _among(words, reason):
    def read(cell):
        try:
            return words[plain(cell.text)]
        except KeyError:
            raise Unreadable(cell, reason) from None

    return read


def _text(field):
    def read(cell):
        text = " ".join(cell.text.split())
        if len(text) > field.max_length:
            raise Unreadable(cell, f"dépasse {field.max_length} caractères.")
        return text

    return read


def _name(field):
    def read(cell):
        if "\n" in cell.text:
            raise Unreadable(cell, "tient sur plusieurs lignes : une personne par ligne.")
        return _text(field)(cell)

    return read


def _email(cell):
    try:
        validate_email(cell.text)
    except ValidationError:
        raise Unreadable(cell, "n’est pas une adresse électronique.") from None
    return _text(_field("email"))(cell)


def _phone(field):
    """As it is written; a number keeps its digits, no indicative is guessed."""

    def read(cell):
        text = _text(field)(cell)
        try:
            _field("phone").run_validators(text)
        except ValidationError:
            raise Unreadable(
                cell, "n’est pas un téléphone : écrivez par exemple +221 33 839 51 00."
            ) from None
        return text

    return read


def _rank(cell):
    if not re.fullmatch("[1-9][0-9]?", cell.text):
        raise Unreadable(cell, "n’est pas un rang : écrivez 1, 2, 3…")
    return int(cell.text)


def _field(name):
    return Correspondent._meta.get_field(name)


_yes_no = _among(YES_NO, "n’est ni oui ni non.")

READERS = {
    "role": _among(
        ROLES, f"n’est pas un rôle : {', '.join(Correspondent.Role.labels[:-1])} ou Service."
    ),
    "rank": _rank,
    "scope": _text(_field("scope")),
    "civility": _among(CIVILITIES, "n’est pas une civilité : Mme ou M."),
    "last_name": _name(_field("last_name")),
    "first_name": _name(_field("first_name")),
    "function": _text(_field("function")),
    "email": _email,
    "phone": _phone(_field("phone")),
    "mailbox": _email,
    "switchboard": _phone(Post._meta.get_field("phone")),
    "is_vacant": _yes_no,
    "started_on": day,
    "ended_on": day,
    "name_is_public": _yes_no,
    "function_is_public": _yes_no,
    "email_is_public": _yes_no,
    "phone_is_public": _yes_no,
    "source": _text(_field("source")),
}
