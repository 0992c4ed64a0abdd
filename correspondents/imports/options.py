"""What an import does of empty cells, and of a file that is not the whole list."""

from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True)
class ListOptions:
    """Those of every kind of list; each may add its own, with defaults, none of them a list.

    `clear` names the columns (codes) whose empty cells erase what the base holds; `partial` says
    that the file is not the whole list, so that nothing is absent from it.
    """

    clear: tuple = ()
    partial: bool = False

    @classmethod
    def from_json(cls, data):
        known = {each.name: data[each.name] for each in fields(cls) if each.name in data}
        return cls(**{n: tuple(v) if isinstance(v, list) else v for n, v in known.items()})

    def to_json(self):
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items()}

    @staticmethod
    def form_fields(partial=False):
        """{name: form field} of what a person is asked; `partial`, of a few rows of the list."""
        return {}
