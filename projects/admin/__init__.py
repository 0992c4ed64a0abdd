"""The delegation's tables of calls, dossiers and evaluations. They declare, they decide nothing."""

from . import applications, calls, evaluations

__all__ = ["applications", "calls", "evaluations"]
