"""What the cells of a column hold, measured: it names a column whose heading says nothing, and
corrects one whose heading says something else."""

import re
from collections.abc import Callable, Iterable

ROWS = 200  # that are looked at
FEWEST = 2  # filled cells that say something of their column
SURE, UNLIKELY = 0.6, 0.2  # shares of the filled cells
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
Recognisers = dict[str, Callable[[str], bool]]


def shares(texts: list[str], recognisers: Recognisers) -> dict[str, float]:
    """{code: the share of the texts that it recognises}; {} when too few say anything."""
    texts = [text for text in texts if any(map(str.isalnum, text))]
    if len(texts) < FEWEST:
        return {}
    return {
        code: sum(bool(knows(text)) for text in texts) / len(texts)
        for code, knows in recognisers.items()
    }


def likeliest(measured: dict[str, float], taken: Iterable[str | None]) -> str | None:
    """The code that most texts of a column speak for, among those not taken; None if none is sure.

    Of two equals the first recogniser wins: the more exact ones come first.
    """
    free = {code: share for code, share in measured.items() if code not in set(taken)}
    best = max(free, key=lambda code: free[code], default=None)
    return best if best and free[best] >= SURE else None


def contradicts(code: str | None, measured: dict[str, float]) -> bool:
    """Whether the texts of a column are hardly ever what its heading says."""
    return code in measured and measured[code] < UNLIKELY


def mostly_links(texts: list[str]) -> bool:
    """Whether a column holds addresses of pages: whatever its heading says, they name nobody."""
    return bool(texts) and sum(bool(LINK.match(text)) for text in texts) / len(texts) >= SURE
