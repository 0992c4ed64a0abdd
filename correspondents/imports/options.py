"""What an import does of empty cells, of people absent from the file and of personal fields."""

from dataclasses import asdict, dataclass

ABSENT = {
    "keep": "gardés tels quels",
    "confirm": "gardés, et marqués « à confirmer »",
    "end": "fonction terminée",
}
PUBLISHABLE = {"email": "courriel", "phone": "téléphone"}


@dataclass(frozen=True)
class Options:
    """`absent` is a key of ABSENT; `publish` names fields of new people that become public;
    `clear` the columns (codes) whose empty cells erase what the base holds; `partial` says that
    the file is not the whole list, so that nobody is absent from it."""

    absent: str = "keep"
    publish: tuple = ()
    clear: tuple = ()
    partial: bool = False

    @classmethod
    def from_json(cls, data):
        return cls(
            absent=data.get("absent", "keep"),
            publish=tuple(data.get("publish", ())),
            clear=tuple(data.get("clear", ())),
            partial=bool(data.get("partial", False)),
        )

    def to_json(self):
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items()}
