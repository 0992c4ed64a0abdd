"""Towns abroad, replaced as a whole from their file when it changes."""

import csv
import gzip

from django.db import connection, transaction

from correspondents.models import Place, PlaceName

from .load import FOLDER
from .whole_files import WholeFile

FILE = FOLDER / "places.csv.gz"
COLUMNS = ["geonames_id", "name", "country_id", "population", "latitude", "longitude", "is_capital"]


@transaction.atomic
def load_places(path=FILE):
    """Load the towns and their names; return their number, 0 when the file was loaded before."""
    file = WholeFile("places", path)
    if file.is_known:
        return 0
    PlaceName.objects.all().delete()
    Place.objects.all().delete()
    count = _copy(path)
    file.note(count)
    return count


def _copy(path):
    """COPY both tables; the database stores the normal form of the 150,000 names itself."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {Place._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(
                    [row["country"] if name == "country_id" else row[name] for name in COLUMNS]
                )
        names = f"COPY {PlaceName._meta.db_table} (place_id, name, is_main) FROM STDIN"
        with cursor.copy(names) as copy:
            for row in rows:
                for rank, name in enumerate([row["name"], *filter(None, row["names"].split("|"))]):
                    copy.write_row([row["geonames_id"], name, rank == 0])
    return len(rows)
