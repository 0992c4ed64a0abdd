"""Calls: their rules as data, their windows, the countries that they are open to."""

from .callparts import CallCountry, Ceiling, Criterion, Envelope, RequiredPiece
from .calls import Call
from .windows import Postponement, Window

__all__ = [
    "Call",
    "CallCountry",
    "Ceiling",
    "Criterion",
    "Envelope",
    "Postponement",
    "RequiredPiece",
    "Window",
]
