"""The delegation's tables of calls and their dossiers. They declare, they decide nothing."""

# ruff: noqa: F401  importing a module registers its tables
from . import applications, calls, committees, decisions, evaluations, grants, requests
