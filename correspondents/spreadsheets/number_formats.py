"""What a number format shows with a number: a currency, the zeros of a phone, thousands.

A format never rounds a value: only its texts, its scale and its kind are taken.
"""

import operator
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

GENERAL = "General"
NUMBERS = {int, float}  # the types of a value that a number format is for: a boolean has none
SCALED = "nombre affiché en milliers ou en millions : écrivez-le en entier"
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]'
    r"|\[(?P<sign>[<>=]+)(?P<bound>-?\d+(?:\.\d+)?)\]|\[[^\]]*\]|[_*]."
    r"|(?P<special>General|E[+-]|[/@%])|(?P<digits>[0#?.,])|(?P<end>;)|(?P<bare>.)",
    re.DOTALL,
)
COMPARISONS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
PLACES = set("0#?")
AROUND_A_NUMBER = " \u00a0\u202f+-()"  # signs and blanks, which are no unit
LONGEST_CODE = 255  # characters, as a spreadsheet program allows
LEAST_PHONE = 10**6  # « + » before a smaller number is the sign of a difference


@dataclass(frozen=True)
class Section:
    """The texts of a part of a format, before its digits, among them and after them.

    `digits` is the pattern of the number, « #,##0.00 », or "" when the number is not shown.
    """

    before: str
    body: tuple[str, ...]  # a text of the format, or one character of the pattern
    after: str
    digits: str
    specials: frozenset[str]
    condition: tuple[str, float] | None

    @property
    def unit(self):
        texts = (text.strip(AROUND_A_NUMBER) for text in (self.before, self.after))
        return " ".join(filter(None, texts))

    @property
    def is_scaled(self):
        whole, _, decimals = self.digits.partition(".")
        return whole.endswith(",") or decimals.endswith(",")

    def holds(self, value):
        if not self.condition:
            return True
        sign, bound = self.condition
        return COMPARISONS.get(sign, operator.eq)(value, bound)


def seen(value, code):
    """What a person sees of a number by the code of its format: (value, unit, fault).

    The value is a text where the format adds digits, as to a phone or a code, and for a percentage.
    """
    if len(code) > LONGEST_CODE:
        return value, "", ""
    section = _section(value, code)
    if section.is_scaled:
        return value, section.unit, SCALED
    if "%" in section.specials:
        return f"{(Decimal(str(value)) * 100).normalize():f} %".replace(".", ","), "", ""
    if section.specials:
        return value, section.unit, ""
    if not section.digits:
        return (section.unit or value), "", ""
    if value >= 0 and _is_whole(value) and not set(section.digits) & set(".,"):
        shown = _whole_number(section, str(int(value)))
        if _tells_more(section, shown, int(value)):
            return f"{section.before}{shown}{section.after}".strip(), "", ""
    return value, section.unit, ""


def _is_whole(value):
    return isinstance(value, int) or value.is_integer()


def _whole_number(section, number):
    """The digits of a number at their places, with the texts that stand among them."""
    zeros = len(section.digits) - (section.digits + "0").index("0")
    left, shown = list(number.zfill(zeros)), []
    first = next(place for place, text in enumerate(section.body) if text in PLACES)
    for place in range(len(section.body) - 1, first, -1):
        text = section.body[place]
        if text not in PLACES:
            shown.append(text)
        elif left:
            shown.append(left.pop())
    return "".join([*left, *reversed(shown)])


def _tells_more(section, shown, value):
    """Whether a text with the number tells more digits than it has, or letters among them."""
    start = section.before + shown
    is_phone = value >= LEAST_PHONE and section.before.strip().endswith("+")
    return is_phone or re.sub(r"\D", "", start) != str(value) or bool(re.search(r"[^\W\d]", shown))


def _section(value, code):
    """The part of a format that a value takes: by the conditions, else by its sign."""
    sections = _sections(code)
    if any(section.condition for section in sections):
        return next((each for each in sections if each.holds(value)), sections[-1])
    place = 1 if value < 0 else 2 if value == 0 else 0
    return sections[place] if place < len(sections) else sections[0]


@lru_cache(maxsize=1000)
def _sections(code):
    sections, tokens = [], []
    for token in TOKEN.finditer(code):
        if token["end"]:
            sections.append(_parsed(tokens))
            tokens = []
        else:
            tokens.append(token)
    return [*sections, _parsed(tokens)]


def _parsed(tokens):
    specials = frozenset(token["special"] for token in tokens if token["special"])
    conditions = [(token["sign"], float(token["bound"])) for token in tokens if token["sign"]]
    pieces = [
        (bool(token["digits"]), token["digits"] or _text(token))
        for token in tokens
        if token["digits"] or _text(token)
    ]
    places = [place for place, (is_digit, _) in enumerate(pieces) if is_digit]
    first, last = (places[0], places[-1] + 1) if places else (len(pieces), len(pieces))
    texts = [text for _, text in pieces]
    return Section(
        "".join(texts[:first]),
        tuple(texts[first:last]),
        "".join(texts[last:]),
        "".join(text for is_digit, text in pieces if is_digit),
        specials,
        conditions[0] if conditions else None,
    )


def _text(token):
    return token["quoted"] or token["escaped"] or token["currency"] or token["bare"] or ""
