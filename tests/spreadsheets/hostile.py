"""Small workbooks, and the hostile ones that a stranger may send."""

import io
import random
import string
import zipfile
import zlib
from functools import cache
from itertools import islice, product

from openpyxl import Workbook

MIB = 1 << 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
ODS_CONTENT = (
    f'<office:document-content xmlns:office="{OASIS}:office:1.0" xmlns:table="{OASIS}:table:1.0" '
    f'xmlns:text="{OASIS}:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="Liste">{rows}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ODS_CELL = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'


def xlsx(**replaced):
    """A small workbook, whose parts are replaced (by path) or added."""
    book = Workbook()
    book.active.append(["Pays", "Nom", "Courriel"])
    saved = io.BytesIO()
    book.save(saved)
    return zipped(parts_of(saved) | replaced)


def parts_of(file):
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file


def ods(rows, **parts):
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": ODS_CONTENT.replace("{rows}", rows),
            **parts,
        }
    )


def sheet(xml):
    return xlsx(**{SHEET: f'<worksheet xmlns="{MAIN}"><sheetData>{xml}</sheetData></worksheet>'})


def bomb(name, block, times, start="", end=""):
    """A workbook with a part that repeats a block, packed once: quick to build, small on disk."""
    start, block, end = start.encode(), block.encode(), end.encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    first, middle = (packer.compress(x) + packer.flush(zlib.Z_FULL_FLUSH) for x in (start, block))
    packed = first + middle * times + packer.compress(end) + packer.flush()
    file = zipped({part: content for part, content in parts_of(xlsx()).items() if part != name})
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, packed, zipfile.ZIP_STORED)
        part = archive.getinfo(name)  # what it says of itself is written at the end of the file
        part.compress_type, part.CRC = zipfile.ZIP_DEFLATED, _check_sum(start, block, times, end)
        part.file_size = len(start) + len(block) * times + len(end)
    return file


@cache
def _check_sum(start, block, times, end):
    total = zlib.crc32(start)
    for _ in range(times):
        total = zlib.crc32(block, total)
    return zlib.crc32(end, total)


def sheet_of_a_gibibyte():
    return bomb(SHEET, "<row/>".ljust(MIB), 1024, f'<worksheet xmlns="{MAIN}">', "</worksheet>")


def shared_strings_of_half_a_gibibyte():
    strings = "<si><t>a</t></si>" * (MIB // 17)
    return bomb("xl/sharedStrings.xml", strings, 513, f'<sst xmlns="{MAIN}">', "</sst>")


def one_huge_cell():
    """40 MB that pack no better than texts do: only the length betrays them."""
    text = random.Random(5).randbytes(MIB // 128).hex() * 40
    start = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'
    return bomb(SHEET, text, 60, start, "</t></is></c></row></sheetData></worksheet>")


def many_parts():
    return xlsx(**{f"xl/worksheets/x{number}.xml": "<a/>" for number in range(50_000)})


def million_columns():
    cells = "".join(f'<c r="{letters}1"><v>1</v></c>' for letters in _column_names(1_000_000))
    return sheet(f'<row r="1">{cells}</row>')


def _column_names(count):
    letters = string.ascii_uppercase
    names = ("".join(name) for size in range(1, 6) for name in product(letters, repeat=size))
    return islice(names, count)


def ods_of_a_million_columns():
    cell = '<table:table-cell office:value-type="float" office:value="{}"/>'.format
    cells = "".join(map(cell, range(1_000_000)))
    return ods(f"<table:table-row>{cells}</table:table-row>")


def ods_that_repeats_a_row():
    row = '<table:table-row table:number-rows-repeated="50000">{}</table:table-row>'
    return ods(row.format(ODS_CELL.replace(" ", ' table:number-columns-repeated="200" ', 1)))


def ods_of_endless_spaces():
    spaces = '<text:s text:c="2000000000"/>'
    return ods(f"<table:table-row>{ODS_CELL.replace('a</', spaces + '</')}</table:table-row>")


def definitions():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "rire">{entities}]><x>&a9;</x>'
    return xlsx(**{"xl/sharedStrings.xml": xml})


def truncated():
    content = xlsx().getvalue()
    return io.BytesIO(content[: len(content) * 2 // 3])


def encrypted():
    return io.BytesIO(OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(5000))


def text_of_one_line():
    return io.BytesIO(b"dakar@diplomatie.example," * 360_000)


# Each fault: the name of its file, how it is built, what its sentence says.
FAULTS = {
    "sheet of 1 GiB": ("a.xlsx", sheet_of_a_gibibyte, "une partie démesurée"),
    "shared strings of 512 MiB": (
        "a.xlsx",
        shared_strings_of_half_a_gibibyte,
        "une partie démesurée",
    ),
    "one huge cell": ("a.xlsx", one_huge_cell, "une cellule au texte démesuré"),
    "50,000 parts": ("a.xlsx", many_parts, "plus de 2000 parties"),
    "far cell": (
        "a.xlsx",
        lambda: sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "remplie en XFD1048576",
    ),
    "a million columns": ("a.xlsx", million_columns, "remplie en GS1"),
    "a million columns (ods)": ("a.ods", ods_of_a_million_columns, "ligne 1, colonne 201"),
    "10 million repeats (ods)": ("a.ods", ods_that_repeats_a_row, "1000000 cellules remplies"),
    "endless spaces (ods)": ("a.ods", ods_of_endless_spaces, "une cellule au texte démesuré"),
    "entities": ("a.xlsx", definitions, "des définitions interdites"),
    "zip slip": ("a.xlsx", lambda: xlsx(**{"../../x.xml": "<a/>"}), "noms de parties interdits"),
    "macros in an .xlsx": (
        "a.xlsx",
        lambda: xlsx(**{"xl/vbaProject.bin": OLE}),
        "des macros cachées",
    ),
    "truncated": ("a.xlsx", truncated, "incomplet ou abîmé"),
    "renamed html": ("a.xlsx", lambda: io.BytesIO(b"<!DOCTYPE html><html></html>"), "page web"),
    "renamed pdf": ("a.ods", lambda: io.BytesIO(b"%PDF-1.7\n%%EOF"), "un document PDF"),
    "renamed xls": ("a.xlsx", lambda: io.BytesIO(OLE + bytes(4096)), "un ancien format"),
    "encrypted": ("a.xlsx", encrypted, "un mot de passe"),
    "empty": ("a.csv", io.BytesIO, "Le fichier est vide"),
    "text of one line": ("a.csv", text_of_one_line, "La ligne 1 du fichier .csv n’en finit pas"),
    "json of another kind": ("a.json", lambda: io.BytesIO(b"[" * 9 * MIB), "pas un export"),
}
