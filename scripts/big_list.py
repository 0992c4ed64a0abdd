"""A long list of invented people at the real posts, for what is measured and for the drill.

`.venv/bin/python -m scripts.big_list 20000 FILE [SEED]`; the same seed gives the same people.
"""

import csv
import random
import sys
from pathlib import Path

from openpyxl import Workbook

POSTS = Path(__file__).resolve().parents[1] / "fixtures" / "reference" / "posts.csv"
HEADINGS = [
    *("Code ISO", "Poste", "Rôle", "Rang", "Civilité", "Nom", "Prénom", "Fonction"),
    *("Courriel", "Téléphone", "Source", "Remarque"),
]
ROLES = ("Correspondant", "Suppléant", "COCAC")
SYLLABLES = "ba be bi bo bu da de di do du fa fe fi fo fu la le li lo lu ma me mi mo mu".split()
FIRST_NAMES = "Anaïs Théo Inès Loïc Maëlle Zoé Jean-Noël Océane Gaëtan Chloé".split()


def rows(count, seed=1):
    """`count` rows of HEADINGS: each post has as many people, ranked in each role."""
    drawn = random.Random(seed)
    with POSTS.open(encoding="utf-8", newline="") as file:
        posts = [(row["country"], row["name"]) for row in csv.DictReader(file)]
    for number in range(count):
        country, post = posts[number % len(posts)]
        turn = number // len(posts)
        name = _spoken(number).capitalize()
        yield [
            *(country, post, ROLES[turn % len(ROLES)], 1 + turn // len(ROLES)),
            *(drawn.choice(["Mme", "M."]), f"Fictif-{name}", drawn.choice(FIRST_NAMES)),
            drawn.choice(["Attachée de coopération", "Volontaire international", "Conseillère"]),
            f"personne.{seed}.{number}@diplomatie.example",
            f"+33 1 {number // 10_000:02} {number // 100 % 100:02} {number % 100:02} 00",
            *("Liste inventée", f"bureau {drawn.randint(1, 400)}"),
        ]


def _spoken(number):
    """A number as a word: two numbers are two words."""
    most = len(SYLLABLES)
    digits = [number // most**power % most for power in range(4)]
    return "".join(SYLLABLES[digit] for digit in digits)


def write(path, count, seed=1):
    """The rows as a workbook at the path."""
    book = Workbook(write_only=True)
    page = book.create_sheet("Liste")
    page.append(HEADINGS)
    for row in rows(count, seed):
        page.append(row)
    book.save(path)


if __name__ == "__main__":
    write(sys.argv[2], int(sys.argv[1]), int(sys.argv[3]) if sys.argv[3:] else 1)
