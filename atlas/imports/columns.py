"""The columns of a list of partnerships, and the other headings that they go by in sheets."""

import re

from correspondents.imports.vocabulary import Vocabulary, columns_of
from correspondents.people_list.contents import country_recogniser

SIREN = re.compile(r"\d{3} ?\d{3} ?\d{3}( ?\d{5})?")  # or a SIRET

COLUMNS = columns_of("partnerships")


class InventoryVocabulary(Vocabulary):
    """The columns of the inventory: a header names at least two of the three that it needs."""

    bare = frozenset(column.code for column in COLUMNS) - {"context", "source"}

    def recognisers(self):
        return {"siren": SIREN.fullmatch, "country": country_recogniser()}

    def is_header(self, codes):
        lead = not codes.isdisjoint({"authority", "siren", "insee"})
        sides = [lead, "partner" in codes, "country" in codes]
        return super().is_header(codes) and sum(sides) > 1


VOCABULARY = InventoryVocabulary(
    COLUMNS,
    examples=("Collectivité française", "Partenaire", "Pays ou territoire"),
    # Our own list begins with the columns that say who works with whom, and where.
    fewest=[column.code for column in COLUMNS].index("country") + 1,
)
