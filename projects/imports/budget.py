"""The budget of a row: a line a funder, of one year, in one currency."""

from dataclasses import dataclass

from atlas.imports.authorities import Unknown
from projects.models import BudgetLine
from projects.models.money import amount_in_words

from .amounts import Amount

Funder = BudgetLine.Funder
# {column: (funder, whether it is in kind)}
COLUMNS = {
    "lead_money": (Funder.LEAD, False),
    "lead_in_kind": (Funder.LEAD, True),
    "french_money": (Funder.FRENCH, False),
    "foreign_money": (Funder.FOREIGN, False),
    "public_money": (Funder.PUBLIC, False),
    "private_money": (Funder.PRIVATE, False),
}
ALL_AMOUNTS = ("requested", "monitoring", "lead_in_kind_within", *COLUMNS)
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass
class PlannedLine:
    """A budget line of the base, or a new one, and the amount that the row gives it."""

    line: BudgetLine
    amount: Amount

    @property
    def label(self):
        kind = ", valorisation" if self.line.is_in_kind else ""
        return f"Budget {self.line.year}, {self.line.get_funder_display()}{kind}"

    @property
    def before(self):
        return amount_in_words(self.line.amount, self.line.currency) if self.line.pk else ""

    def __str__(self):
        return amount_in_words(self.amount.value, self.amount.currency)

    def save(self, application):
        self.line.application = application
        self.line.amount, self.line.currency = self.amount.value, self.amount.currency
        self.line.save()


def planned_lines(row):
    """[PlannedLine] that the row adds or changes; what it does not tell stays. Raises Unknown.

    What is asked for is a line too as soon as there is another one: alone, it would be the whole
    budget.
    """
    base = list(row.application.budget_lines.all()) if row.application else []
    planned = []
    for (code, year, _), amount in brought(row, base).items():
        funder, in_kind = COLUMNS.get(code, (Funder.REQUESTED, False))
        same = [line for line in base if (line.funder, line.is_in_kind) == (funder, in_kind)]
        if year:
            same = [line for line in same if line.year == year]
        if not same:
            new = BudgetLine(funder=funder, is_in_kind=in_kind, year=year or year_of(row))
            planned.append(PlannedLine(new, amount))
        elif total(same) != {amount.currency: amount.value}:
            planned += changed(row, code, same, amount)
    return planned


def brought(row, base):
    """{(column, year that is written or None, currency): Amount} of the rows of a dossier."""
    amounts, requested = {}, {}
    for part in row.parts:
        if part is not row:
            part.planned = {"currency": row.usual_currency}
        year = part.optional("year", written_year)
        each = row.read_part(part, row_amounts)
        amount = part.amount("requested")
        keep(amounts, year, each)
        keep(requested, year, {"requested": amount} if amount else {}, row.usual_currency)
    years = {year for _, year, _ in requested}
    return amounts | requested if amounts or base or len(years) > 1 else amounts


def keep(sums, year, amounts, usual=""):
    """Add amounts to the sums of `brought`."""
    for code, amount in amounts.items():
        key = code, year, amount.currency or usual
        before = sums[key].value if key in sums else 0
        sums[key] = Amount(before + amount.value, key[-1])


def changed(row, code, same, amount):
    """The only line of a funder takes the amount; several are left to a person."""
    if len(same) == 1:
        return [PlannedLine(same[0], amount)]
    old = " + ".join(amount_in_words(value, each) for each, value in total(same).items())
    row.conflicts[code] = [old, amount_in_words(amount.value, amount.currency)]
    row.say(
        f"« {row.labels[code]} » tient en {len(same)} lignes du budget : elles se changent à la "
        "main."
    )
    return []


def total(lines):
    """{currency: sum} of budget lines."""
    sums = {}
    for line in lines:
        sums[line.currency] = sums.get(line.currency, 0) + line.amount
    return sums


def row_amounts(row):
    """{column: Amount} of what the row brings; zero brings nothing. Raises Unknown."""
    usual = row.usual_currency
    amounts = {code: row.amount(code) for code in (*COLUMNS, "lead_in_kind_within")}
    within = amounts.pop("lead_in_kind_within")
    amounts = {code: each for code, each in amounts.items() if each}
    amounts = {code: Amount(each.value, each.currency or usual) for code, each in amounts.items()}
    if within:
        within = Amount(within.value, within.currency or usual)
        amounts |= {"lead_in_kind": within}
        if money := amounts.get("lead_money"):
            if within.value > money.value or within.currency != money.currency:
                raise Unknown("lead_in_kind_within", "dépasse la part dont elle fait partie")
            amounts["lead_money"] = Amount(money.value - within.value, money.currency)
    return {code: each for code, each in amounts.items() if each.value}


def written_year(code, text):
    """The year of a text, None of an empty one. Raises Unknown."""
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise Unknown(code, f"n’est pas une année entre {FIRST_YEAR} et {LAST_YEAR}")
    return int(text)


def year_of(row):
    """That of the row, else of the start of the project, else of the filing. Raises Unknown."""
    if year := written_year("year", row.texts["year"]):
        return year
    for name in ("starts_on", "filed_on"):
        day = row.planned.get(name) or getattr(row.application, name, None)
        if day and FIRST_YEAR <= day.year <= LAST_YEAR:
            return day.year
    raise Unknown("year", "n’est pas dite : donnez-la, ou le début du projet, ou la date de dépôt")
