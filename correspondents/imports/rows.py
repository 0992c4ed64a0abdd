"""The outcome of a row of a sheet of any list: its pile, its reasons, its questions."""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from correspondents.spreadsheets.characters import readable

from .questions import Question
from .sheet import Record
from .vocabulary import plain

# The piles that every kind of list has; the other ones are its own.
AMBIGUOUS, REJECTED, IGNORED = "ambiguous", "rejected", "ignored"
REFUSED = (AMBIGUOUS, REJECTED)
ISO_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)
UNREADABLE = "elle ne peut pas être lue. Signalez-la à qui tient le site ; les autres le sont."

logger = logging.getLogger(__name__)


class Unclear(Exception):
    """A row that a person must decide; its text is a French sentence."""

    def __init__(self, sentence: str, question: Question | None = None) -> None:
        super().__init__(sentence)
        self.question = question


def unreadable(record: Record) -> str:
    """Log the exception under way, and say that this row alone cannot be read."""
    logger.exception("A row cannot be read: %s, %s", record.sheet, record.row)
    return f"Ligne {record.row} : {UNREADABLE}"


@dataclass(eq=False)
class PlanRow:
    """A row of a plan: its pile, with the reasons as French sentences.

    `conflicts` holds, by column, the values of the base and of the file, when the base is the
    newer of the two.
    """

    record: Record
    outcome: str | None = None
    messages: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    conflicts: dict[str, Sequence] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return self.record.row

    @property
    def key(self) -> str:
        """The name of the row in the answers of a person."""
        return f"{self.record.sheet}!{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether nothing has been decided yet."""
        return self.outcome is None

    @property
    def is_accepted(self) -> bool:
        return self.outcome not in (*REFUSED, IGNORED)

    def say(self, sentence: str) -> None:
        self.messages.append(f"Ligne {self.number} : {sentence}")

    def close(self, outcome: str, *messages: str, question: Question | None = None) -> None:
        """Decide that the row writes nothing, and give the reasons."""
        self.outcome = outcome
        self.messages = list(messages)
        self.questions = [question] if question else []

    def reject(self, *messages: str) -> None:
        self.close(REJECTED, *messages)

    def ignore(self, sentence: str) -> None:
        self.close(IGNORED, f"Ligne {self.number} : {sentence}")

    def ask(self, doubt: Unclear) -> None:
        """Leave the row to a person."""
        self.close(AMBIGUOUS, f"Ligne {self.number} : {doubt}", question=doubt.question)

    def leave_aside(self, question: Question, subject: str = "") -> None:
        """Do as a person chose; the question stays, for the answer may change."""
        sentence = f"Ligne {self.number} : {subject}laissée de côté, comme vous l’avez choisi."
        self.close(IGNORED, sentence, question=question)

    def placed(self, message: str) -> str:
        """A message with the name of the sheet, when the file has several lists."""
        if not self.record.listing.has_sisters:
            return message
        words = message.replace("Ligne", "ligne", 1) if message.startswith("Ligne") else message
        return f"Feuille « {self.record.sheet} », {words}"

    def document(self, names: dict, changes: Mapping[str, Sequence], others: dict) -> dict:
        """The row in a report.

        `names` holds the things that the row names, by key of the document; `changes` and
        `others`, by column, are [old, new] and the texts that no field takes.
        """
        document = {
            "sheet": self.record.sheet,
            "row": self.number,
            "outcome": str(self.outcome),
            **names,
            "changes": pairs(changes),
            "messages": [self.placed(each) for each in dict.fromkeys(self.messages)],
            "other": others,
        }
        if self.record.is_hidden:
            document["hidden"] = True
        if self.conflicts:
            document["conflicts"] = pairs(self.conflicts)
        if self.questions:
            document["questions"] = [question.to_json() for question in self.questions]
        return document


def pairs(changes: Mapping[str, Sequence]) -> dict[str, list]:
    """{column: [old, new]} as JSON has them."""
    return {name: [_plain(old), _plain(new)] for name, (old, new) in changes.items()}


def shown(value: object) -> str:
    """A value of the base or of a report as a French reader sees it: a date is JJ/MM/AAAA."""
    if isinstance(value, dict):
        return " ; ".join(f"{heading} : {text}" for heading, text in value.items())
    text = str(readable(_plain(value)))
    date = ISO_DATE.fullmatch(text)
    return "/".join(filter(None, reversed(date.groups()))) if date else text


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


def is_repeated_header(record: Record) -> bool:
    """Whether a row repeats the headings, as long lists do on each page."""
    texts, vocabulary = record.listing.texts, record.listing.vocabulary
    return len(record.cells) > 1 and all(
        plain(cell.text) == plain(texts[code]) or vocabulary.code_of(cell.text) == code
        for code, cell in record.cells.items()
    )
