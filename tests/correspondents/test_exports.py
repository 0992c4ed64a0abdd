"""The list as a file: the rows of the screen, in every format, and nobody's private life."""

import csv
import io
import json
import random
import zipfile
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from odf.opendocument import load as load_ods
from odf.table import Table as OdsTable
from python_calamine import CalamineWorkbook

from correspondents.models import Correspondent, Post

from ..factories import CorrespondentFactory

FORMATS = ["xlsx", "ods", "csv", "json", "vcf"]


def content(response):
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)


def export(client, format, **query):
    return content(client.get(f"/correspondants/export.{format}", query))


def xlsx_rows(data, sheet=0):
    """The rows of a sheet as lists of values, "" for what is empty."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [
        ["" if cell is None else cell for cell in row]
        for row in book.worksheets[sheet].iter_rows(values_only=True)
    ]


def csv_rows(data, delimiter=";"):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


@pytest.fixture
def network(db):
    """Forty people at posts of every zone, of every role and freshness."""
    dice = random.Random(2026)
    posts = list(Post.objects.working().exclude(kind=Post.Kind.ANTENNA).order_by("id"))
    return [
        CorrespondentFactory(
            post=post,
            role=dice.choice(Correspondent.Role.values),
            verified_on=dice.choice([None, date(2020, 1, 2), date.today()]),
        )
        for post in dice.sample(posts, 40)
    ]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"zone": 3},
        {"role": "cocac"},
        {"fraicheur": "jamais"},
        {"fraicheur": "recent", "role": "correspondent"},
        {"pays": "sn"},
        {"q": "république"},
        {"q": "personne de ce nom"},
        {"page": "2"},
        {"unknown": "1"},
    ],
    ids=str,
)
def test_the_file_holds_the_rows_of_the_screen_in_their_order(client, network, query, monkeypatch):
    monkeypatch.setattr("correspondents.views.CorrespondentList.paginate_by", None)
    screen = client.get("/correspondants/", {**query, "page": "1"}).context["contacts"]

    rows = xlsx_rows(export(client, "xlsx", **query))

    headings, lines = rows[0], rows[1:]
    shown = [[line[headings.index(h)] for h in ("Poste", "Nom", "Prénom")] for line in lines]
    assert shown == [[c.post.name, c.last_name, c.first_name] for c in screen]
