"""Whatever an optional cell holds, its row comes in and its text is somewhere (dossiers)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondents.imports.kinds import list_kind
from correspondents.imports.sheet import lay_out
from correspondents.spreadsheets.cells import Cell, Sheet, clean
from projects.imports.applications import ApplicationOptions
from projects.imports.rows import ApplicationRow
from projects.models import Application

from ...factories import CallFactory
from ...hypothesis_profiles import examples

pytestmark = pytest.mark.django_db
HEADINGS = ["N° dossier", "Titre du projet", "Chef de file", "Partenaire", "Pays"]
HEADINGS += ["Montant demandé"]
WATER = ["1001", "Eau inventée", "Rennes", "Ndimagine", "Sénégal", "12 000,50 €"]
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.sampled_from(["31/02/2026 25:61", "2026-13-01T00:00:00Z", "²", "-", "12,000", "x" * 6_000]),
    st.sampled_from(["ODD", "0 an", "a@b", "marie@ville.example", "9999", "1/1/1", "é" * 130]),
)


def planned(call, code, text):
    """The plan of a row that has one more cell, of the column of this code."""
    kind = list_kind("applications")
    label = kind.vocabulary.labels[code]
    cells = [Cell(2, n, value) for n, value in enumerate([*WATER, text], 1)]
    header = [Cell(1, n, heading) for n, heading in enumerate([*HEADINGS, label], 1)]
    listing = lay_out(Sheet("Dossiers", [header, cells]), kind.vocabulary)
    options = ApplicationOptions(call=call.slug)
    return kind.plan("", None, [listing], options, {}, progress=lambda percent: None), label


@pytest.mark.parametrize("code", sorted(ApplicationRow.may_go_aside))
@examples(5)
@given(text=TEXTS)
def test_an_optional_cell_never_refuses_its_row_and_is_never_lost(db, code, text):
    text = clean(text)
    if text is None:
        return

    plan, label = planned(CallFactory(), code, text)

    [row] = plan.rows
    assert str(row.outcome) == "new"
    row.application.clean_fields(exclude=["lead", "partner", "call", "requested"])
    told = {field.name for field in Application._meta.get_fields()} & row.planned.keys()
    assert code in told | row.many.keys() or label in row.others
