"""Text files: their content tells their encoding and delimiter; our own .json is read again."""

import io
import json
from datetime import date

import pytest

from correspondents.spreadsheets.csv_read import LONGEST_RECORD
from correspondents.spreadsheets.guard import check
from correspondents.spreadsheets.read import read
from correspondents.spreadsheets.refusals import RefusedFile
from correspondents.spreadsheets.write import (
    Column,
    Table,
    write_csv,
    write_json,
    write_plain_csv,
)

from .test_read import cells


def texts(content, name="liste.csv"):
    return {address: cell.text for address, cell in cells(io.BytesIO(content), name).items()}


def test_what_no_database_stores_is_left_out():
    assert texts(b"Dak\x0bar;\x07") == {"A1": "Dakar"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_is_read_whatever_wrote_it(encoding, delimiter):
    lines = [["Pays", "Nom"], ["Sénégal", "Œuvrard"]]
    content = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)

    assert texts(content) == {"A1": "Pays", "B1": "Nom", "A2": "Sénégal", "B2": "Œuvrard"}


def test_records_are_numbered_with_the_blank_ones():
    assert texts(b'Pays;Nom\n\n"un\ndeux";x\n;\nfin;y\n') == {
        "A1": "Pays",
        "B1": "Nom",
        "A3": "un\ndeux",
        "B3": "x",
        "A5": "fin",
        "B5": "y",
    }


def test_a_csv_that_we_wrote_comes_back_as_it_was():
    values = ["=1+1", "+221 33 839 51 00", "-", "'=2", "@x"]
    table = Table("Liste", [Column("x", "X", "", str), Column("y", "Y", "", str)], values)

    read_back = cells(io.BytesIO(b"".join(write_csv(table))), "liste.csv")

    assert [cell.value for address, cell in read_back.items() if address[0] == "A"] == [
        "X",
        *values,
    ]


def test_a_text_beyond_the_last_row_allowed_is_refused(settings):
    settings.IMPORT_MAX_ROWS = 3

    with pytest.raises(RefusedFile, match="A4, au-delà de GR3"):
        read(io.BytesIO(b"a\nb\nc\nd\n"), "liste.csv")


def test_a_text_in_no_known_encoding_is_refused():
    with pytest.raises(RefusedFile, match="n’est pas un texte lisible"):
        read(io.BytesIO(b"Pays;Nom\n\x81\x8d"), "liste.csv")


def test_more_cells_than_allowed_are_refused(settings):
    settings.IMPORT_MAX_CELLS = 3

    with pytest.raises(RefusedFile, match="plus de 3 cellules remplies"):
        read(io.BytesIO(b"a;b\nc;d\n"), "liste.csv")


@pytest.mark.parametrize(
    ("delimiter", "inside"), [(";", ","), (",", ";"), ("\t", ","), ("\t", ";"), (";", "\t")]
)
def test_lists_within_cells_do_not_pass_for_columns(delimiter, inside):
    lists = inside.join(["a@x.example", " b@y.example", " c@z.example", " d@z.example"])
    rows = [["Pays", "Courriels", "Tél."], ["Mali", lists, "1"], ["Togo", "e@x.example", "2"]]
    quoted = [[f'"{cell}"' if delimiter in cell else cell for cell in row] for row in rows]

    found = texts("\n".join(map(delimiter.join, quoted)).encode())

    assert [found[address] for address in ["B1", "C1", "C2", "B3"]] == [
        "Courriels",
        "Tél.",
        "1",
        "e@x.example",
    ]
    assert found["B2"] == " ".join(lists.split())


def test_a_title_and_ragged_rows_do_not_hide_the_columns():
    content = "Liste arrêtée au 1er mai, n° 12\n\nPays;Nom;Ville\nMali;Un, Anne;Bamako\nTogo;Deux\n"

    assert texts(content.encode())["C3"] == "Ville"


def test_a_list_of_one_column_is_read():
    assert texts("Pays\nSénégal\nMali\n".encode()) == {"A1": "Pays", "A2": "Sénégal", "A3": "Mali"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_a_json_in_utf16_says_in_what_to_save(encoding):
    mark = b"" if encoding == "utf-16" else b"\xff\xfe"

    with pytest.raises(RefusedFile, match="est en UTF-16 : enregistrez la liste au format « CSV"):
        check(io.BytesIO(mark + "Œ;Ő".encode(encoding)), "liste.json")


def test_a_quote_left_open_is_told_with_its_record():
    line = b'Mali;"Fictif";x\n' * 2 + b'Togo;"' + b"a;b\n" * 20 + b'";"'
    content = line + b'x\n";"' * (LONGEST_RECORD // 5)

    with pytest.raises(RefusedFile, match="La ligne 3 du fichier"):
        read(io.BytesIO(content), "liste.csv")


ROWS = [
    {"name": "=Fictif", "kind": "embassy", "on": date(2026, 11, 23), "rank": 2, "vacant": True},
    {"name": "Deux\nlignes", "kind": "consulate", "on": None, "rank": None, "vacant": False},
    {"name": "+221 33 839 51 00", "kind": "embassy", "on": None, "rank": 0, "vacant": False},
]
KINDS = {"embassy": "Ambassade", "consulate": "Consulat"}
COLUMNS = [
    Column("name", "Nom", "", lambda row: row["name"]),
    Column("kind", "Nature", "", lambda row: KINDS[row["kind"]], lambda row: row["kind"]),
    Column("on", "Depuis le", "", lambda row: row["on"]),
    Column("rank", "Rang", "", lambda row: row["rank"]),
    Column("vacant", "Vacant", "", lambda row: row["vacant"]),
]


def exported(write, rows=ROWS):
    return b"".join(write(Table("Liste", COLUMNS, rows)))


def test_our_json_holds_the_cells_of_our_csv():
    content = exported(write_json)
    check(io.BytesIO(content), "liste.json")

    found = texts(content, "liste.json")

    assert found == texts(exported(write_plain_csv))
    assert (found["B1"], found["B2"], found["E2"]) == ("Nature", "Ambassade", "oui")


def test_an_empty_json_export_has_its_headings():
    assert list(texts(exported(write_json, []), "liste.json").values()) == [
        "Nom",
        "Nature",
        "Depuis le",
        "Rang",
        "Vacant",
    ]


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        '{"rows": []}',
        '{"rows": [',
        '{"columns": [], "rows": [',
        '{"columns": {"a": 1}, "rows": [',
        '{"columns": {"a": {"label": "A"}}, "rows": [\n{"a": {"b": 1}}\n], "count": 1}',
        '{"columns": {"a": {"label": "A"}}, "rows": [\n[1]\n], "count": 1}',
        "[" * 100_000,
        json.dumps({"nom": "Fictif"}, indent=1),
    ],
)
def test_a_json_of_another_shape_is_refused(content):
    with pytest.raises(RefusedFile, match="n’est pas un export de cet annuaire"):
        read(io.BytesIO(content.encode()), "liste.json")


def test_a_json_without_its_end_is_damaged():
    content = exported(write_json)

    with pytest.raises(RefusedFile, match="incomplet ou abîmé"):
        read(io.BytesIO(content[: content.rindex(b"]")]), "liste.json")
