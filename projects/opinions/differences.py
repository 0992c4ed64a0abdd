"""Two texts side by side: what one has and the other has not."""

import re
from difflib import SequenceMatcher

WORD = re.compile(r"\S+\s*|\s+")


def compared(mine, theirs):
    """(parts of mine, parts of theirs), each [(text, whether the other has not got it)]."""
    a, b = WORD.findall(mine), WORD.findall(theirs)
    left, right = [], []
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        left.append(("".join(a[a0:a1]), tag != "equal"))
        right.append(("".join(b[b0:b1]), tag != "equal"))
    return [row for row in left if row[0]], [row for row in right if row[0]]
