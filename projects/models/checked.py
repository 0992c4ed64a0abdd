"""An act of one row: what it writes is held against the row's constraints before it is written."""

from copy import copy


def with_values(row, values):
    for name, value in values.items():
        setattr(row, name, value)
    return row


def write_checked(row, **values):
    """Write these fields. Raises ValidationError, the row being as it was, for what they break."""
    with_values(copy(row), values).validate_constraints()
    with_values(row, values).save(update_fields=list(values))
