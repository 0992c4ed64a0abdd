"""Calls and their rules as data; dossiers, opinions; committees, decisions; grants, evaluations."""

from .applications import Application
from .budgets import BudgetLine
from .callparts import CallCountry, Ceiling, Criterion, Envelope, ExchangeRate, RequiredPiece
from .calls import Call
from .committeefiles import CommitteeFile
from .committees import Committee, CommitteeMember, Recusal
from .decisions import Decision
from .derogations import Derogation
from .evaluations import Evaluation, EvaluationMark, EvaluationPhoto, EvaluationPhotoContent
from .grants import Grant, GrantYear
from .instalments import Instalment
from .letters import LetterTemplate, Notification
from .opinions import CriterionMark, Opinion
from .pieces import Piece, PieceContent
from .reports import Report, ReportFile, ReportFileContent, ReportReminder
from .requests import OpinionBatch, OpinionReminder, OpinionRequest, OpinionState
from .versions import ApplicationVersion
from .windows import Postponement, Window
