"""Answers that tell nothing: the same work whether an account exists or not."""

from contextlib import contextmanager

from django.db import transaction


@contextmanager
def kept_if(is_known):
    """Do the block's writes for everybody, and keep them only if `is_known`.

    Both cases send the database as many statements, and end by the same COMMIT: an inner
    transaction undone leaves the outer one something to flush.
    """
    with transaction.atomic():
        mark = transaction.savepoint()
        yield
        if is_known:
            transaction.savepoint_commit(mark)
        else:
            transaction.savepoint_rollback(mark)
