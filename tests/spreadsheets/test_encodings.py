"""The encoding of a text file is told by its content, or the file is refused by its name."""

import io

import pytest

from correspondents.spreadsheets.encodings import decoded
from correspondents.spreadsheets.guard import check
from correspondents.spreadsheets.read import read
from correspondents.spreadsheets.refusals import RefusedFile

LIST = (
    "Pays;Prénom;Fonction;Mél;Tél\n"
    "Togo;Renée;attachée de coopération;renee.fictive@diplomatie.example;+228\n"
    "Côte d’Ivoire;Benoît;chargé de mission à l’État;;\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_a_french_list_is_read_whatever_saved_it(encoding):
    assert decoded(LIST.encode(encoding)) == LIST


def test_a_list_of_a_program_of_dos_is_read():
    text = LIST.replace("’", "'")

    assert decoded(text.encode("cp850")) == text


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_a_list_encoded_twice_is_repaired(encoding):
    text = LIST.replace("’", "'") if encoding == "latin-1" else LIST

    assert decoded(text.encode().decode(encoding).encode()) == text


@pytest.mark.parametrize(
    "text", ["Ã©tude de l’encodage, écrite bien", "São Tomé", "SÃO TOMÉ", "Œuvrard"]
)
def test_a_text_that_is_right_is_not_repaired(text):
    assert decoded(text.encode()) == text


@pytest.mark.parametrize(
    "text",
    [
        "Dakar – Mali",
        "Mali…",
        "São Tomé",
        "Åland",
        "Muñoz",
        "« Œuvre »",
        "12 000 €",
        "État",
        "MÉLANIE",
    ],
)
def test_a_single_accent_of_windows_stays_what_it_is(text):
    assert decoded(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    "content",
    ["Sénégal;".encode() * 3 + "Sénégal".encode("cp1252"), b"\xff\xfeP\x00\x00\xd8", b"\x81\x8d"],
)
def test_accents_that_are_not_sure_are_refused_by_their_name(content):
    with pytest.raises(RefusedFile, match=r"\(accents illisibles\) : enregistrez la liste au"):
        decoded(content)


@pytest.mark.parametrize("name", ["liste.csv", "liste.txt", "LISTE.TSV"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_a_unicode_text_of_excel_is_read(name, encoding):
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    file = io.BytesIO(mark + "Pays\tNom\r\nSénégal\tŐ\r\n".encode(encoding))
    check(file, name)

    assert [[cell.value for cell in row] for row in read(file, name)[0].rows] == [
        ["Pays", "Nom"],
        ["Sénégal", "Ő"],
    ]
