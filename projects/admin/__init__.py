"""The delegation's tables of what calls lead to. They declare, they decide nothing."""

# ruff: noqa: F401  importing a module registers its tables
from . import applications, calls, committees, decisions, evaluations, grants, requests
