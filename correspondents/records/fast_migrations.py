"""A migration whose tables are made at once.

Django renders every model again after each operation: with a hundred operations, making a base
takes minutes. Here the state moves first, for all of them, then the base follows it.
"""

from itertools import groupby

from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from pgtrigger.migrations import AddTrigger

# What a table that is made whole already has.
IN_THE_TABLE = (AddConstraint, AddField, AddIndex)
ADDITIONS = (CreateModel, *IN_THE_TABLE, AddTrigger)


def at_once(operations):
    """The operations of a migration, those that only add and follow each other made at once."""
    grouped = []
    for adds, run in groupby(operations, lambda operation: isinstance(operation, ADDITIONS)):
        run = list(run)
        grouped += [AtOnce(run)] if adds and len(run) > 1 else run
    return grouped


class AtOnce(Operation):
    """The operations of a migration, as `makemigrations` wrote them, in their order.

    A model that they create is created as they leave it: its columns, constraints and indexes need
    no operation of their own. What they do to other models is done one by one.
    """

    reduces_to_sql = True
    atomic = True

    def __init__(self, operations):
        self.operations = operations

    def deconstruct(self):
        return (type(self).__name__, [self.operations], {})

    @property
    def created(self):
        """The models made here, in lower case."""
        made = (operation for operation in self.operations if isinstance(operation, CreateModel))
        return {operation.name_lower for operation in made}

    def state_forwards(self, app_label, state):
        state.clear_delayed_apps_cache()
        state.__dict__.pop("apps", None)  # rendered again once, when the base follows
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        created = self.created
        for operation in self.operations:
            if not (isinstance(operation, IN_THE_TABLE) and operation.model_name_lower in created):
                operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        created = self.created
        for operation in reversed(self.operations):
            if isinstance(operation, CreateModel) or operation.model_name.lower() not in created:
                operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return "; ".join(operation.describe() for operation in self.operations)
