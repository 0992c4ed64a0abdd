"""The delegation's tables of calls and their dossiers. They declare, they decide nothing."""

from . import applications, calls, committees, decisions, evaluations, grants, requests
