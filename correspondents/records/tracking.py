"""History written by the database: every insert, update and delete, bulk ones included."""

import pghistory


def tracked(**options):
    """Class decorator: record every change of a model's rows by triggers.

    `exclude` leaves columns out (stored normalised text, secrets).
    """
    return pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), **options
    )
