"""The number styles of an OpenDocument workbook, written as the formats of the other format."""

import re

from .number_formats import GENERAL

NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
KINDS = {f"{NUMBER}{kind}-style" for kind in ["number", "currency", "percentage", "text"]}
PERCENTAGE, DIGITS = f"{NUMBER}percentage-style", f"{NUMBER}number"
TEXTS = {f"{NUMBER}text", f"{NUMBER}currency-symbol"}
UNKNOWN = {f"{NUMBER}{name}" for name in ["scientific-number", "fraction", "text-content"]}
CONDITION = re.compile(r"value\(\)\s*([<>]=?|!?=)\s*(-?\d+(?:\.\d+)?)")
MOST_DIGITS = 30  # that a style may ask for
FACTORS = {"1000": ",", "1000000": ",,"}


def code_of(element):
    """The format of a number style, but for the styles that it gives way to on a condition."""
    parts = []
    for child in element:
        if child.tag == DIGITS:
            parts.append(_digits(child))
        elif child.tag in UNKNOWN:
            parts.append(GENERAL)
        elif child.tag in TEXTS and (text := (child.text or "").replace('"', "")):
            is_kind = element.tag == PERCENTAGE and text.strip() == "%"
            parts.append("%" if is_kind else f'"{text}"')
    return "".join(parts)


def exceptions_of(element):
    """What a number style gives way to: [(condition of a format, name of another style)]."""
    return [
        (
            f"[{condition[1].replace('!=', '<>')}{condition[2]}]",
            child.get(f"{STYLE}apply-style-name"),
        )
        for child in element.iter(f"{STYLE}map")
        if (condition := CONDITION.fullmatch(child.get(f"{STYLE}condition", "")))
    ]


def _digits(element):
    zeros = "0" * min(int(element.get(f"{NUMBER}min-integer-digits", 0)), MOST_DIGITS)
    decimals = "0" * min(int(element.get(f"{NUMBER}decimal-places", 0)), MOST_DIGITS)
    whole = f"#,##{zeros}" if element.get(f"{NUMBER}grouping") == "true" else zeros or "#"
    point = f".{decimals}" if decimals else ""
    return whole + point + FACTORS.get(element.get(f"{NUMBER}display-factor"), "")
