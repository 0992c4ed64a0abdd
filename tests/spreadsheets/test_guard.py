"""Hostile and broken files: one French sentence each, before any library sees them."""

import io
import re
import tracemalloc

import pytest

from correspondents.spreadsheets.guard import check
from correspondents.spreadsheets.refusals import RefusedFile

from .hostile import MIB, ODS_CELL, SHEET, ods, sheet, xlsx, zipped


def refusal(file, name="liste.xlsx"):
    with pytest.raises(RefusedFile) as refused:
        check(file, name)
    return str(refused.value)


@pytest.mark.parametrize("name", ["liste.xlsx", "liste.xlsm", "LISTE.XLSX"])
def test_an_ordinary_workbook_passes_and_is_left_at_its_beginning(name):
    file = xlsx()

    check(file, name)

    assert file.tell() == 0


def test_an_ordinary_ods_passes_with_the_endless_blanks_that_programs_write():
    blanks = '<table:table-cell table:number-columns-repeated="16383"/>'
    rows = f"<table:table-row>{ODS_CELL}{blanks}</table:table-row>"
    rows += f'<table:table-row table:number-rows-repeated="1048575">{blanks}</table:table-row>'

    check(ods(rows), "liste.ods")


@pytest.mark.parametrize("content", ["Pays;Nom\nSénégal;Fictif", "Pays,Nom\n"])
def test_an_ordinary_text_passes(content):
    check(io.BytesIO(content.encode("cp1252")), "liste.csv")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("liste.xlsx", b"", "vide"),
        ("liste.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "« .doc » n’est pas lu"),
        ("liste.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "un document d’un autre programme"),
        ("liste.xls", b"<html><table>", "page web ou un document XML : ouvrez-le dans un tableur"),
        ("liste.xls", b"<html><table>", "enregistrez-le au format .xlsx"),
        ("liste.xls", b"PK\x03\x04", "une archive ou un classeur"),
        ("liste.xls", b"Pays\tNom\n", "un fichier d’une autre sorte"),
        ("liste", b"Pays", "« liste » n’est pas lu"),
        ("liste.xlsx", b"<!DOCTYPE html><html>", "page web"),
        ("liste.csv", b"\xef\xbb\xbf  <html>", "page web"),
        ("liste.csv", b"%PDF-1.7", "un document PDF"),
        ("liste.xlsx", b"%PDF-1.7", "un document PDF"),
        ("liste.csv", b"PK\x03\x04", "une archive ou un classeur"),
        ("liste.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "ancien format"),
        ("liste.json", "Pays;Nom".encode("utf-16"), "n’est pas un texte lisible"),
        ("liste.csv", "Pays;Nom".encode("utf-16-le"), "n’est pas un texte lisible"),
        ("liste.txt", b"PK\x03\x04", "une archive ou un classeur"),
        ("liste.tsv", b"<html>", "page web"),
        ("liste.xlsx", b"Pays;Nom", "un fichier d’une autre sorte"),
    ],
)
def test_a_file_is_what_its_extension_says(name, content, reason):
    assert reason in refusal(io.BytesIO(content), name)


def test_a_password_is_told_from_an_old_format():
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")

    assert "mot de passe" in refusal(io.BytesIO(content))
    assert "mot de passe" in refusal(io.BytesIO(content), "liste.xls")


def test_an_encrypted_ods_is_told():
    manifest = "<manifest><manifest:encryption-data/></manifest>"

    assert "mot de passe" in refusal(ods("", **{"META-INF/manifest.xml": manifest}), "liste.ods")


def test_a_size_is_told_in_french(settings):
    settings.IMPORT_MAX_BYTES = 2 * MIB

    reason = refusal(io.BytesIO(bytes(3 * MIB)))

    assert "pèse 3,0 Mo, plus que les 2,0 Mo permis" in reason


def test_a_truncated_workbook_is_damaged():
    content = xlsx().getvalue()

    assert "incomplet ou abîmé" in refusal(io.BytesIO(content[: len(content) // 2]))


def test_a_flipped_bit_is_damage_and_nothing_else():
    content = bytearray(xlsx().getvalue())
    content[content.index(SHEET.encode()) + len(SHEET) + 20] ^= 8

    assert "incomplet ou abîmé" in refusal(io.BytesIO(bytes(content)))


def test_an_archive_of_another_kind_is_no_workbook():
    assert "une archive d’une autre sorte" in refusal(zipped({"lisez-moi.txt": "bonjour"}))
    assert "une autre sorte" in refusal(ods("", mimetype="text"), "liste.ods")


@pytest.mark.slow
def test_a_sheet_that_inflates_without_end_is_refused_in_bounded_memory():
    bomb = sheet(" " * (300 * MIB))
    tracemalloc.start()

    reason = refusal(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert f"une partie démesurée (« {SHEET} »)" in reason
    assert peak < 20 * MIB


def test_many_parts_of_a_fair_size_are_too_much_together(settings):
    settings.IMPORT_MAX_UNPACKED_BYTES = 4 * MIB
    noise = bytes(range(256)) * 4096

    assert "démesurée" in refusal(xlsx(**{f"xl/media/{n}.bin": noise for n in range(6)}))


def test_a_header_that_lies_about_a_size_is_not_believed():
    content = bytearray(ods(f"<table:table-row>{ODS_CELL * 500}</table:table-row>").getvalue())
    central = content.rindex(b"PK\x01\x02")
    content[central + 24 : central + 28] = (10).to_bytes(4, "little")

    assert "incomplet ou abîmé" in refusal(io.BytesIO(bytes(content)), "liste.ods")


def test_too_many_parts_are_refused(settings):
    settings.IMPORT_MAX_PARTS = 50

    assert "plus de 50 parties" in refusal(xlsx(**{f"xl/{n}.xml": "<a/>" for n in range(60)}))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\x.xml", "C:x.xml"])
def test_a_part_does_not_leave_its_folder(name):
    assert "noms de parties interdits" in refusal(xlsx(**{name: "<a/>"}))


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        " " * 70_000 + '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        "<a>" + "<b/>" * 30_000 + "<!ENTITY c 'd'></a>",
    ],
)
def test_definitions_are_refused_wherever_they_stand(xml):
    assert "des définitions interdites (« xl/x.xml »)" in refusal(xlsx(**{"xl/x.xml": xml}))


def test_definitions_do_not_hide_in_another_encoding():
    xml = '<?xml version="1.0"?><!DOCTYPE a><a/>'.encode("utf-16")

    assert "abîmé" in refusal(xlsx(**{"xl/x.xml": xml}))


def test_macros_do_not_hide_in_an_xlsx():
    file = xlsx(**{"xl/vbaProject.bin": b"\xd0\xcf"})

    assert "des macros cachées" in refusal(file)
    check(file, "liste.xlsm")


@pytest.mark.parametrize(
    ("xml", "address"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "XFD1048576"),
        ("<row><c t='n' r='GS1'/></row>", "GS1"),
        ('<row><x:c r="a50001"/></row>', "A50001"),
        ('<row><c r="A99999999999999999999"/></row>', "A999999999999"),
    ],
)
def test_a_far_cell_is_named(xml, address):
    reason = refusal(sheet(xml))

    assert f"remplie en {address}, au-delà de GR50000" in reason


@pytest.mark.parametrize(
    "xml",
    [
        '<mergeCell ref="A1:GR50000"/>',
        '<hyperlink ref="A:XFD" location="x"/>',
        '<mergeCell ref="A1:J1000"/>' * 11,
    ],
)
def test_what_spans_too_many_cells_is_refused(xml):
    assert "qui couvrent plus de 100000 cellules" in refusal(sheet(xml))


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        (
            f'<table:table-row><table:table-cell table:number-columns-repeated="300"/>{ODS_CELL}'
            "</table:table-row>",
            "ligne 1, colonne 301",
        ),
        (
            '<table:table-row table:number-rows-repeated="60000"><table:table-cell/>'
            f"</table:table-row><table:table-row>{ODS_CELL}</table:table-row>",
            "ligne 60001",
        ),
        (
            f'<table:table-row table:number-rows-repeated="9999999999">{ODS_CELL}'
            "</table:table-row>",
            f"ligne {1 << 40}",
        ),
        (
            '<table:table-row><table:table-cell office:value="1" '
            'table:number-columns-repeated="1000"/></table:table-row>',
            "ligne 1, colonne 1000",
        ),
    ],
)
def test_a_far_cell_of_an_ods_is_named(rows, where):
    assert re.search(rf"remplie en {where}, au-delà", refusal(ods(rows), "liste.ods"))


def test_more_tags_than_cells_may_have_are_refused(settings):
    settings.IMPORT_MAX_CELLS = 1000

    reason = refusal(sheet('<row r="1"/>' * 6001))

    assert "plus de 1000 cellules remplies" in reason


def test_cells_that_rows_repeat_are_counted(settings):
    settings.IMPORT_MAX_CELLS = 1000
    row = f'<table:table-row table:number-rows-repeated="501">{ODS_CELL * 2}</table:table-row>'

    assert "plus de 1000 cellules remplies" in refusal(ods(row), "liste.ods")
