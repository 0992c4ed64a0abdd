"""The marks on the cells of a row that a person sees on the sheet, and their faults."""

from correspondents.imports.omissions import LEFT_OUT, omitted_cells
from correspondents.imports.sheet import heading_of
from correspondents.spreadsheets.colors import color_name

from .columns import OMISSIBLE, WHO, is_whole
from .network import PLACE_CODES

# What decides who and where: such a cell refuses its row; any other goes aside.
DECISIVE = {"role", "rank", "email", "mailbox", *PLACE_CODES}


def take_out(record, choices):
    """Put with those of no known column the cells that a person leaves out, and return them."""
    codes = omitted_cells(record, OMISSIBLE, choices)
    for code in codes:
        record.others[heading_of(record, code)] = record.cells.pop(code)
    return tuple(record.others[heading_of(record, code)] for code in codes)


def note_omissions(row):
    """Tell the cells that a person left out of the row."""
    for cell in row.omitted:
        reason = f"{LEFT_OUT} ; gardé dans les autres données"
        row.messages.append(f"{cell.address} : « {cell.text} » {reason}.")


def note_faults(row):
    """Refuse the row of a decisive cell whose value is not what a person sees, or put it aside."""
    for code, cell in row.record.cells.items():
        if cell.fault and (code in WHO or code in DECISIVE) and not is_whole(code):
            row.refuse(cell, f"{cell.address} : {cell.fault}.")
        elif cell.fault:
            row.put_aside(heading_of(row.record, code), cell, f"{cell.address} : {cell.fault}.")
    for heading, cell in row.record.others.items():
        if cell.fault:
            row.put_aside(heading, cell, f"{cell.address} : {cell.fault}.")


def note_marks(row):
    """Note the marks that a person sees on the sheet: hidden rows, comments, links."""
    record = row.record
    if record.is_hidden:
        row.say("la ligne est masquée dans le tableur ; elle est reprise quand même.")
    if any(entry.is_vacancy for entry in row.entries) and not record.listing.legend:
        _note_red(row)
    headed = {heading_of(record, code): cell for code, cell in record.cells.items()}
    for heading, cell in (headed | record.others).items():
        if cell.comment:
            row.others[f"Commentaire sur « {heading} »"] = cell.comment
        if cell.link and not _is_said(cell, row):
            row.others[f"Lien de « {heading} »"] = cell.link
            row.messages.append(
                f"{cell.address} : le lien « {cell.link} » ne dit pas la même chose que le texte, "
                "qui est retenu ; le lien est gardé dans les autres données."
            )


def _note_red(row):
    """Tell the cells in red of a vacancy: without a legend, that is what they mean."""
    cells = [*row.record.cells.values(), *row.record.others.values()]
    red = [cell.address for cell in cells if "rouge" in color_name(cell.fill or cell.ink)]
    if red:
        row.messages.append(f"{', '.join(red)} : en rouge, comme une place vacante.")


def _is_said(cell, row):
    """Whether a link only repeats the text of the cell."""
    target = cell.link.removeprefix("mailto:").partition("?")[0].strip().lower()
    addresses = {entry.email.lower() for entry in row.entries}
    addresses.add(row.post_values.get("mailbox", "").lower())
    return target in addresses or target.rstrip("/") in cell.text.lower()
