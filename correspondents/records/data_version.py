"""Migrations by which writing a table makes another version of its group of tables (ADR 25)."""

from django.db.migrations import RunSQL

TRIGGER = """
CREATE OR REPLACE TRIGGER data_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
ON {table} FOR EACH STATEMENT EXECUTE FUNCTION correspondents_on_change({group});
"""
NO_TRIGGER = "DROP TRIGGER data_version ON {table};"


def triggers(*tables):
    """The operation of landed migrations, which knew no groups: they are named by later ones."""
    return RunSQL(_sql(TRIGGER, tables), _sql(NO_TRIGGER, tables))


def group_triggers(group, *tables):
    """The operation that puts these tables of the base into a group, and makes its next version."""
    note = f"SELECT correspondents_note_change('{group}');"
    return RunSQL(_sql(TRIGGER, tables, f"'{group}'") + note, _sql(TRIGGER, tables))


def _sql(statement, tables, group=""):
    return "".join(statement.format(table=table, group=group) for table in tables)
