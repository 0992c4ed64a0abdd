"""The delegation's tables of calls, dossiers and requests. They declare, they decide nothing."""

from . import applications, calls, requests

__all__ = ["applications", "calls", "requests"]
