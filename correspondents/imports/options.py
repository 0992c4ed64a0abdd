"""What an import does of empty cells, and of a file that is not the whole list."""

from dataclasses import asdict, dataclass, fields
from typing import Self

from django.forms import Field


@dataclass(frozen=True)
class ListOptions:
    """Those of every kind of list; each may add its own, with defaults, none of them a list.

    `clear` names the columns (codes) whose empty cells erase what the base holds; `partial` says
    that the file is not the whole list, so that nothing is absent from it.
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
        """{name: form field} of what a person is asked; `partial`, of a few rows of the list."""
        return {}
