"""The delegation's tables of what calls lead to. They declare, they decide nothing."""

from . import applications, calls, committees, evaluations, grants, letters, requests

__all__ = [
    "applications",
    "calls",
    "committees",
    "evaluations",
    "grants",
    "letters",
    "requests",
]
