"""Reference files that fill their table as a whole, read again only when their bytes change."""

import hashlib

from django.db import connection

from correspondents.models import ReferenceRow


class WholeFile:
    """A file that fills its table as a whole: known by its print once it is loaded."""

    def __init__(self, table, path):
        self.content = path.read_bytes()
        self.print = hashlib.sha256(self.content).hexdigest()
        self.loaded, _ = ReferenceRow.objects.get_or_create(
            table=table, key=path.name, defaults={"object_pk": "", "values": {}}
        )

    @property
    def is_known(self):
        """Whether these very bytes were loaded last."""
        return self.loaded.values.get("sha256") == self.print

    def note(self, rows):
        """Keep that it is loaded, and how many rows that wrote."""
        self.loaded.values = {"sha256": self.print, "rows": rows}
        self.loaded.save()


def analyse(*tables):
    """Tell the planner about models: a bulk load leaves it blind (36 ms instead of 1.6)."""
    names = ", ".join(model._meta.db_table for model in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {names}")
