"""Whatever an optional cell holds, its row comes in and its text is somewhere (partnerships)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.imports.partnerships import InventoryOptions
from atlas.imports.rows import PartnershipRow
from correspondents.imports.kinds import list_kind
from correspondents.imports.sheet import lay_out
from correspondents.spreadsheets.cells import Cell, Sheet, clean

from ...hypothesis_profiles import examples
from ..listed import outcomes, plan_of

HEADINGS = ["Commune", "Partenaire", "Pays"]
ROW = ["Rennes", "Ndimagine", "Sénégal"]
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.sampled_from(["31/02/2026 25:61", "2026-13-01T00:00:00Z", "²", "-", "rompu", "jumelage"]),
    st.sampled_from(["1987", "nan", "inf", "-12,5", "91", "13/2019", "0000", "x" * 300]),
)
OPTIONAL = sorted(PartnershipRow.may_go_aside)


@pytest.mark.parametrize("code", OPTIONAL)
@examples(5)
@given(text=TEXTS)
def test_an_optional_cell_never_refuses_its_row_and_is_never_lost(db, code, text):
    text = clean(text)
    if text is None:
        return
    kind = list_kind("partnerships")
    label = kind.vocabulary.labels[code]
    header = [Cell(1, n, heading) for n, heading in enumerate([*HEADINGS, label], 1)]
    cells = [Cell(2, n, value) for n, value in enumerate([*ROW, text], 1)]
    listing = lay_out(Sheet("Liste", [header, cells]), kind.vocabulary)

    plan = kind.plan("", None, [listing], InventoryOptions(), {}, progress=lambda percent: None)

    [row] = plan.rows
    assert str(row.outcome) == "new"
    row.partnership.clean_fields(exclude=["lead", "partner"])
    row.partner.authority.clean_fields(exclude=["geonames_id"])
    value = row.planned.get(code) or row.texts[code]
    assert value or label in row.others


def test_a_source_in_error_goes_aside(db):
    plan = plan_of("Commune;Partenaire;Pays;Source\nRennes;Ndimagine;SN;#REF!\n")

    assert outcomes(plan) == ["new"]
    assert plan.rows[0].others == {"Source": "#REF!"}


def test_a_partner_in_error_is_no_partner(db):
    assert outcomes(plan_of("Commune;Partenaire;Pays\nRennes;#REF!;SN\n")) == ["rejected"]
