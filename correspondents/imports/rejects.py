"""The refused rows as a file for their author: the same sheet, with the reasons."""

import io

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from correspondents.spreadsheets.sandbox import read_safely
from correspondents.spreadsheets.write import xlsx_cell

from .rows import REFUSED

REASON = "Motif du rejet (ne pas importer)"


def rejects_of(batch):
    """An .xlsx file of the refused rows of a batch, as bytes, or None when there is none.

    Each sheet keeps its title rows, its header and its columns; the reason is in a last
    column, which the importer does not read. Corrected, the file can be imported again.
    """
    reasons = {
        (row["sheet"], row["row"]): " ".join(row["messages"])
        for row in batch.report["rows"]
        if row["outcome"] in REFUSED
    }
    if not reasons:
        return None
    headers = {sheet["name"]: sheet["header_row"] for sheet in batch.report["sheets"]}
    book = Workbook(write_only=True)
    for sheet in read_safely(io.BytesIO(batch.file.content), batch.file_name):
        if any(name == sheet.name for name, _ in reasons):
            _write(book, sheet, headers[sheet.name], reasons)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write(book, sheet, header_row, reasons):
    page = book.create_sheet(sheet.name)
    width = max(cell.column for row in sheet.rows for cell in row) + 1
    page.column_dimensions[get_column_letter(width)].width = 80
    for row in sheet.rows:
        number = row[0].row
        if number < header_row:
            page.append(_cells(page, row, width, ""))
        elif number == header_row:
            page.append(_cells(page, row, width, REASON, is_bold=True))
        elif (sheet.name, number) in reasons:
            page.append(_cells(page, row, width, reasons[sheet.name, number]))


def _cells(page, row, width, reason, is_bold=False):
    """The cells of a row in their columns, as a person sees them: nothing is computed again."""
    line = [""] * width
    for cell in row:
        line[cell.column - 1] = _seen(cell)
    line[-1] = reason
    return [xlsx_cell(page, value, is_bold) for value in line]


def _seen(cell):
    """The value of a cell with the unit that its format shows; why it has none, in brackets."""
    if cell.fault and not cell.text:
        return f"[{cell.fault}]"
    return f"{cell.text} {cell.unit}" if cell.unit else cell.value
