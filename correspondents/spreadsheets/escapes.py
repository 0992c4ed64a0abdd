"""The `_xHHHH_` by which Office Open XML writes the characters that XML cannot hold."""

import re

ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
UNDERSCORE = "\ue05f"  # stands for « x005F_ », which `archive` hides from openpyxl


def unescaped(text):
    """The text with its characters: « _x000D_ » is a line end, « _x005F_x000D_ » is « _x000D_ »."""
    if "_" not in text and UNDERSCORE not in text:
        return text
    text = ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    return text.replace(f"_{UNDERSCORE}", "_").replace(UNDERSCORE, "x005F_")
