"""Migrations that watch tables: writing them makes another version of the data (ADR 17)."""

from django.db.migrations import RunSQL

WATCH = """
CREATE TRIGGER data_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
ON {0} FOR EACH STATEMENT EXECUTE FUNCTION correspondents_on_change();
"""
UNWATCH = "DROP TRIGGER data_version ON {0};"


def watched(*tables):
    """The operation that watches these tables of the base."""
    return RunSQL(
        "".join(WATCH.format(table) for table in tables),
        "".join(UNWATCH.format(table) for table in tables),
    )
