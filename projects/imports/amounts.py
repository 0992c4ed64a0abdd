"""An amount as people write it: « 12 000,50 € », « 12.000 », « XOF 1 000 000 », a number."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from atlas.imports.authorities import Unknown
from correspondents.imports.vocabulary import NOTHING, plain
from projects.models.money import Currency

HOW = "écrivez par exemple 12 000,50 € ou XOF 1 000 000"
CENT = Decimal("0.01")
NOISE = Decimal("0.00001")  # of a number computed by a spreadsheet
BEYOND = Decimal(10) ** 12
CURRENCIES = {
    **{code.lower(): code for code in Currency.values},
    **{"€": "EUR", "euro": "EUR", "euros": "EUR", "fcfa uemoa": "XOF", "fcfa cemac": "XAF"},
    **{"$ca": "CAD", "$ can": "CAD", "$us": "USD", "us$": "USD", "dh": "MAD", "dhs": "MAD"},
}
# Several currencies go by these names: the column of the currency tells which.
SEVERAL = {
    **dict.fromkeys(["fcfa", "f cfa", "cfa", "franc cfa", "francs cfa"], ("XOF", "XAF")),
    **dict.fromkeys(["$", "dollar", "dollars"], ("CAD", "USD")),
}
# With taxes or without, and the marks of a footnote: they say nothing of the amount.
MARKS = re.compile(
    r"\b(?:TTC|HT|T\.T\.C\.|H\.T\.)(?!\w)|\(\d{1,2}\)|\[\d{1,2}\]|[*†‡⁰¹²³⁴⁵⁶⁷⁸⁹]", re.IGNORECASE
)
NO_AMOUNT = re.compile(
    r"(reste )?(a|en cours de|en attente de) (preciser|definir|determiner|completer|confirmer|venir"
    r"|chiffrer|chiffrage|precision)|rien|so|s o|inconnue?|non "
    r"(precisee?|renseignee?|communiquee?|connue?|definie?|chiffree?|disponible)|en attente"
    rf"|na|vide|{NOTHING}"
)
THOUSANDS = re.compile(r"\b[kKM] ?(€|euro|eur\b)|milliers|millions", re.IGNORECASE)
BLANKS = re.compile(r"[\s\u00a0\u2007\u202f]+")
WRITTEN = re.compile(r"(?P<before>[^\d,.\-]*)(?P<digits>[\d][\d .,'’]*?)(?P<after>[^\d]*)")
# Thousands apart by blanks, points or apostrophes, then a comma; or as the English write it.
FORMS = [
    re.compile(r"\d+([.,]\d{1,2})?"),
    # A number of a machine: no group of thousands looks like it.
    re.compile(r"\d{4,}[.,]\d{3,}|\d+[.,]\d{4,}"),
    re.compile(r"[1-9]\d{0,2}( \d{3})+([.,]\d{1,2})?"),
    re.compile(r"[1-9]\d{0,2}(['’]\d{3})+([.,]\d{1,2})?"),
    re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d{1,2})?"),
    re.compile(r"[1-9]\d{0,2}(,\d{3}){2,}(\.\d{1,2})?|[1-9]\d{0,2}(,\d{3})+\.\d{1,2}"),
]


@dataclass(frozen=True)
class Amount:
    """Units of a currency, to the cent; `currency` is "" when the cell does not say it."""

    value: Decimal
    currency: str
    is_rounded: bool = False


def says_no_amount(text):
    """Whether the text is there in place of an amount: « - », « à préciser », « néant »."""
    return not re.search(r"[\w€$]", text) or bool(NO_AMOUNT.fullmatch(plain(text)))


def amount_of(code, cell, usual=""):
    """The Amount of a cell; `usual` is its currency when it says none. Raises Unknown."""
    if isinstance(cell.value, bool):
        raise Unknown(code, f"n’est pas un montant : {HOW}")
    if isinstance(cell.value, int | float):
        currency = currency_of(code, bare(cell.unit), usual)
        return to_the_cent(code, Decimal(str(cell.value)), currency)
    read = WRITTEN.fullmatch(bare(cell.text))
    if read is None:
        raise Unknown(code, f"n’est pas un montant lisible : {HOW}")
    currency = currency_of(code, f"{read['before']} {read['after']}", usual)
    return to_the_cent(code, number(code, read["digits"].strip()), currency)


def bare(text):
    """The text without its marks, single spaces between its words."""
    return BLANKS.sub(" ", MARKS.sub(" ", text)).strip()


def to_the_cent(code, value, currency):
    amount = checked(code, value)
    return Amount(amount, currency, is_rounded=abs(amount - value) > NOISE)


def number(code, text):
    """The number of digits written in one of the usual ways. Raises Unknown."""
    place = next((place for place, form in enumerate(FORMS) if form.fullmatch(text)), None)
    if place is None:
        flaw = "se lit de deux façons" if re.fullmatch(r"\d{1,3},\d{3}", text) else "est mal écrit"
        raise Unknown(code, f"{flaw} : {HOW}")
    digits = re.sub("[ '’]", "", text)
    if place == len(FORMS) - 1:
        return Decimal(digits.replace(",", ""))
    if place == len(FORMS) - 2:
        digits = digits.replace(".", "")
    return Decimal(digits.replace(",", "."))


def checked(code, value):
    """The value to the cent. Raises Unknown when no amount may be that."""
    if not value.is_finite() or value < 0:
        raise Unknown(code, "n’est pas un montant : il n’est pas négatif")
    if value >= BEYOND:
        raise Unknown(code, "dépasse ce qu’un montant peut être : douze chiffres")
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def currency_of(code, text, usual=""):
    """The code of the currency that a text names, `usual` when it names none. Raises Unknown."""
    word = " ".join(text.lower().replace(".", "").split())
    if not word or usual in SEVERAL.get(word, ()):
        return usual
    currency = CURRENCIES.get(word)
    if currency is None:
        listed = ", ".join(Currency.values)
        several, none = "peut être de plusieurs monnaies", "n’a pas de monnaie connue"
        flaw = several if word in SEVERAL else none
        raise Unknown(code, f"{flaw} (« {word} ») ; écrivez l’une de : {listed}")
    return currency


def currency_of_heading(code, heading, usual=""):
    """The currency that a heading names, « Montant demandé (XOF) », else `usual`. Raises Unknown.

    Amounts in thousands are not read: a cell would say a thousandth of what it means.
    """
    if THOUSANDS.search(heading):
        raise Unknown(code, "est en milliers ou en millions : donnez les montants en entier")
    words = re.findall(r"[€$]|\w+", heading.lower())
    names = [word for word in words if word in CURRENCIES or word in SEVERAL]
    return currency_of(code, names[0], usual) if names else usual
