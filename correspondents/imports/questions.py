"""The questions that only a person can answer, with their possible answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from correspondents.spreadsheets.characters import bare

WRITTEN = "other:"  # the beginning of an answer that no choice offers
ASIDE = "aside"  # the answer of a person who chooses none
LONGEST = 200
UNKNOWN = "« {} » n’est pas connu : écrivez un autre nom, ou un code."


@dataclass(frozen=True)
class Question:
    """`key` is the same for all the rows that the answer settles; `choices` are (value, label).

    `other`, if it is there, is the label of a field where a person may write another answer.
    """

    key: str
    text: str
    choices: list[tuple[str, str]]
    other: str = ""

    def to_json(self) -> dict:
        choices = [{"value": value, "label": label} for value, label in self.choices]
        document = {"key": self.key, "text": self.text, "choices": choices}
        return {**document, "other": self.other} if self.other else document


def leaving_aside(question: Question) -> Question:
    """The same question, with one more choice: none of these."""
    aside = (ASIDE, "Aucun de ces choix : laisser de côté")
    return replace(question, choices=[*question.choices, aside])


@dataclass
class Unplaced(Exception):
    """A column names no country or post, or several; `reason` ends a French sentence."""

    code: str
    reason: str
    question: Question | None = None


def written(answer: str | None) -> str:
    """The answer that a person wrote, "" for one of the choices or no answer."""
    answer = answer or ""
    return answer.removeprefix(WRITTEN) if answer.startswith(WRITTEN) else ""


def answer_of(question: dict, posted: Mapping[str, str], before: str | None) -> str | None:
    """The posted answer to a question (as `to_json` gives it), None without one.

    The page shows the answer `before` again: of a choice and a text, the new one counts.
    """
    key = question["key"]
    text = " ".join(bare(posted.get(f"other:{key}", "")).split())[:LONGEST]
    text = text if question.get("other") else ""
    choice = posted.get(f"choice:{key}")
    if choice not in [each["value"] for each in question["choices"]]:
        choice = None
    if text and (choice is None or text != written(before)):
        return WRITTEN + text
    return choice
