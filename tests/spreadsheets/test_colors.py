"""The colours of cells, as a French reader names them."""

import io

import pytest
import xlwt
from odf import style, table, text
from odf.opendocument import OpenDocumentSpreadsheet
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color

from correspondents.spreadsheets.colors import color_name
from correspondents.spreadsheets.sandbox import read_safely


@pytest.mark.parametrize(
    ("digits", "name"),
    [
        ("FF0000", "rouge"),
        ("C00000", "rouge"),
        ("FFC7CE", "rouge clair"),
        ("FFC000", "orange"),
        ("FFFF00", "jaune"),
        ("FFEB9C", "jaune clair"),
        ("00B050", "vert"),
        ("C6EFCE", "vert clair"),
        ("0070C0", "bleu"),
        ("7030A0", "violet"),
        ("FF66CC", "rose"),
        ("808080", "gris"),
        ("000000", ""),
        ("FFFFFF", ""),
        ("", ""),
    ],
)
def test_a_color_has_the_name_that_a_reader_gives_it(digits, name):
    assert color_name(digits) == name


def colors_of(file, name):
    [row] = read_safely(io.BytesIO(file.getvalue()), name)[0].rows
    return [(cell.fill, cell.ink) for cell in row]


def test_the_colors_of_a_workbook_are_read():
    book, file = Workbook(), io.BytesIO()
    book.active.append(["rouge", "écrit", "thème", "clair", "indice", "usuel"])
    lighter = Color(theme=5, tint=0.4)  # DA9694 on screen, within a unit
    fills = [Color("FFFF0000"), None, Color(theme=5), lighter, Color(indexed=13)]
    for cell, color in zip(book.active[1], fills, strict=False):
        if color:
            cell.fill = PatternFill("solid", fgColor=color)
    book.active["B1"].font = Font(color="0000B050")
    book.active["F1"].font = Font(bold=True)
    book.save(file)

    assert colors_of(file, "liste.xlsx") == [
        ("FF0000", ""),
        ("", "00B050"),
        ("C0504D", ""),
        ("D99694", ""),
        ("FFFF00", ""),
        ("", ""),
    ]


def test_the_colors_of_an_old_workbook_are_read():
    book, file = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("Liste")
    sheet.write(0, 0, "rouge", xlwt.easyxf("pattern: pattern solid, fore_colour red"))
    sheet.write(0, 1, "écrit", xlwt.easyxf("font: colour blue"))
    sheet.write(0, 2, "usuel")
    book.save(file)

    assert colors_of(file, "liste.xls") == [("FF0000", ""), ("", "0000FF"), ("", "")]


def test_the_colors_of_an_opendocument_workbook_are_read():
    book, file = OpenDocumentSpreadsheet(), io.BytesIO()
    sheet = table.Table(name="Liste")
    book.spreadsheet.addElement(sheet)
    line = table.TableRow()
    sheet.addElement(line)
    styles = [
        ("rouge", None, {"backgroundcolor": "#ff0000"}, {}),
        ("écrit", None, {}, {"color": "#0000ff"}),
        ("comme le rouge", "rouge", {}, {"color": "#ffffff"}),
        ("sans le rouge", "rouge", {"backgroundcolor": "transparent"}, {}),
        ("usuel", None, {"backgroundcolor": "#ffffff"}, {"color": "#000000"}),
    ]
    for name, parent, fill, ink in styles:
        own = style.Style(name=name, family="table-cell", parentstylename=parent)
        own.addElement(style.TableCellProperties(**fill))
        own.addElement(style.TextProperties(**ink))
        book.automaticstyles.addElement(own)
        cell = table.TableCell(valuetype="string", stylename=own)
        cell.addElement(text.P(text=name))
        line.addElement(cell)
    book.save(file)

    red = ("FF0000", "")
    assert colors_of(file, "liste.ods") == [red, ("", "0000FF"), red, ("", ""), ("", "")]
