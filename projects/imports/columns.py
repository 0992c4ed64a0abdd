"""The columns of a list of dossiers, and the other headings that they go by in sheets."""

from dataclasses import replace

from atlas.imports.columns import COLUMNS as OF_PARTNERSHIPS
from atlas.imports.columns import SIREN
from correspondents.imports.vocabulary import Vocabulary, columns_of
from correspondents.people_list.contents import country_recogniser

SIDES = {column.code: (column.label, *column.synonyms) for column in OF_PARTNERSHIPS}
# A column that the inventory has too goes by its headings there besides.
COLUMNS = [
    replace(column, synonyms=(*column.synonyms, *SIDES.get(column.code, ())))
    for column in columns_of("applications")
]


class ApplicationVocabulary(Vocabulary):
    """The columns of the dossiers: a header names the number, their key, or what tells them."""

    bare = frozenset(column.code for column in COLUMNS) - {"title", "summary", "postal_address"}

    def recognisers(self):
        return {"siren": SIREN.fullmatch, "country": country_recogniser()}

    def is_header(self, codes):
        names_them = "reference" in codes or {"title", "authority"} <= set(codes)
        return super().is_header(codes) and names_them


VOCABULARY = ApplicationVocabulary(
    COLUMNS, examples=("Numéro de dossier", "Intitulé", "Chef de file")
)
