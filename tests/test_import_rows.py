"""A row of each kind of list has four forms: its cells, a record, a row of the plan, a model."""

import io
import json
from pathlib import Path

import pytest

from correspondents.imports.apply import apply
from correspondents.imports.batches import apply_batch, plan_batch, receive
from correspondents.imports.plan import build
from correspondents.imports.rows import PlanRow
from correspondents.imports.undo import undo
from correspondents.models import ImportBatch
from correspondents.spreadsheets.read import read
from projects.models import Application

from .correspondents.imports.test_screens import address
from .factories import CallFactory
from .random_lists import APPLICATIONS, CALL, EDITION, PARTNERSHIPS, PEOPLE, SAMPLES

pytestmark = pytest.mark.django_db
of_each_kind = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.code)
NOTED = {"Remarque": "à revoir"}  # a text that no column takes
STORED = json.loads((Path(__file__).parent / "stored_plans.json").read_text())


@pytest.fixture(autouse=True)
def call(db):
    return CallFactory(slug=CALL, title="Appel des lois")


def file_of(sample, row):
    headings = [sample.kind.vocabulary.choices.get(code, code) for code in row]
    return io.BytesIO("\n".join([";".join(headings), ";".join(row.values())]).encode())


def waiting(sample, text):
    """The batch of a list, planned."""
    file = io.BytesIO(text.encode())
    options = {"edition": EDITION, "options": sample.options}
    return plan_batch(receive(file, "liste.csv", kind=sample.kind, **options))


def rows_of(*models):
    """All that the base has of these models, relations of dossiers included."""
    countries = Application.countries.through.objects.values_list("application", "country")
    tables = [list(model.objects.order_by("pk").values()) for model in models]
    return [*tables, sorted(countries)]


FIELDS = [
    (
        PEOPLE,
        lambda row: row.entries[0].tenure.person,
        ["post__slug", "last_name", "first_name", "email", "other_data__Remarque"],
        ("dakar", "Fictif-aa", "Ines", "ines.0@diplomatie.example", "à revoir"),
    ),
    (
        PARTNERSHIPS,
        lambda row: row.partnership,
        ["lead__siren", "partner__name", "partner__country", "other_data__Remarque"],
        ("213502388", "Ndimagine-0", "SN", "à revoir"),
    ),
    (
        APPLICATIONS,
        lambda row: row.application,
        ["reference", "title", "requested", "lead__siren", "partner__name", "notes"],
        ("D-0", "Eau inventée", 12000.5, "213502388", "Ndimagine-0", "Remarque : à revoir"),
    ),
]


@pytest.mark.parametrize(("sample", "model_of", "names", "values"), FIELDS)
def test_a_row_is_its_cells_a_record_a_row_of_the_plan_and_a_model(sample, model_of, names, values):
    texts = sample.row(0) | NOTED
    file, empty = file_of(sample, texts), rows_of(*sample.kind.tables)

    [sheet] = read(file, "liste.csv")
    cells = sheet.rows[1]
    assert [cell.text for cell in cells] == [*texts.values()]

    plan = build(file, "liste.csv", EDITION, kind=sample.kind, options=sample.options)
    [record] = plan.listings[0].records
    assert [*record.cells.values(), *record.others.values()] == cells
    assert {**record.cells} == dict(zip(sample.row(0), cells, strict=False))

    [row] = plan.rows
    assert isinstance(row, PlanRow)
    assert (row.record, str(row.outcome), row.questions) == (record, "new", [])

    batch = apply(plan)
    batch.refresh_from_db()
    [stored] = batch.report["rows"]
    assert (stored["row"], stored["outcome"], stored["other"]) == (record.row, "new", NOTED)

    model = model_of(row)
    assert type(model).objects.filter(pk=model.pk).values_list(*names).get() == values

    undo(batch.pk)
    assert rows_of(*sample.kind.tables) == empty


@pytest.mark.slow
@of_each_kind
def test_a_row_that_asks_is_stored_with_its_question_and_writes_once_answered(sample):
    texts = sample.row(0) | {"country": "Syldavie"}
    batch = waiting(sample, file_of(sample, texts).read().decode())
    [stored] = batch.report["rows"]
    assert (stored["outcome"], batch.totals["new"]) == ("ambiguous", 0)

    [question] = stored["questions"]
    batch.choices = {question["key"]: "other:Sénégal"}
    batch.save(update_fields=["choices"])
    batch = plan_batch(batch)
    [answered] = batch.report["rows"]

    assert (answered["outcome"], answered["country"]) == ("new", "SN")
    applied, moved = apply_batch(batch.pk)
    assert (applied.state, moved) == ("applied", [])


@pytest.mark.slow
@of_each_kind
def test_a_plan_that_earlier_code_stored_is_read_applied_and_undone(delegation_client, sample):
    """`stored_plans.json` holds plans of the code of 29 November 2026, the second list of each
    kind, with the first in the base."""
    client, stored = delegation_client, STORED[sample.code]
    first, second = stored["lists"]
    apply_batch(waiting(sample, first).pk)
    before, batch = rows_of(*sample.kind.tables), waiting(sample, second)
    documents = ImportBatch.objects.filter(pk=batch.pk)
    documents.update(report=stored["report"], totals=stored["totals"], options=stored["options"])

    assert all_is_read(client, batch, stored)
    assert client.get(address("colonnes", batch)).status_code == 200
    client.post(address("appliquer", batch))
    client.post(address("appliquer", batch))  # once what is read otherwise today was shown
    assert documents.get().is_applied
    assert rows_of(*sample.kind.tables) != before

    documents.update(report=stored["report"], totals=stored["totals"], options=stored["options"])
    assert all_is_read(client, batch, stored)
    client.post(address("annuler", batch))
    assert documents.get().left_alone == []
    assert rows_of(*sample.kind.tables) == before


def all_is_read(client, batch, stored):
    """Whether the page of a batch shows each row of a stored plan, its names and its messages."""
    for row in stored["report"]["rows"]:
        page = client.get(f"{address('change', batch)}?pile={row['outcome']}").content.decode()
        names = [contact["name"] for contact in row.get("contacts", [])] or [row["partner"]]
        if not all(text in page for text in [*filter(None, names), *row["messages"]]):
            return False
    return True
