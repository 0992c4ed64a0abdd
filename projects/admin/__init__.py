"""The delegation's tables of what calls lead to. They declare, they decide nothing."""

from . import applications, calls, committees, decisions, evaluations, grants, requests
