"""A list that we wrote and that comes back: only what somebody changed in it says something."""

from decimal import Decimal, InvalidOperation

from correspondents.spreadsheets.cells import Cell, clean

from .vocabulary import plain


def skip_unchanged(records, columns, key, rows_of, *, stay=()):
    """Take out of the records of our own export the cells that say what the base says today.

    `columns` are those of the export, a list being ours when it has them all. `rows_of(texts)`
    gives {text under the heading `key`: the row of the base}; the codes `stay` are left in place.
    """
    by_label = {plain(column.label): column for column in columns}
    own = {
        id(listing)
        for listing in {id(record.listing): record.listing for record in records}.values()
        if by_label.keys() <= {plain(heading.text) for heading in listing.headings}
    }
    texts = {id(r): r.by_heading().get(key, "") for r in records if id(r.listing) in own}
    rows = rows_of(set(texts.values())) if texts else {}
    for record in records:
        if row := rows.get(texts.get(id(record))):
            skip(
                record.cells,
                {c: record.listing.texts[c] for c in record.cells},
                by_label,
                row,
                stay,
            )
            skip(record.others, {h: h for h in record.others}, by_label, row)


def skip(cells, headings, by_label, row, stay=()):
    """Take out the cells, by code or by heading, that say what a row of the base says."""
    for name, heading in headings.items():
        column = by_label.get(plain(heading))
        if name not in stay and column and says_the_same(cells[name], column.cell(row)):
            del cells[name]


def says_the_same(cell, value):
    """Whether a cell holds what an export writes of a value."""
    if isinstance(value, Decimal):
        return reading(cell.text) == value
    value = clean(value)
    return value is not None and reading(cell.text) == reading(Cell(1, 1, value).text)


def reading(text):
    """A text as two readings are compared: a number by its value, words without their blanks."""
    try:
        return Decimal("".join(text.split()).replace(",", "."))
    except InvalidOperation:
        return " ".join(text.split())
