"""What is expected of the people of a post, and of the delegation, today."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Task:
    """Something to do, and the address where it is done.

    With an `action` (the label of a button) a POST to `url` does it at once; without, `url` is a
    page. `kind` groups tasks on screen.
    """

    kind: str
    title: str
    url: str
    why: str = ""
    due_on: date | None = None
    action: str = ""
