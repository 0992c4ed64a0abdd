"""The inventory of partnerships, as the engine of imports sees it."""

from dataclasses import dataclass

from django import forms
from django.db.models import Q

from atlas.models import ForeignAuthority, LocalAuthority, Partnership
from correspondents.imports.kinds import ListKind
from correspondents.imports.options import ListOptions
from correspondents.models import Country
from correspondents.records.plurals import agreed

from .columns import VOCABULARY
from .planner import PartnershipPlanner, Planner, PlanWithPartners
from .rows import RowOutcome
from .write import in_use, write_rows

TO_SAY = "nature à préciser"
WORDS = {"kind": dict(Partnership.Kind.choices), "status": dict(Partnership.Status.choices)}
NEEDED = "autre chose en dépend désormais"


@dataclass(frozen=True)
class InventoryOptions(ListOptions):
    """`kind`, a `Partnership.Kind` or "", is that of the rows which say none."""

    kind: str = ""

    @staticmethod
    def form_fields(partial=False):
        kind = forms.ChoiceField(
            label="Nature des partenariats dont la ligne ne la dit pas",
            choices=[("", TO_SAY), *Partnership.Kind.choices],
            widget=forms.RadioSelect,
            required=False,
            initial="",
        )
        return {"kind": kind}


class ListWithPartners(ListKind):
    """A list whose rows name two sides; a partner that the base does not know is created."""

    outcomes = RowOutcome
    piles = ("ambiguous", "rejected", "new", "modified", "ignored", "identical")
    written = ("new", "modified")
    plan_class = PlanWithPartners
    planner: type[Planner]

    def plan(self, source, edition, listings, options, choices, progress):
        plan = self.plan_class(self, source, edition, listings, options)
        self.planner(plan, choices, progress).plan()
        return plan

    def write(self, plan):
        partners = [partner.authority for partner in plan.partners]
        ForeignAuthority.objects.bulk_create(partners, batch_size=500)
        self.write_rows(plan)

    def report(self, plan):
        return {
            "rows": [row.to_report() for row in plan.rows],
            "absent": [],
            "new_partners": [str(partner.authority) for partner in plan.partners],
        }

    def counts(self, plan):
        count = len(plan.partners)
        created = agreed("autorités locales étrangères à créer", count)
        return [*super().counts(plan), f"{count} {created}"]

    def shown(self, rows):
        countries = Country.objects.in_bulk({row["country"] for row in rows} - {None})
        authorities = named_by({row["authority"] for row in rows} - {None})
        return [
            {
                **row,
                "authority_name": authorities.get(row["authority"], ""),
                "country_name": countries.get(row["country"], ""),
            }
            for row in rows
        ]


class Partnerships(ListWithPartners):
    code, label = "partnerships", "inventaire des partenariats"
    vocabulary, options = VOCABULARY, InventoryOptions

    gists = {"new": "partenariat créé"}
    field_labels = {**VOCABULARY.labels, "other_data": "Autres données"}

    row_headings = ("Collectivité française", "Partenaire")
    row_template = "admin/correspondents/imports/partnerships/_row.html"
    notes_template = "admin/correspondents/imports/partnerships/_notes.html"
    caution = "Un import ne confirme aucun partenariat."

    tables = (Partnership, ForeignAuthority)
    # A form writes the new partner before its partnership: nobody waits in a circle.
    locked = (ForeignAuthority, Partnership)
    depended_upon = {Partnership: NEEDED, ForeignAuthority: NEEDED}

    planner = PartnershipPlanner
    write_rows, in_use = staticmethod(write_rows), staticmethod(in_use)

    def sentences(self, plan):
        """The messages of the rows that wait: thousands of others need no look."""
        return [text for row in plan.rows if not row.is_accepted for text in row.messages]

    def shown(self, rows):
        places = set(
            ForeignAuthority.objects.filter(
                name__in={row["partner"] for row in rows} - {None}
            ).values_list("country", "name")
        )
        return [
            {
                **row,
                "is_new_there": (row["country"], row["partner"]) not in places,
                "changes": in_words(row["changes"]),
            }
            for row in super().shown(rows)
        ]

    def beside(self, row):
        """« Krefeld, Allemagne »: of two rows that ask the same question, which one it is."""
        return ", ".join(str(each) for each in (row["partner"], row["country_name"]) if each)


def named_by(codes):
    """{code of `rows.code_in_file`: the name of the authority, homonyms told apart}."""
    rows = LocalAuthority.objects.with_parents().filter(
        Q(siren__in=codes) | Q(local_code__in=codes) | Q(siren=None, insee__in=codes)
    )
    return {row.siren or row.insee or row.local_code: row.told_apart for row in rows}


def in_words(changes):
    """The changes of a row with French words for the codes of the base."""
    return {
        name: [WORDS[name].get(value, value) for value in pair] if name in WORDS else pair
        for name, pair in changes.items()
    }
