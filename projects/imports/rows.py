"""A row of a list of dossiers: what it says, what comes of it, and why."""

from dataclasses import dataclass, field

from atlas.imports import rows
from atlas.imports.rows import RowOutcome
from correspondents.imports.sheet import heading_of
from projects.models import Application
from projects.models.money import amount_in_words

from .amounts import amount_of, currency_of_heading, says_no_amount

MANY = ("other_authorities", "other_partners", "countries", "themes")
AMOUNTS = ("requested", "monitoring")


@dataclass(eq=False)
class ApplicationRow(rows.PartnershipRow):
    """A row of the plan; `planned` holds the fields of the dossier that the row changes.

    `currency` is the one that the row says, "" when it says none. `links` are the
    {relation: [(what the base has), (what is added)]}, `lines` the `budget.PlannedLine`s.
    """

    application: Application | None = None
    currency: str = ""
    territory: object = None
    many: dict = field(default_factory=dict)
    links: dict = field(default_factory=dict)
    lines: list = field(default_factory=list)

    where_aside = "gardé dans les notes"

    @property
    def usual_currency(self):
        """That of the row, else of the dossier of the base, else the euro."""
        return self.planned.get("currency", getattr(self.application, "currency", "EUR"))

    def amount(self, code):
        """The Amount of a cell, None when it says none. Raises Unknown."""
        cell = self.record.cells.get(code)
        if cell is None or code in self.asides:
            return None
        if says_no_amount(cell.text):
            return self.put_aside(code, "ne dit pas de montant")
        usual = currency_of_heading(code, heading_of(self.record, code), self.currency)
        amount = amount_of(code, cell, usual)
        if amount.is_rounded:
            self.note(code, "est arrondi au centime")
        return amount

    def other_texts(self):
        """{heading: text} of what no field takes, a line a heading."""
        texts = super().other_texts()
        return {heading: " / ".join(text.splitlines()) for heading, text in texts.items()}

    @property
    def writes(self):
        return bool(self.planned or self.links or self.lines)

    @property
    def changes(self):
        """{field: [old, new]} in words, of a dossier of the base that the row changes."""
        if self.outcome != RowOutcome.MODIFIED:
            return {}
        pairs = {n: [self.word(n), self.word(n, new)] for n, new in self.planned.items()}
        pairs |= {
            name: [", ".join(map(str, old)), ", ".join(map(str, [*old, *added]))]
            for name, (old, added) in self.links.items()
        }
        return pairs | {line.label: [line.before, str(line)] for line in self.lines}

    def word(self, name, *new):
        """A field of the dossier in words, as it is or as it would be."""
        value = new[0] if new else getattr(self.application, name)
        if name in AMOUNTS and value is not None:
            currency = self.planned.get("currency") if new else None
            return amount_in_words(value, currency or self.application.currency)
        if name == "aid_declared":
            return Application.Declared(value).label
        if name == "goals":
            return ", ".join(map(str, value))
        if hasattr(value, "isoformat"):
            return f"{value:%d/%m/%Y}"
        return "" if value is None else str(value)

    def to_report(self):
        """The row in the report; `links` are the keys that the base had, for who undoes."""
        document = {**super().to_report(), "reference": self.texts["reference"] or None}
        if self.application and self.application.pk and not self.authority:
            document["authority"] = rows.code_in_file(self.application.lead)
        if self.application and self.application.pk and not self.partner:
            partner = self.application.partner
            document |= {"partner": partner.name, "country": partner.country_id}
        if self.links and self.outcome == RowOutcome.MODIFIED:
            document["links"] = {
                name: [each.pk for each in old] for name, (old, _) in self.links.items()
            }
        return document
