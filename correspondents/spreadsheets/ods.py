"""A list as an OpenDocument workbook, written row by row (docs/adr/0005).

The libraries that write this format hold the whole document in memory; a table of texts,
numbers and dates needs six elements of it.
"""

import re
from datetime import date
from decimal import Decimal
from functools import partial
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from openpyxl.utils import get_column_letter

from .write import ABOUT, ABOUT_WIDTHS, filled

MIME_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
VERSION = 'office:version="1.3"'
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "number": "datastyle",
        "fo": "xsl-fo-compatible",
        "config": "config",
        "manifest": "manifest",
    }.items()
)
PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>\n'
MANIFEST = f"""{PROLOGUE}<manifest:manifest {NAMESPACES} manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME_TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
STYLES = """<style:style style:name="strong" style:family="table-cell">
<style:text-properties fo:font-weight="bold"/></style:style>
<number:date-style style:name="french"><number:day number:style="long"/><number:text>/</number:text>
<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>
</number:date-style>
<style:style style:name="date" style:family="table-cell" style:data-style-name="french"/>
"""
SPACES = re.compile("^ +|(?<= ) +| +$")
WIDTH_OF_A_LETTER = 0.22  # centimetres


def write_ods(table):
    """The workbook, as a temporary file."""
    return filled(partial(_save, table))


def _save(table, file):
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        # First and not compressed: by it a program knows the format.
        archive.writestr("mimetype", MIME_TYPE, ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("settings.xml", _settings(table.title))
        with archive.open("content.xml", "w", force_zip64=True) as content:
            for part in _content(table):
                content.write(part.encode())


def _content(table):
    sheets = {"list": [column.width for column in table.columns], "about": ABOUT_WIDTHS}
    yield f"{PROLOGUE}<office:document-content {NAMESPACES} {VERSION}>"
    yield f"<office:automatic-styles>{STYLES}{_column_styles(sheets)}</office:automatic-styles>"
    yield "<office:body><office:spreadsheet>\n"
    yield _opening(table.title, "list", sheets)
    yield _row(table.headings, "strong")
    for cells in table.lines:
        yield _row(cells)
    yield "</table:table>\n"
    yield _opening(ABOUT, "about", sheets)
    for line in table.about():
        yield _row(line)
    yield "</table:table>\n"
    yield _filter_buttons(table)
    yield "</office:spreadsheet></office:body></office:document-content>"


def _column_styles(sheets):
    return "".join(
        f'<style:style style:name="{sheet}{number}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * WIDTH_OF_A_LETTER:.2f}cm"/>'
        "</style:style>"
        for sheet, widths in sheets.items()
        for number, width in enumerate(widths)
    )


def _opening(title, sheet, sheets):
    columns = "".join(
        f'<table:table-column table:style-name="{sheet}{number}"/>'
        for number in range(len(sheets[sheet]))
    )
    return f"<table:table table:name={quoteattr(title)}>{columns}\n"


def _row(cells, style=""):
    style = f' table:style-name="{style}"' if style else ""
    return f"<table:table-row>{''.join(_cell(cell, style) for cell in cells)}</table:table-row>\n"


def _cell(value, style):
    if value == "":
        return "<table:table-cell/>"
    if isinstance(value, date):
        return (
            '<table:table-cell table:style-name="date" office:value-type="date" '
            f'office:date-value="{value.isoformat()}">'
            f"<text:p>{value:%d/%m/%Y}</text:p></table:table-cell>"
        )
    if isinstance(value, int | float | Decimal):
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    paragraphs = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in value.split("\n"))
    return f'<table:table-cell{style} office:value-type="string">{paragraphs}</table:table-cell>'


def _spaced(line):
    """The text of a paragraph; a program would read its runs of spaces as one space."""
    return SPACES.sub(lambda run: f'<text:s text:c="{len(run[0])}"/>', escape(line))


def _filter_buttons(table):
    name = table.title.replace("'", "''")
    last = get_column_letter(len(table.headings))
    area = quoteattr(f"'{name}'.A1:'{name}'.{last}{table.count + 1}")
    return (
        '<table:database-ranges><table:database-range table:name="list" '
        f'table:target-range-address={area} table:display-filter-buttons="true"/>'
        "</table:database-ranges>"
    )


def _settings(title):
    """The settings that keep the header row in sight."""
    items = {
        "HorizontalSplitMode": ("short", 0),
        "VerticalSplitMode": ("short", 2),
        "VerticalSplitPosition": ("int", 1),
        "ActiveSplitRange": ("short", 2),
        "PositionBottom": ("int", 1),
    }
    listed = "".join(
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}'
        "</config:config-item>"
        for name, (kind, value) in items.items()
    )
    return (
        f"{PROLOGUE}<office:document-settings {NAMESPACES} {VERSION}><office:settings>"
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item-map-named config:name="Tables">'
        f"<config:config-item-map-entry config:name={quoteattr(title)}>{listed}"
        "</config:config-item-map-entry></config:config-item-map-named>"
        "</config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>"
    )
