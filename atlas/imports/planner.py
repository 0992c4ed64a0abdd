"""Settles the rows of a file against the inventory: what each would do, before anything is."""

from collections import Counter
from dataclasses import dataclass, field

from atlas.models import Partnership
from correspondents.imports.drafts import Outcome
from correspondents.imports.sheet import is_repeated_header

from .authorities import Authorities, Unknown
from .columns import CHOICES
from .partners import Countries, Partners
from .values import read_values

OUTCOMES = [
    *(Outcome.NEW, Outcome.MODIFIED, Outcome.IDENTICAL, Outcome.AMBIGUOUS, Outcome.REJECTED),
    Outcome.IGNORED,
]


@dataclass(eq=False)
class Row:
    """A row of the plan: the two sides it names, what comes of it, and why."""

    record: object
    said: dict
    outcome: Outcome | None = None
    authority: object = None
    country: object = None
    partner: object = None
    partnership: Partnership | None = None
    planned: dict = field(default_factory=dict)
    others: dict = field(default_factory=dict)
    messages: list = field(default_factory=list)
    questions: list = field(default_factory=list)

    @property
    def is_open(self):
        return self.outcome is None

    @property
    def is_accepted(self):
        return self.outcome in (Outcome.NEW, Outcome.MODIFIED, Outcome.IDENTICAL)

    def say(self, sentence):
        self.messages.append(f"Ligne {self.record.row} : {sentence}")

    def refuse(self, unknown):
        """Nothing comes of the row: it waits for a person when there is something to choose."""
        waits = unknown.question is not None
        self.outcome = Outcome.AMBIGUOUS if waits else Outcome.REJECTED
        self.questions = [unknown.question] if waits else []
        cell = self.record.cells.get(unknown.code)
        if cell is None:
            self.say(f"« {CHOICES[unknown.code]} » {unknown.reason}.")
        else:
            self.messages.append(f"{cell.address} : « {cell.text} » {unknown.reason}.")


@dataclass
class Plan:
    """What becomes of each row; `partners` are the foreign authorities to create."""

    source: object
    listings: list
    rows: list = field(default_factory=list)
    partners: list = field(default_factory=list)

    @property
    def totals(self):
        counted = Counter(row.outcome for row in self.rows)
        return {outcome.value: counted[outcome] for outcome in OUTCOMES}


class Planner:
    """Fills a plan with its rows: a constant number of queries for the rows that are recognised.

    `kind` is that of the rows which do not say theirs; `choices`, a person's answers.
    """

    def __init__(self, plan, kind="", choices=None):
        self.result, self.kind, self.choices = plan, kind, choices or {}

    def plan(self):
        rows = [Row(record, texts_of(record)) for each in self.listings for record in each.records]
        self.result.rows = rows
        said = [row.said for row in rows]
        self.authorities = Authorities(said, self.choices)
        self.countries = Countries({texts["country"] for texts in said}, self.choices)
        self.partners = Partners(said, self.choices)
        for row in rows:
            self.recognise(row)
        self.known = known_pairs(rows)
        for row in rows:
            if row.is_open:
                self.settle(row)
        self.result.partners = self.partners.new

    @property
    def listings(self):
        return self.result.listings

    def recognise(self, row):
        """Find both sides of a row, and read the rest of it."""
        if is_repeated_header(row.record):
            row.outcome = Outcome.IGNORED
            row.say("les en-têtes, répétés : rien à retenir.")
            return
        if not any(row.said[code] for code in ("authority", "siren", "insee", "partner")):
            row.outcome = Outcome.IGNORED
            row.say("ni collectivité ni partenaire : rien à retenir.")
            return
        try:
            row.authority = self.authorities.find(row.said)
            row.country = self.countries.find(row.said["country"])
            row.said["level"], row.planned = read_values(row, self.kind)
            row.partner = self.partners.find(row.said, row.country)
            row.partner.rows.append(row)
        except Unknown as unknown:
            row.refuse(unknown)

    def settle(self, row):
        """Say whether the partnership is new, changed or known; the two sides tell it apart."""
        row.others = {heading: cell.text for heading, cell in row.record.others.items()}
        pairs = self.known.get(pair_of(row), [])
        same = [p for p in pairs if not p.kind or p.kind == row.planned["kind"] or not named(row)]
        if len(same) > 1:
            row.refuse(Unknown("kind", "ne dit pas lequel de leurs partenariats est visé"))
        elif same:
            self.compare(row, same[0])
        else:
            row.outcome = Outcome.NEW
            row.partnership = Partnership(lead=row.authority, **row.planned)
            row.partnership.other_data = row.others
            row.partnership.first_row = row
            self.known.setdefault(pair_of(row), []).append(row.partnership)

    def compare(self, row, partnership):
        """What the row adds to a partnership of the base, or of an earlier row of the file."""
        first = getattr(partnership, "first_row", None)
        row.partnership = partnership
        if first:
            row.outcome, row.planned = Outcome.IDENTICAL, {}
            row.say(f"ce partenariat est déjà à la ligne {first.record.row}.")
            return
        row.planned = {
            name: value
            for name, value in row.planned.items()
            if value not in ("", None) and getattr(partnership, name) != value
        }
        if not row.others.items() <= partnership.other_data.items():
            row.planned["other_data"] = partnership.other_data | row.others
        row.outcome = Outcome.MODIFIED if row.planned else Outcome.IDENTICAL
        partnership.first_row = row


def texts_of(record):
    """{code: text} of all the columns of the list, "" for those that the row does not fill."""
    return {code: record.text(code).strip() for code in CHOICES}


def named(row):
    """Whether the row itself says its kind."""
    return bool(row.said["kind"])


def pair_of(row):
    return row.authority.pk, row.partner


def known_pairs(rows):
    """{(authority's key, Partner): its partnerships in the base}, members beside leads included.

    A list seen from abroad names each French member in turn: none is a partnership of its own.
    """
    partners = {r.partner.authority.pk: r.partner for r in rows if r.partner}
    found = {}
    known = Partnership.objects.at([pk for pk in partners if pk]).prefetch_related(
        "other_authorities", "other_partners"
    )
    for partnership in known.order_by("pk"):
        here = {partnership.lead_id, *(a.pk for a in partnership.other_authorities.all())}
        there = {partnership.partner_id, *(a.pk for a in partnership.other_partners.all())}
        for authority in here:
            for partner in there & partners.keys():
                found.setdefault((authority, partners[partner]), []).append(partnership)
    return found
