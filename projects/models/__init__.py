"""Calls and their rules as data; dossiers, their budgets and versions; opinions."""

from .applications import Application
from .asking import OpinionBatch, OpinionReminder, OpinionRequest
from .budgets import BudgetLine
from .callparts import CallCountry, Ceiling, Criterion, Envelope, ExchangeRate, RequiredPiece
from .calls import Call
from .opinions import CriterionMark, Opinion
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
    "CriterionMark",
    "Envelope",
    "ExchangeRate",
    "Opinion",
    "OpinionBatch",
    "OpinionReminder",
    "OpinionRequest",
    "Piece",
    "PieceContent",
    "Postponement",
    "RequiredPiece",
    "Window",
]
