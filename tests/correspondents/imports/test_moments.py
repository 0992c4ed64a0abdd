"""A filing platform exports the hour with the day: the day is read, in Paris."""

import pytest

from correspondents.imports.moments import in_iso_order, without_hour

from ...atlas.listed import outcomes, plan_of


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("07/11/2026 14:32", "07/11/2026"),
        ("07/11/2026 à 14h32", "07/11/2026"),
        ("07/11/2026, 14 h 32", "07/11/2026"),
        ("07/11/2026 14h", "07/11/2026"),
        ("2026-11-07 14:32:10", "2026-11-07"),
        ("2026-11-07T14:32:10+01:00", "2026-11-07"),
        ("2026-11-07 14:32:10 +0100", "2026-11-07"),
        ("2026-11-07T14:32:10.250Z", "2026-11-07"),
        # In Paris, the next day has begun.
        ("2026-11-07T23:30:00Z", "2026-11-08"),
        ("07/11/2026 23:30 UTC", "2026-11-08"),
        ("2026-07-07T22:30:00Z", "2026-07-08"),
        ("2026-11-08T00:30:00+02:00", "2026-11-07"),
        # No moment.
        ("07/11/2026 25:00", "07/11/2026 25:00"),
        ("2026-02-31T14:32:10Z", "2026-02-31T14:32:10Z"),
        ("07/11/2026 matin", "07/11/2026 matin"),
        ("2019", "2019"),
    ],
)
def test_the_day_of_a_moment(text, day):
    assert without_hour(text) == day


@pytest.mark.parametrize(
    "text", ["07/11/2019 14:32", "2019-11-07T14:32:10+01:00", "07/11/2019 à 14h32"]
)
def test_a_partnership_starts_on_the_day_of_a_moment(db, text):
    plan = plan_of(f"Commune;Partenaire;Pays;Début\nRennes;Ndimagine;SN;{text}\n")

    assert outcomes(plan) == ["new"]
    assert plan.rows[0].partnership.started == "2019-11-07"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("mai 2019", "2019-05"),
        ("05/2019", "2019-05"),
        ("1er août 2019", "2019-08-01"),
        ("3 févr. 2019", "2019-02-03"),
        ("13/2019", "13/2019"),
        ("été 2019", "été 2019"),
        ("2019", "2019"),
    ],
)
def test_a_date_in_words_is_put_in_iso_order(text, iso):
    assert in_iso_order(text) == iso
