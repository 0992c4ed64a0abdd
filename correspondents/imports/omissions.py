"""« Importer sans cette cellule »: a person leaves out a cell that refuses its row."""

from collections.abc import Mapping

from correspondents.spreadsheets.cells import Cell

from .questions import Question
from .sheet import Record

OMISSION = "omit:"  # the beginning of the keys of these questions
WITHOUT, WITH = "without", "with"
LEFT_OUT = "est laissé de côté, comme vous l’avez choisi"


def omission(record: Record, cell: Cell) -> Question:
    """The question whether a row comes in without a cell: a button each way on screen."""
    return Question(
        f"{OMISSION}{record.sheet}!{cell.address}",
        f"{cell.address} : importer la ligne sans cette cellule ?",
        [
            (WITHOUT, f"Importer sans cette cellule ({cell.address})"),
            (WITH, f"Reprendre cette cellule ({cell.address})"),
        ],
    )


def omitted_cells(record: Record, codes: frozenset[str], choices: Mapping[str, str]) -> list[str]:
    """The codes of the cells that a person leaves out of a row, among those that it may miss."""
    if not any(key.startswith(OMISSION) for key in choices):
        return []
    cells = {code: cell for code, cell in record.cells.items() if code in codes}
    return [c for c, cell in cells.items() if choices.get(omission(record, cell).key) == WITHOUT]


def buttons(questions: list[dict], choices: Mapping[str, str]) -> list[dict]:
    """The button of each question of a row in a report: the choice that is not made yet."""
    rows = []
    for question in questions:
        if question["key"].startswith(OMISSION):
            without, back = question["choices"]
            is_out = choices.get(question["key"]) == WITHOUT
            rows.append({"key": question["key"], **(back if is_out else without)})
    return rows
