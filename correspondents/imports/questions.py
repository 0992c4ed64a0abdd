"""What only a person can decide: a question with its possible answers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """`key` is the same for all the rows that the answer settles; `choices` are (value, label)."""

    key: str
    text: str
    choices: list[tuple[str, str]]

    def to_json(self):
        choices = [{"value": value, "label": label} for value, label in self.choices]
        return {"key": self.key, "text": self.text, "choices": choices}


@dataclass
class Unplaced(Exception):
    """A column names no country or post, or several; `reason` ends a French sentence."""

    code: str
    reason: str
    question: Question | None = None
