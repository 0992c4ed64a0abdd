"""A row of a list of dossiers: what it says, what comes of it, and why."""

from collections import defaultdict
from dataclasses import dataclass, field

from atlas.imports import rows
from atlas.imports.authorities import Unknown
from atlas.imports.rows import RowOutcome
from correspondents.imports.sheet import heading_of
from projects.models import Application
from projects.models.money import amount_in_words

from .amounts import amount_of, currency_of_heading, says_no_amount
from .budget import ALL_AMOUNTS

MANY = ("other_authorities", "other_partners", "countries", "themes")
AMOUNTS = ("requested", "monitoring")


@dataclass(eq=False)
class ApplicationRow(rows.PartnershipRow):
    """A row of the plan; `planned` holds the fields of the dossier that the row changes.

    `currency` is the one that the row says, "" when it says none. `links` are the
    {relation: [(what the base has), (what is added)]}, `lines` the `budget.PlannedLine`s,
    `amounts` those that were read, by column.

    `parts` are the rows of its dossier, itself the first; `flaw` says why it is none of those of
    `first`, the first row of its number; `repeated` holds the columns of amounts that an earlier
    row said for all.
    """

    application: Application | None = None
    currency: str = ""
    territory: object = None
    many: dict = field(default_factory=dict)
    links: dict = field(default_factory=dict)
    lines: list = field(default_factory=list)
    amounts: dict = field(default_factory=dict)
    first: object = None
    parts: list = field(default_factory=list)
    flaw: Unknown | None = None
    repeated: set = field(default_factory=set)

    where_aside = "gardé dans les notes"
    may_go_aside = frozenset(
        "summary filed_on other_bodies themes goals starts_on months aid_declared contact_name "
        "contact_email postal_address".split()
    )
    may_be_omitted = frozenset(
        [
            *ALL_AMOUNTS,
            *"siren insee geonames_id other_authorities other_partners countries territory".split(),
        ]
    )

    def __post_init__(self):
        super().__post_init__()
        self.first, self.parts = self, [self]
        if cell := self.record.cells.get("months"):
            self.texts["months"] = f"{cell.text} {cell.unit}".strip()

    @property
    def usual_currency(self):
        """That of the row, else of the dossier of the base, else the euro."""
        return self.planned.get("currency", getattr(self.application, "currency", "EUR"))

    def amount(self, code):
        """The Amount of a cell, read once, None when it says none. Raises Unknown."""
        if code not in self.amounts:
            self.amounts[code] = self.read_amount(code)
        return self.amounts[code]

    def read_amount(self, code):
        cell = self.record.cells.get(code)
        if cell is None or code in self.asides or code in self.repeated:
            return None
        if says_no_amount(cell.text):
            return self.put_aside(code, "ne dit pas de montant")
        usual = currency_of_heading(code, heading_of(self.record, code), self.currency)
        amount = amount_of(code, cell, usual)
        if amount.is_rounded:
            self.note(code, "est arrondi au centime")
        return amount

    def refuse(self, unknown, answer=None):
        """Refuse the row for one amount, and for each other one that cannot be read."""
        super().refuse(unknown, answer)
        if self.omissible and unknown.code in ALL_AMOUNTS:
            messages = list(self.messages)
            flaws = [flaw for code in ALL_AMOUNTS if (flaw := self.flaw_of(code))]
            flaws = [flaw for flaw in flaws if flaw.code != unknown.code]
            self.messages = [*messages, *map(self.sentence, flaws)]
            self.omissible += [flaw.code for flaw in flaws]

    def flaw_of(self, code):
        """Why an amount cannot be read, an Unknown, or None."""
        try:
            self.amount(code)
        except Unknown as unknown:
            return unknown
        return None

    def read_part(self, part, read):
        """What `read(part)` gives. Raises Unknown: one bad row refuses the whole dossier."""
        try:
            return read(part)
        except Unknown as unknown:
            if part is self:
                raise
            part.refuse(unknown)
            reason = f"a une autre ligne, la {part.number}, qui ne se lit pas"
            raise Unknown("reference", reason) from None

    def other_texts(self):
        """{heading: text} of what no field takes in the rows of the dossier, a line a heading."""
        texts = defaultdict(dict)
        for part in self.parts:
            for heading, text in rows.PartnershipRow.other_texts(part).items():
                texts[heading] |= dict.fromkeys(text.splitlines())
        return {heading: " / ".join(lines) for heading, lines in texts.items()}

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
