"""A cell becomes a value of the base, or is refused with its address and the reason."""

import re
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models

from correspondents.imports.moments import in_iso_order, month_of
from correspondents.imports.vocabulary import NOTHING, plain
from correspondents.models import Correspondent, Post
from correspondents.models.person_fields import LISTED

from .phones import phone_of

YES_NO = {
    **dict.fromkeys(["oui", "o", "x", "vrai", "1", "yes", "true"], True),
    **dict.fromkeys(["non", "n", "faux", "0", "no", "false"], False),
}
CIVILITIES = {
    **dict.fromkeys(
        ["mme", "madame", "mlle", "melle", "mle", "mademoiselle", "ms", "mrs"],
        Correspondent.Civility.MADAME,
    ),
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
# Texts in place of a name for a vacancy: the whole text, or its beginning.
VACANCY = (
    r"(poste )?(est |actuellement )?vacante?|en (cours|attente) (de|d) "
    r"(designation|nomination|recrutement|remplacement|affectation|arrivee)"
    r"|(a|reste a) (designer|nommer|pourvoir|recruter)|(designation|nomination|recrutement) "
    r"en cours"
)
NO_NAME = rf"non (designee?|pourvue?|nommee?)|personne|{NOTHING}"
NOBODY = re.compile(rf"({VACANCY})\b.*|{NO_NAME}")
NOBODY_ALONE = re.compile(f"{VACANCY}|{NO_NAME}")
NO_MARK = frozenset("-–—_/.")
DASHES = NO_MARK | {"?"}
NO_VALUE = re.compile(rf"na|{NOTHING}")  # Na is somebody's name
MONTH = re.compile(r"([a-z]+|\d{1,2})(?: |(?<=[a-z]))(\d{4}|\d{2})")
YEAR = re.compile(r"(19|20)\d{2}")


class Unreadable(ValueError):
    """A cell without a value for the base; the message is a French sentence."""

    def __init__(self, cell, reason):
        super().__init__(f"{cell.address} : « {cell.text} » {reason}")
        self.reason = reason


class Imprecise(Unreadable):
    """A cell with less than the base needs: a month or a year alone."""


class Partial(Exception):
    """A cell that holds a value, and says more; its text goes aside."""

    def __init__(self, cell, value):
        super().__init__(f"{cell.address} : de « {cell.text} », « {value} » est retenu.")
        self.value = value


def value_of(code, cell):
    """The value of a cell in the column of this code. Raises Unreadable and Partial."""
    return READERS[code](cell)


def says_nobody(text):
    """Whether the text of a name means a vacancy."""
    return DASHES.issuperset(text) or bool(NOBODY.fullmatch(plain(text)))


def says_only_nobody(text):
    """Whether a text means a vacancy, and nothing besides."""
    return DASHES.issuperset(text) or bool(NOBODY_ALONE.fullmatch(plain(text)))


def is_nothing(cell):
    """Whether a cell only says that there is nothing to say: « - », « néant »."""
    return NO_MARK.issuperset(cell.text) or bool(NO_VALUE.fullmatch(plain(cell.text)))


def day(cell):
    """A date cell, JJ/MM/AAAA, « 10 février 2017 » or AAAA-MM-JJ, an hour perhaps after it;
    nothing else is guessed.

    Raises Imprecise for a month or a year alone, else Unreadable.
    """
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    try:
        if not is_part_of_a_date(cell.text):
            return date.fromisoformat(in_iso_order(cell.text))
    except ValueError:
        raise Unreadable(cell, "n’est pas une date : écrivez JJ/MM/AAAA.") from None
    raise Imprecise(cell, "ne dit pas le jour.")


def is_part_of_a_date(text):
    """Whether a text gives a month or a year alone: « janv-17 », « fév. 2017 », « 2017 »."""
    match = MONTH.fullmatch(plain(text))
    return bool(YEAR.fullmatch(text) or (match and month_of(match[1])))


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


def is_email(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def email(cell):
    if not is_email(cell.text):
        raise Unreadable(cell, "n’est pas une adresse électronique.")
    return _text(_field("email"))(cell)


def _phone(cell):
    """The phone as written, without its label; its digits stay, no country code is guessed."""
    phone, is_whole = phone_of(cell.text)
    if not phone:
        raise Unreadable(cell, "n’est pas un téléphone : écrivez par exemple +221 33 839 51 00.")
    if not is_whole:
        raise Partial(cell, phone)
    return phone


def _rank(cell):
    if not re.fullmatch("[1-9][0-9]?", cell.text):
        raise Unreadable(cell, "n’est pas un rang : écrivez 1, 2, 3…")
    return int(cell.text)


def _field(name):
    return Correspondent._meta.get_field(name)


_yes_no = _among(YES_NO, "n’est ni oui ni non.")


# The reader of a field, by the kind of its column in the base; the others are texts.
BY_COLUMN = {models.BooleanField: _yes_no, models.DateField: day}
READERS = {
    **{f.name: BY_COLUMN.get(type(_field(f.name)), _text(_field(f.name))) for f in LISTED},
    "role": _among(
        ROLES, f"n’est pas un rôle : {', '.join(Correspondent.Role.labels[:-1])} ou Service."
    ),
    "rank": _rank,
    "civility": _among(CIVILITIES, "n’est pas une civilité : Mme ou M."),
    "email": email,
    "phone": _phone,
    "mailbox": email,
    "switchboard": _phone,
}
