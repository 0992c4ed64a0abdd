"""How many editions of the open data are kept: all of the last days, then one a month."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone

from correspondents.models import DataEdition, DataTable

PARIS = ZoneInfo("Europe/Paris")
# In order; the moments are those of Paris, where the 31st at 23:30 is still of its month.
PUBLISHED = {
    "2026-01-10": "2026-01-10T10:00",
    "2026-01-20": "2026-01-20T10:00",
    "2026-01-31": "2026-01-31T23:30",
    "2026-02-01": "2026-02-01T00:30",
    "2026-02-01-2": "2026-02-01T01:30",
    "2026-05-01": "2026-05-01T10:00",
    "2026-05-03": "2026-05-03T10:00",
    "2026-05-03-2": "2026-05-03T11:00",
    "2026-06-01": "2026-06-01T10:00",
}
KEPT = ["2026-01-10", "2026-01-31", "2026-02-01-2", "2026-05-03", "2026-05-03-2", "2026-06-01"]


@pytest.fixture
def editions(db, settings, monkeypatch):
    """One table of each, and one that they all share, on 2 June with 30 days kept."""
    today = datetime(2026, 6, 2, 9, tzinfo=PARIS)
    settings.OPEN_DATA_EDITIONS_DAYS = 30
    monkeypatch.setattr("correspondents.models.opendata.timezone.localdate", today.date)
    shared = table("partagée")
    for name, moment in PUBLISHED.items():
        at = datetime.fromisoformat(moment).replace(tzinfo=PARIS)
        edition = DataEdition.objects.create(name=name, published_at=at, schema_version="1.0.0")
        edition.tables.set([shared, table(name)])


def table(name):
    return DataTable.objects.create(
        name=name, generated_at=timezone.now(), rows=0, schema={}, csv=b"", csv_size=0,
        json=b"", json_size=0,
    )  # fmt: skip


def names(rows):
    return list(rows.order_by("pk").values_list("name", flat=True))


def test_the_last_edition_of_each_month_stays_and_all_of_the_last_days(editions):
    call_command("apply_retention")

    assert names(DataEdition.objects) == KEPT


def test_a_table_goes_with_the_last_edition_that_has_it(editions):
    call_command("apply_retention")

    assert names(DataTable.objects) == ["partagée", *KEPT]


def test_forgetting_again_forgets_nothing_more(editions, capsys):
    call_command("apply_retention", stdout=None)
    capsys.readouterr()

    call_command("apply_retention")

    assert "éditions" not in capsys.readouterr().out.lower()


def test_a_dry_run_counts_them_and_keeps_them(editions, capsys):
    call_command("apply_retention", "--dry-run")

    gone = len(PUBLISHED) - len(KEPT)
    assert f"Éditions des données ouvertes (à effacer) : {gone}." in capsys.readouterr().out
    assert len(names(DataEdition.objects)) == len(PUBLISHED)
