"""The colours of cells, as six hexadecimal digits, and as a French reader names them."""

import colorsys
from functools import lru_cache

from defusedxml.ElementTree import fromstring
from openpyxl.styles.colors import COLOR_INDEX

NAMES = ("rouge", "orange", "jaune", "vert", "bleu", "violet", "rose", "gris")
HUES = [  # the last degree of each, on the wheel
    *((15, "rouge"), (47, "orange"), (70, "jaune"), (165, "vert"), (260, "bleu")),
    *((300, "violet"), (340, "rose"), (360, "rouge")),
]
PALE, DIM, GREY = 0.75, 0.08, 0.15
WHITE = 0.97
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# A number of a theme's colour → its place in the file, which has the dark ones first.
PLACES = {0: 1, 1: 0, 2: 3, 3: 2}


@lru_cache(maxsize=1000)
def color_name(digits):
    """« rouge », « vert clair », of six hexadecimal digits; "" of black and white."""
    if not digits:
        return ""
    hue, light, saturation = _hls(digits)
    if light > WHITE or light < DIM:
        return ""
    if saturation < GREY:
        return "gris"
    name = next(name for last, name in HUES if hue * 360 <= last)
    return f"{name} clair" if light > PALE else name


def visible_color(digits):
    """The digits of a colour that a reader notices, "" of black, white or none."""
    return digits if color_name(digits) else ""


class Palette:
    """The colours of an Office Open XML workbook, each style of cells computed once."""

    def __init__(self, book):
        self.book, self.theme = book, _theme(book.loaded_theme)
        self.styles = {}

    def of(self, cell):
        """(background, text) of a cell with a style, each "" when nobody notices it."""
        key = cell._style.fillId, cell._style.fontId
        if key not in self.styles:
            fill, font = self.book._fills[key[0]], self.book._fonts[key[1]]
            is_filled = getattr(fill, "patternType", None) == "solid"
            background = self.digits(fill.fgColor) if is_filled else ""
            self.styles[key] = visible_color(background), visible_color(self.digits(font.color))
        return self.styles[key]

    def digits(self, color):
        """The digits of a colour of openpyxl, "" of none or of the system's."""
        if color is None:
            return ""
        if color.type == "theme" and color.theme < len(self.theme):
            return _tinted(self.theme[PLACES.get(color.theme, color.theme)], color.tint)
        if color.type == "indexed":
            colors = self.book._colors or COLOR_INDEX
            return colors[color.indexed][-6:] if color.indexed < len(colors) else ""
        return color.rgb[-6:] if color.type == "rgb" else ""


def _theme(content):
    """The digits of the colours of a theme, in the order of its file."""
    schemes = fromstring(content).iter(f"{DRAWING}clrScheme") if content else ()
    colors = [each[0] for scheme in schemes for each in scheme if len(each)]
    return [color.get("lastClr") or color.get("val") for color in colors]


def _tinted(digits, tint):
    """A colour made lighter by a positive share, darker by a negative one."""
    hue, light, saturation = _hls(digits)
    light = light * (1 + tint) if tint < 0 else light + (1 - light) * tint
    return "".join(
        f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation)
    )


def _hls(digits):
    return colorsys.rgb_to_hls(*(int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)))
