"""The row of a sheet that names its columns."""

from collections import defaultdict
from itertools import islice

from correspondents.spreadsheets.cells import Cell

from .contents import ROWS, Recognisers, likeliest, shares
from .vocabulary import Vocabulary

ROWS_ABOVE = 60  # a person gives the number of a lower header
LONGEST_HEADING = 80


def header_place(rows: list[list[Cell]], vocabulary: Vocabulary, number: int | None) -> int | None:
    """The index of the header: the row of this number, else the one that knows most columns."""
    if number is not None:
        return next((place for place, row in enumerate(rows) if row[0].row == number), None)
    above = islice(rows, ROWS_ABOVE)
    codes = [header_codes([cell.text for cell in row], vocabulary) for row in above]
    best = max(range(len(codes)), key=lambda place: (len(codes[place]), -place))
    return best if codes[best] else None


def header_codes(texts: list[str], vocabulary: Vocabulary) -> set[str]:
    """The codes of a row of texts that may be a header, none when it is not one."""
    if any(len(text) > LONGEST_HEADING or "@" in text for text in texts):
        return set()
    codes = {code for text in texts if (code := vocabulary.code_of(text))}
    return codes if vocabulary.is_header(codes) else set()


def is_unlike(first: list[Cell], below: list[list[Cell]], recognisers: Recognisers) -> bool:
    """Whether a first row is no row of its table: none of its texts is what its column holds."""
    texts = texts_by_column(below)
    recognisers = {**recognisers, "number": is_number}
    likeness = [
        bool(recognisers[code](cell.text))
        for cell in first
        if (code := likeliest(shares(texts[cell.column], recognisers), ()))
    ]
    return bool(likeness) and not any(likeness)


def texts_by_column(rows: list[list[Cell]]) -> dict[int, list[str]]:
    """{column: the texts of its cells}, of the rows that tell enough."""
    texts = defaultdict(list)
    for row in rows[:ROWS]:
        for cell in row:
            texts[cell.column].append(cell.text)
    return texts


def is_number(text: str) -> bool:
    return any(map(str.isdigit, text)) and not any(map(str.isalpha, text))


def groups_above(rows: list[list[Cell]], place: int) -> dict[int, str]:
    """{column: the heading above it}: a merged one is above all the columns that it spans."""
    header = rows[place]
    if place == 0 or rows[place - 1][0].row != header[0].row - 1:
        return {}
    above = [cell for cell in rows[place - 1] if not cell.merged_from]
    groups = {}
    for cell in above:
        for column in range(cell.column, cell.column + cell.width):
            groups[column] = cell.text
    return groups
