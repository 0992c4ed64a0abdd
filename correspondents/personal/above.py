"""What the rooms above keep of people: named by a setting, for this room knows none of them."""

from importlib import import_module

from django.conf import settings


def rooms_above():
    """The modules that have `traces(person)`, `forget(person)` and `steps()`."""
    return [import_module(name) for name in settings.PERSONAL_DATA]
