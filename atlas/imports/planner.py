"""Settles the rows of a file against the inventory: what each would do, before anything is."""

from dataclasses import dataclass, field

from django.db import DatabaseError

from atlas.models import Partnership
from atlas.public.columns import COLUMNS
from correspondents.imports.own_exports import skip_unchanged
from correspondents.imports.plan import ImportPlan
from correspondents.imports.rows import is_repeated_header, unreadable

from .additions import Identifiers, additions
from .authorities import Authorities, Unknown
from .clues import clues_of
from .columns import VOCABULARY
from .partners import CountriesAbroad, Partners
from .rows import PartnershipRow, RowOutcome, meaning
from .values import read_values


@dataclass
class PlanWithPartners(ImportPlan):
    """What becomes of each row; `partners` are the foreign authorities to create."""

    partners: list = field(default_factory=list)

    def of(self, *outcomes):
        return [row for row in self.rows if row.outcome in outcomes]


class Planner:
    """Fills a plan with its rows: a constant number of queries for the rows that are recognised.

    `choices` are a person's answers by the keys of the questions. A subclass gives:
    - `row`, the class of its rows;
    - `load(rows)`, which reads all that they may name, and sets `partners`;
    - `recognise(row)`, which finds both sides of a row, and reads the rest of it;
    - `settle(row)`, which says whether the row brings or changes something.
    The last two raise Unknown for a row to refuse.
    """

    row: type

    def __init__(self, plan, choices, progress):
        self.result, self.choices, self.progress = plan, choices, progress

    def plan(self):
        records = [record for listing in self.result.listings for record in listing.records]
        self.skip_unchanged(records)
        self.result.rows = rows = [self.row(record) for record in records]
        for row in rows:
            row.omit(self.choices)
        self.load(rows)
        self.progress(60)
        for row in rows:
            if is_repeated_header(row.record):
                row.ignore("les en-têtes, répétés : rien à retenir.")
            else:
                self.attempt(self.recognise, row)
        self.progress(80)
        self.compare_with(rows)
        for row in rows:
            if row.is_open:
                self.attempt(self.settle, row)
            row.offer_omissions()
        self.result.partners = self.partners.new

    def attempt(self, act, row):
        try:
            act(row)
        except Unknown as unknown:
            question = unknown.question
            row.refuse(unknown, question and self.choices.get(question.key))
        except DatabaseError:
            raise
        except Exception:
            row.close(RowOutcome.REJECTED, unreadable(row.record))

    def skip_unchanged(self, records):
        """Take out what the rows of our own export say as the base does."""

    def compare_with(self, rows):
        """Read what the base holds between the sides of the rows."""


# What tells a partnership apart, and what is compared field by field.
SAID_BESIDE = {column.code for column in VOCABULARY.columns} - {"context"}


def partnerships_by_number(texts):
    """{number as an export writes it: the partnership}, with what an export reads."""
    keys = [int(text) for text in texts if text.isdecimal() and len(text) < 10]
    return {str(key): row for key, row in Partnership.objects.with_sides().in_bulk(keys).items()}


class PartnershipPlanner(Planner):
    """The two sides and the kind tell a partnership apart."""

    row = PartnershipRow

    def skip_unchanged(self, records):
        skip_unchanged(records, COLUMNS, "Numéro", partnerships_by_number, stay=SAID_BESIDE)

    def load(self, rows):
        texts = [row.texts for row in rows]
        self.authorities = Authorities(texts, self.choices.values())
        places = {each["partner"] for each in texts if not each["country"]}
        self.countries = CountriesAbroad({each["country"] for each in texts}, self.choices, places)
        self.partners = Partners(texts)

    def recognise(self, row):
        if not row.names_somebody:
            row.ignore("ni collectivité ni partenaire : rien à retenir.")
            return
        row.check_faults()
        row.country = self.countries.find(row.texts["country"], row.texts["partner"])
        texts = row.texts | {"clues": clues_of(row.record)}
        row.authority = meaning(row, self.choices, self.authorities.find, texts)
        if self.authorities.former_name(row.texts, row.authority):
            row.note("authority", f"est aujourd’hui « {row.authority.told_apart} »")
        row.texts["level"], row.planned = read_values(row, self.result.options.kind)
        row.partner = meaning(row, self.choices, self.partners.find, row.texts, row.country)
        row.partner.rows.append(row)

    def compare_with(self, rows):
        self.pairs = partnerships_by_pair(rows)
        self.identifiers = Identifiers(row.planned for row in rows)

    def settle(self, row):
        row.others = row.other_texts()
        pairs = self.pairs.setdefault((row.authority.pk, row.partner), [])
        same = [
            p for p in pairs if not p.kind or p.kind == row.planned["kind"] or not row.says_kind
        ]
        if len(same) > 1:
            raise Unknown("kind", "ne dit pas lequel de leurs partenariats est visé")
        if same:
            self.compare(row, same[0])
        else:
            self.create(row)
            pairs.append(row.partnership)

    def create(self, row):
        row.partnership = Partnership(lead=row.authority, **row.planned, other_data=row.others)
        self.identifiers.claim(row)
        row.outcome = RowOutcome.NEW
        row.partnership.first_row = row

    def compare(self, row, partnership):
        """Plan what the row adds to a partnership of the base, or of an earlier row of the file."""
        first = getattr(partnership, "first_row", None)
        row.partnership = partnership
        if first:
            row.outcome, row.planned = RowOutcome.IDENTICAL, {}
            row.say(f"ce partenariat est déjà à la ligne {first.number}.")
            return
        row.planned = additions(row, partnership)
        self.identifiers.claim(row)
        row.outcome = RowOutcome.MODIFIED if row.planned else RowOutcome.IDENTICAL
        partnership.first_row = row


def partnerships_by_pair(rows):
    """{(authority's key, Partner): its partnerships in the base}, members included.

    A list seen from abroad names each French member in turn: none is a partnership of its own.
    """
    partners = {r.partner.authority.pk: r.partner for r in rows if r.partner}
    pairs = {}
    partnerships = Partnership.objects.at([pk for pk in partners if pk]).prefetch_related(
        "other_authorities", "other_partners"
    )
    for partnership in partnerships.order_by("pk"):
        authorities = {partnership.lead_id, *(a.pk for a in partnership.other_authorities.all())}
        abroad = {partnership.partner_id, *(a.pk for a in partnership.other_partners.all())}
        for authority in authorities:
            for partner in abroad & partners.keys():
                pairs.setdefault((authority, partners[partner]), []).append(partnership)
    return pairs
