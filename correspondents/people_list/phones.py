"""The phone that a cell holds, among all that people write beside it."""

import re

from django.core.validators import RegexValidator

from correspondents.models import Correspondent

LABEL = re.compile(
    r"^(?:t[ée]l[ée]?(?:phone)?s?|ph(?:one)?|mob(?:ile)?|port(?:able)?|fixe|std"
    r"|standard|bureau|direct|n°)\s*[.:]*\s*[.:]*\s*(?=[+(0-9])",
    re.IGNORECASE,
)
FIELD = Correspondent._meta.get_field("phone")
PHONE = next(v.regex for v in FIELD.validators if isinstance(v, RegexValidator))
FEWEST_DIGITS = 6
NUMBER = re.compile(r"(?<![\w.,])(?:\+|\(\+)?\(?\d(?:[ \u00a0\u202f().-]*\d)+(?![\w,]*[\w])")
EXTENSION = re.compile(
    r"\s*\(?\s*(?:poste|post|ext(?:ension)?|x)\s*[.:]?\s*(\d{1,6})\b", re.IGNORECASE
)


def international(phone):
    """A phone without its label, « 00 » written « + », without the « (0) » of national calls."""
    text = LABEL.sub("", phone)
    text = re.sub(r"^\(?(?:00|\+)\s?([1-9]\d*)\)?", r"+\1", text)
    return re.sub(r"^(\+\d+)[\s.-]*\(0\)[\s.-]*", r"\1 ", text)


def is_phone(text):
    """Whether the base takes a text as a phone."""
    return len(text) <= FIELD.max_length and bool(PHONE.fullmatch(text))


def phone_within(text):
    """The first phone of a text, its extension as « poste 12 », or "" when none is sure."""
    for match in NUMBER.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if len(digits) < FEWEST_DIGITS:
            continue
        extension = EXTENSION.match(text, match.end())
        after = f" poste {extension[1]}" if extension else ""
        phone = f"{international(match[0])}{after}"
        if is_phone(phone):
            return phone
    return ""


def phone_of(text):
    """(the phone of a text, whether that is all it says); ("", False) when none is sure."""
    whole = international(" ".join(text.split()))
    if is_phone(whole):
        return whole, True
    return phone_within(text), False


def pieces(text, code):
    """The pieces of a cell shared by several people."""
    if code == "phone":
        text = text.replace(";", "\n").replace(" ou ", "\n").replace(" / ", "\n")
    return [line.strip() for line in text.split("\n") if line.strip()]
