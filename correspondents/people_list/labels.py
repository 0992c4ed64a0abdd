"""The labels of countries and posts in a list, and the exact names that they may hold."""

import re
from dataclasses import dataclass

from correspondents.imports.vocabulary import plain

FOOTNOTE = re.compile(r"\s*(?:\(\s*(?:\d{1,2}|[*†‡]+|[a-z])\s*\)|\[\d{1,2}\]|[*†‡¹²³⁴⁵⁶⁷⁸⁹]+)\s*$")
BRACKET = re.compile(r"^(?P<bare>[^(]+?)\s*\((?P<inside>[^()]+)\)$")
INVERTED = re.compile(r"^(?P<bare>[^,]+),\s*(?P<inside>[^,]+)$")
BETWEEN = re.compile(r"\s*(?:/|;|\n|&|\s[–—-]\s|\set\s|,)\s*", re.IGNORECASE)
ENDS_JOINED = re.compile(r"(?:['’]|-)$")
# Words of official names that distinguish no country.
FORMAL = frozenset(
    """royaume republique etat etats principaute federation union grand duche sultanat emirat
    confederation federale federal islamique arabe populaire democratique socialiste unie unis
    de du des d la le les l et""".split()
)
SECTION_WORDS = FORMAL | set(
    """afrique amerique ameriques asie europe oceanie moyen proche orient maghreb caraibes
    subsaharienne australe centrale nord sud est ouest latine continentale pacifique indien
    ocean mediterranee balkans golfe antarctique""".split()
)
KIND_WORDS = {
    "embassy": r"ambassade(?: de france)?|embassy(?: of france)?",
    "consulate_general": r"consulats? generaux?(?: de france)?|consulat general(?: de france)?"
    r"|consulat(?: de france)?|consulgen|cgfrance|cg|consulate general(?: of france)?",
    "office": r"bureau(?: francais| de france| de representation)*",
    "representation": r"(?:representation|delegation)(?: permanente)?(?: de (?:la )?france)?|rp",
    "antenna": r"antenne(?: diplomatique| consulaire)?(?: de france)?",
    # « AMBAFRANCE » begins the addresses of every post, whatever its kind.
    "": r"ambafrance|amba(?: france)?|scac(?: de france)?|poste"
    r"|service de cooperation(?: et d action culturelle)?",
}
TOWARDS = re.compile(r"^(?:a|au|aux|en|de|du|d|pres|of|in|to)\s+(?=\S)")


@dataclass(frozen=True)
class Label:
    """A country's label taken apart; each text is looked up as an exact name.

    `joined` put the words back in their order; `bare` is the text before a bracket or a
    comma, `inside` the rest; `parts` are several labels in one, if so.
    """

    whole: str
    joined: tuple[str, ...] = ()
    bare: str = ""
    inside: str = ""
    parts: tuple[str, ...] = ()

    @property
    def texts(self):
        return [text for text in (self.whole, *self.joined, self.bare, self.inside, *self.parts)]

    @property
    def is_only_formal(self):
        """Whether the bracket only makes the name official: « (Royaume d’) »."""
        return FORMAL.issuperset(plain(self.inside).split())


def label_of(text):
    """The Label of a cell's text, footnote marks dropped."""
    whole = " ".join(text.split())
    while (shorter := FOOTNOTE.sub("", whole)) != whole and shorter:
        whole = shorter
    parts = tuple(dict.fromkeys(part for part in BETWEEN.split(text.strip()) if part))
    parts = parts if len(parts) > 1 else ()
    match = BRACKET.match(whole) or INVERTED.match(whole)
    if not match:
        return Label(whole, parts=parts)
    bare, inside = match["bare"], match["inside"]
    space = "" if ENDS_JOINED.search(inside) else " "
    joined = (f"{inside}{space}{bare}", f"{bare} {inside}")
    return Label(whole, joined, bare, inside, parts)


@dataclass(frozen=True)
class PostLabel:
    """A post's label taken apart: its kind, if it has one, and its place, in plain words."""

    whole: str
    kind: str | None
    where: str


def post_label_of(text):
    """« AMBAFRANCE Dakar », « Consulat général de France à Québec », « Dakar »."""
    whole = label_of(text).whole
    words = plain(whole)
    for kind, pattern in KIND_WORDS.items():
        if match := re.match(rf"(?:{pattern})(?:\s+|$)", words):
            return PostLabel(whole, kind or None, TOWARDS.sub("", words[match.end() :]))
    return PostLabel(whole, None, words)
