"""What the factories of every room share."""

import os

import factory
from dateutil.relativedelta import relativedelta
from django.utils import timezone


def lazy_day(**parts):
    """A day from the one when the test runs, for the parameters of a test: pytest reads these
    long before, and midnight may pass in between. `parts` are relativedelta's."""
    return factory.LazyFunction(lambda: timezone.localdate() + relativedelta(**parts))


def lazy_moment(**parts):
    """What `lazy_day` is, for a moment."""
    return factory.LazyFunction(lambda: timezone.now() + relativedelta(**parts))


class InventedFactory(factory.django.DjangoModelFactory):
    """Numbers that no other process gives: scripts of the browser's tests share one base."""

    class Meta:
        abstract = True

    @classmethod
    def _setup_next_sequence(cls):
        return os.getpid() * 1000
