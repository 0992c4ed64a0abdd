"""A long list of invented people at the real posts, and the same list a year later.

For the benches and the drill:
`.venv/bin/python -m scripts.demonstration.big_list 20000 FILE [SEED]`.
The same seed gives the same people.
"""

import random
import sys
from datetime import date

from openpyxl import Workbook

from scripts.fixtures.files import REFERENCE, read

HEADINGS = [
    *("Code ISO", "Poste", "Rôle", "Rang", "Civilité", "Nom", "Prénom", "Fonction"),
    *("Courriel", "Téléphone", "En fonction depuis le", "Dernier jour en fonction", "Remarque"),
]
MAILBOX = "Boîte fonctionnelle"
ROLES = ("Correspondant", "Suppléant", "COCAC", "Service")
FUNCTIONS = ("Attachée de coopération", "Volontaire international", "Conseillère")
SYLLABLES = "ba be bi bo bu da de di do du fa fe fi fo fu la le li lo lu ma me mi mo mu".split()
FIRST_NAMES = "Anaïs Théo Inès Loïc Maëlle Zoé Jean-Noël Océane Gaëtan Chloé".split()


def rows(count, seed=1):
    """`count` rows of HEADINGS, each another person: posts have equally many people, ranked in each
    role; one person in six has left, one place in four is a service without a name."""
    drawn = random.Random(seed)
    posts = _posts()
    for number in range(count):
        country, post = posts[number % len(posts)]
        turn = number // len(posts)
        role, rank = ROLES[turn % len(ROLES)], 1 + turn // len(ROLES)
        yield [
            *(country, post, role, rank),
            *(["", "", ""] if role == "Service" else _person(number, drawn)),
            "Service de coopération" if role == "Service" else drawn.choice(FUNCTIONS),
            f"personne.{seed}.{number}@diplomatie.example",
            f"+33 1 {number // 10_000:02} {number // 100 % 100:02} {number % 100:02} 00",
            *_tenure(number, role, drawn),
            f"bureau {drawn.randint(1, 400)}",
        ]


def rows_a_year_later(count, seed=1):
    """The same list, whose headings end in MAILBOX: functions change, people follow others, a
    tenth of the rows is new, each post gives its mailbox once."""
    posts = len(_posts())
    for number, row in enumerate(rows(count + count // 10, seed)):
        cells = dict(zip(HEADINGS, row, strict=True))
        if number % 3 == 0:
            cells["Fonction"] = "Chargée de mission"
        if number % 5 == 0 and number < count and _is_in_office(cells):
            cells |= {
                "Nom": f"{cells['Nom']}-Suivant",
                "Prénom": "Garance",
                "Courriel": f"suivante.{seed}.{number}@diplomatie.example",
                "En fonction depuis le": None,
            }
        yield [*cells.values(), f"poste.{number}@diplomatie.example" if number < posts else None]


def _posts():
    return [(row["country"], row["name"]) for row in read(REFERENCE / "posts.csv")]


def _person(number, drawn):
    """[civility, last name, first name]"""
    name = _spoken(number).capitalize()
    return [drawn.choice(["Mme", "M."]), f"Fictif-{name}", drawn.choice(FIRST_NAMES)]


def _tenure(number, role, drawn):
    """[first day, last day]; one person in six has left."""
    since = date(drawn.randint(2020, 2024), drawn.randint(1, 12), 1)
    if role == "Service":
        return [None, None]
    return [since, date(since.year + 1, 8, 31) if number % 6 == 5 else None]


def _is_in_office(cells):
    return cells["Rôle"] != "Service" and not cells["Dernier jour en fonction"]


def _spoken(number):
    """A number as a word: two numbers are two words."""
    most = len(SYLLABLES)
    digits = [number // most**power % most for power in range(4)]
    return "".join(SYLLABLES[digit] for digit in digits)


def write(path, count, seed=1):
    """The list as a workbook at the path."""
    _save(path, [HEADINGS, *rows(count, seed)])


def write_a_year_later(path, count, seed=1):
    _save(path, [[*HEADINGS, MAILBOX], *rows_a_year_later(count, seed)])


def _save(path, lines):
    book = Workbook(write_only=True)
    page = book.create_sheet("Liste")
    for line in lines:
        page.append(line)
    book.save(path)


if __name__ == "__main__":
    write(sys.argv[2], int(sys.argv[1]), int(sys.argv[3]) if sys.argv[3:] else 1)
