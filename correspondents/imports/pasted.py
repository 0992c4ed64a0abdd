"""A few rows copied from a spreadsheet, as the clipboard holds them: they become a small file."""

import csv
import io
from dataclasses import dataclass
from itertools import zip_longest

from django.utils import timezone

from correspondents.models.links import moment
from correspondents.spreadsheets.refusals import enumerated

from .headers import header_codes
from .kinds import list_kind

MOST_ROWS = 50
MOST_CHARACTERS = 100_000


class RefusedPaste(Exception):
    """The pasted text is no list; the message is a French sentence."""


@dataclass(frozen=True)
class Pasted:
    """Rows below their headings; `is_assumed` when these are our own list's, in order."""

    rows: list[list[str]]
    is_assumed: bool

    @property
    def content(self):
        """The rows as a .csv."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerows(zip(*zip_longest(*self.rows, fillvalue=""), strict=True))
        return text.getvalue().encode("utf-8-sig")


def name_of_now():
    """« collé le 3 mars 2026 à 14 h 05.csv »."""
    return f"collé le {moment(timezone.now())}.csv"


def read_paste(text, kind=None):
    """The rows of a text, of a ListKind (the correspondents when not given).

    Raises RefusedPaste.
    """
    rows = list(csv.reader(io.StringIO(text.strip("\r\n"), newline=""), delimiter="\t"))
    rows = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise RefusedPaste("Rien n’est collé : copiez des lignes dans le tableur, puis collez-les.")
    for number, row in enumerate(rows, start=1):
        if any("\t" in cell for cell in row):
            raise RefusedPaste(
                f"Ligne {number} : un guillemet y est resté ouvert et avale les cellules "
                "suivantes. Retirez-le, ou importez le fichier."
            )
    pasted = with_headings(rows, (kind or list_kind()).vocabulary)
    if len(pasted.rows) - 1 > MOST_ROWS:
        raise RefusedPaste(
            f"Vous avez collé {len(pasted.rows) - 1} lignes, plus que les {MOST_ROWS} permises : "
            "importez plutôt le fichier."
        )
    return pasted


def with_headings(rows, vocabulary):
    """The rows under their own headings, else under our own list's."""
    first = rows[0]
    if header_codes(first, vocabulary):
        if not rows[1:]:
            raise RefusedPaste("Il n’y a que la ligne d’en-têtes : collez aussi des lignes.")
        return Pasted(rows, is_assumed=False)
    names = [cell for cell in first if vocabulary.code_of(cell)]
    if len(names) > 1:
        raise RefusedPaste(
            f"La première ligne semble porter des en-têtes ({', '.join(names)}), mais il en faut "
            f"au moins trois connus, par exemple {enumerated(vocabulary.examples)}."
        )
    widest = max(map(len, rows))
    if widest < vocabulary.fewest:
        examples = ", ".join(f"« {heading} »" for heading in vocabulary.examples)
        raise RefusedPaste(
            "La première ligne ne porte pas d’en-têtes connus, et il y a "
            f"{widest} colonne{'s' if widest > 1 else ''} : copiez aussi la ligne d’en-têtes "
            f"({examples}…), ou des lignes entières de notre liste interne."
        )
    if widest > len(vocabulary.columns):
        raise RefusedPaste(
            f"Il y a {widest} colonnes sans en-têtes, plus que les {len(vocabulary.columns)} de "
            "notre liste interne : copiez aussi la ligne d’en-têtes."
        )
    return Pasted([list(vocabulary.labels.values())[:widest], *rows], is_assumed=True)
