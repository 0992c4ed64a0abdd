"""The options of an import: empty cells, and a file that is not the whole list."""

from dataclasses import asdict, dataclass, fields
from typing import Self

from django.forms import Field


@dataclass(frozen=True)
class ListOptions:
    """The options of every kind of list; each may add its own, with defaults, none of them a list.

    `clear` names the columns (codes) whose empty cells erase the value of the base; `partial`
    marks a file that is not the whole list: nothing is absent from it.
    """

    clear: tuple[str, ...] = ()
    partial: bool = False

    @classmethod
    def from_json(cls, data: dict) -> Self:
        values: dict = {n: tuple(v) if isinstance(v, list) else v for n, v in data.items()}
        return cls(**{each.name: values[each.name] for each in fields(cls) if each.name in data})

    def to_json(self) -> dict:
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items()}

    @staticmethod
    def form_fields(partial: bool = False) -> dict[str, Field]:
        """{name: form field} of the options; `partial` for an import of a few rows."""
        return {}
