"""Calls and their rules as data; the dossiers that answer them, their budgets and versions."""

from .applications import Application
from .budgets import BudgetLine
from .callparts import CallCountry, Ceiling, Criterion, Envelope, ExchangeRate, RequiredPiece
from .calls import Call
from .pieces import Piece, PieceContent
from .versions import ApplicationVersion
from .windows import Postponement, Window

__all__ = [
    "Application",
    "ApplicationVersion",
    "BudgetLine",
    "Call",
    "CallCountry",
    "Ceiling",
    "Criterion",
    "Envelope",
    "ExchangeRate",
    "Piece",
    "PieceContent",
    "Postponement",
    "RequiredPiece",
    "Window",
]
