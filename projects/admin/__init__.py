"""The delegation's tables: calls, dossiers, committees. They declare, they decide nothing."""

from . import applications, calls, committees, letters

__all__ = ["applications", "calls", "committees", "letters"]
