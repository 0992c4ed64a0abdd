"""Nasty lists of each kind go through the screens: no page fails, and no row is lost."""

import io
from itertools import chain

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from correspondents.imports.batches import apply_batch, plan_batch, receive
from correspondents.imports.rows import REFUSED
from correspondents.models import ImportBatch

from .correspondents.imports.test_screens import ADD, address, columns_of
from .factories import CallFactory
from .hypothesis_profiles import examples, is_whole
from .random_lists import CALL, EDITION, SAMPLES, USUAL, nasty_cells, random_sheets

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def known(db, sample):
    """The base has the first rows of the kind already."""
    CallFactory(slug=CALL)
    file = io.BytesIO(workbook_of(sample.sheet({n: sample.row(n) for n in range(4)})))
    options = {"edition": EDITION, "options": sample.options}
    apply_batch(plan_batch(receive(file, "liste.xlsx", kind=sample.kind, **options)).pk)


@st.composite
def nasty_lists(draw, sample):
    """A Sheet in which rows have up to three nasty cells, and the numbers of its rows."""
    rows = {n: sample.row(n) for n in range(draw(st.integers(1, 8)))}
    for row in rows.values():
        for code in draw(st.lists(st.sampled_from(sample.codes), max_size=3)):
            row[code] = draw(nasty_cells())
    sheet = sample.sheet(rows | {n: sample.row(n) for n in USUAL if n not in rows})
    return sheet, {row[0].row for row in sheet.rows[1:]}


def workbook_of(sheet):
    book = Workbook()
    for cell in chain(*sheet.rows):
        written = book.active.cell(cell.row, cell.column)
        try:
            written.value = cell.value
        except (ValueError, OverflowError):  # no workbook holds it
            written.value = str(cell.value)
        written.data_type = "s" if isinstance(cell.value, str) else written.data_type
        written.font = Font(strike=cell.struck)
        written.hyperlink = cell.link or None
        written.comment = Comment(cell.comment, "Essai") if cell.comment else None
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def page(response):
    assert response.status_code == 200
    return response


def answers_to(response):
    """The first answer that a page offers to each of its questions."""
    questions = [each for each in response.context["piles"].questions if each["choices"]]
    return {f"choice:{each['key']}": each["choices"][0]["value"] for each in questions}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.code)
@examples(40 if is_whole() else 2)
@given(data=st.data())
def test_a_nasty_list_passes_all_the_screens(delegation_client, known, sample, data):
    client = delegation_client
    sheet, numbers = data.draw(nasty_lists(sample) | random_sheets(sample))
    file = SimpleUploadedFile("liste.xlsx", workbook_of(sheet))
    posted = {"file": file, "edition": "2026-09-15", "absent": "keep", "call": CALL}

    columns = page(client.post(f"{reverse(ADD)}?liste={sample.code}", posted, follow=True))
    batch = ImportBatch.objects.latest("pk")
    page(client.post(address("colonnes", batch), columns_of(columns), follow=True))
    assert rows_of(batch) == set(numbers)

    for pile in REFUSED:
        shown = page(client.get(f"{address('change', batch)}?pile={pile}"))
        page(client.post(address("choix", batch), answers_to(shown), follow=True))
    assert rows_of(batch) == set(numbers)
    page(client.post(address("appliquer", batch), follow=True))
    batch.refresh_from_db()
    assert batch.is_applied, batch.refusal

    for pile in sample.kind.piles:
        page(client.get(f"{address('change', batch)}?pile={pile}"))
    refused = sum(batch.totals[pile] for pile in REFUSED)
    assert client.get(address("rejets", batch)).status_code == (200 if refused else 404)
    page(client.post(address("annuler", batch), follow=True))
    batch.refresh_from_db()
    assert batch.state == batch.State.UNDONE


def rows_of(batch):
    """The numbers of the rows in the plan of a batch."""
    batch.refresh_from_db()
    return {row["row"] for row in batch.report["rows"]}
