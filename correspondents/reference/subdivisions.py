"""Regions abroad, replaced as a whole from their two files when one of them changes."""

import csv
from collections import Counter

from django.db import models, transaction
from django.utils.text import slugify

from correspondents.models import Place, Subdivision, SubdivisionName

from .load import FOLDER
from .whole_files import WholeFile

ISO, USUAL = FOLDER / "subdivisions.csv", FOLDER / "usual_regions.csv"
BIGGEST = 5_000_000  # inhabitants: a region weighs no more than a great town


@transaction.atomic
def load_subdivisions(iso=ISO, usual=USUAL):
    """Load the regions and their names; return their number, 0 when both files were loaded before.

    A usual region over several countries is one of each.
    """
    files = [WholeFile("subdivisions", iso), WholeFile("usual_regions", usual)]
    if all(file.is_known for file in files):
        return 0
    SubdivisionName.objects.all().delete()
    Subdivision.objects.all().delete()
    rows = [*rows_of(iso), *usual_rows(usual)]
    sizes = sizes_of(rows)
    Subdivision.objects.bulk_create(
        Subdivision(
            **{name: row[name] for name in ("code", "kind", "name")},
            country_id=row["country"],
            size=sizes[row["country"], row["kind"]],
        )
        for row in rows
    )
    SubdivisionName.objects.bulk_create(
        SubdivisionName(subdivision_id=row["code"], name=name, is_main=rank == 0)
        for row in rows
        for rank, name in enumerate([row["name"], *filter(None, row["names"].split("|"))])
    )
    for file in files:
        file.note(len(rows))
    return len(rows)


def sizes_of(rows):
    """{(country, kind): about how many people live in such a division}: those of the towns of the
    country, shared among its divisions of that kind."""
    people = Place.objects.order_by().values_list("country").annotate(models.Sum("population"))
    people, numbers = dict(people), Counter((row["country"], row["kind"]) for row in rows)
    return {
        (country, kind): min(people.get(country, 0) // number, BIGGEST)
        for (country, kind), number in numbers.items()
    }


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def usual_rows(path):
    """The rows of the table of usual regions, one for each of their countries."""
    for row in rows_of(path):
        for country in row["countries"].split("|"):
            yield {**row, "code": f"{country}-{slugify(row['name'])}", "country": country}
