"""The reference files: loaded once, brought up to date ever after, never over the staff's edits.

Each row is compared three ways: what the file says now, what it said when it was last loaded
(`ReferenceRow`), what the base holds. Only what the file changed, and nobody else, is written.
"""

from django.conf import settings
from django.db import transaction

from correspondents.models import ReferenceRow

from .tables import TABLES

FOLDER = settings.BASE_DIR / "fixtures" / "reference"


class ReferenceLoader:
    """Brings the base up to date with the files of a folder; `changes` counts rows written."""

    def __init__(self, folder=FOLDER, tables=TABLES):
        self.folder, self.tables = folder, tables
        self.loaded = {}
        self.changes = 0

    @transaction.atomic
    def load(self):
        for table in self.tables:
            self.load_table(table)
        return self.changes

    def load_table(self, table):
        loaded = {row.key: row for row in ReferenceRow.objects.filter(table=table.name)}
        keys = self.loaded[table.name] = {
            key: table.model._meta.pk.to_python(row.object_pk) for key, row in loaded.items()
        }
        rows = table.rows(self.folder)
        changed = {
            key: row for key, row in rows.items() if key in loaded and loaded[key].values != row
        }
        self.update(table, changed, loaded)
        new = [(key, row) for key, row in rows.items() if key not in keys]
        while new:  # those that depend on others of the table come after them
            ready = [(key, row) for key, row in new if table.is_ready(row, keys)]
            if not ready:
                raise ValueError(f"{table.name} : {new[0][0]} dépend d’une ligne qui manque.")
            self.create(table, ready)
            new = [item for item in new if item[0] not in keys]

    def update(self, table, changed, rows):
        """Write the cells that the file changed, save those that staff changed too."""
        objects = table.model._default_manager.in_bulk(
            [self.loaded[table.name][k] for k in changed]
        )
        for key, row in changed.items():
            reference = rows[key]
            if target := objects.get(self.loaded[table.name][key]):
                then = table.attributes(reference.values, self.loaded)
                now = table.attributes(row, self.loaded)
                for attribute, value in now.items():
                    if getattr(target, attribute) == then.get(attribute, value):
                        setattr(target, attribute, value)
                target.save()
                self.changes += 1
            reference.values = row
            reference.save()

    def create(self, table, items):
        """Insert the rows that no earlier load knew, unless the staff made the same by hand."""
        if not items:
            return
        wanted = {key: table.model(**table.attributes(row, self.loaded)) for key, row in items}
        by_hand = self.made_by_hand(table, wanted)
        fresh = {key: target for key, target in wanted.items() if key not in by_hand}
        table.model._default_manager.bulk_create(fresh.values())
        self.changes += len(fresh)
        self.loaded[table.name].update({key: made.pk for key, made in (fresh | by_hand).items()})
        ReferenceRow.objects.bulk_create(
            ReferenceRow(
                table=table.name, key=key, object_pk=self.loaded[table.name][key], values=row
            )
            for key, row in items
        )

    def made_by_hand(self, table, wanted):
        """The objects of the base that already have the key of a new row, by key."""
        attributes = [table.columns[column][0] for column in table.key]

        def identity(target):
            return tuple(getattr(target, attribute) for attribute in attributes)

        existing = {identity(target): target for target in table.model._default_manager.all()}
        return {
            key: existing[identity(target)]
            for key, target in wanted.items()
            if identity(target) in existing
        }
