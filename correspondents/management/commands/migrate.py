"""Django's `migrate`, which makes the tables of each migration at once: see ADR 22."""

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor

from correspondents.records.fast_migrations import at_once


class Executor(MigrationExecutor):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for migration in self.loader.graph.nodes.values():
            migration.operations = at_once(migration.operations)


migrate.MigrationExecutor = Executor


class Command(migrate.Command):
    pass
