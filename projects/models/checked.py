"""Write a row after its constraints are checked."""

from copy import copy


def with_values(row, values):
    for name, value in values.items():
        setattr(row, name, value)
    return row


def write_checked(row, **values):
    """Write these fields. Raises ValidationError for a broken constraint; the row is unchanged."""
    with_values(copy(row), values).validate_constraints()
    with_values(row, values).save(update_fields=list(values))
