"""The delegation's tables of the calls and of the dossiers. They declare, they decide nothing."""

from . import applications, calls

__all__ = ["applications", "calls"]
