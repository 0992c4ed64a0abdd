"""The dossiers of a call, as the engine of imports sees them."""

from atlas.imports.partnerships import named_by
from atlas.models import ForeignAuthority
from correspondents.imports.kinds import ListKind
from correspondents.models import Country
from projects.models import Application, BudgetLine

from .columns import VOCABULARY
from .options import ApplicationOptions
from .planner import ApplicationPlanner, DossiersPlan
from .rows import RowOutcome
from .write import IN_USE, after_undoing, in_use, keep_apart, write


class Applications(ListKind):
    code, label = "applications", "dossiers d’un appel à projets"
    vocabulary, options = VOCABULARY, ApplicationOptions

    outcomes = RowOutcome
    piles = ("ambiguous", "rejected", "new", "modified", "ignored", "identical")
    written = ("new", "modified")
    gists = {"new": "dossier créé"}
    field_labels = {
        **VOCABULARY.labels,
        "lead": "Chef de file",
        "notes": "Notes internes",
    }

    row_headings = ("Dossier", "Chef de file", "Partenaire")
    row_template = "admin/correspondents/imports/applications/_row.html"
    notes_template = "admin/correspondents/imports/applications/_notes.html"
    caution = (
        "Un dossier absent du fichier n’est pas retiré, une cellule vide n’efface rien, et un "
        "import ajoute des pays, des thématiques et des collectivités sans en ôter. Chaque "
        "dossier écrit a une nouvelle version."
    )

    tables = (BudgetLine, Application, ForeignAuthority)
    # A form writes the new partner before its dossier: nobody waits in a circle.
    locked = (ForeignAuthority, Application, BudgetLine)
    depended_upon = {Application: IN_USE, ForeignAuthority: "autre chose en dépend désormais"}

    def plan(self, source, edition, listings, options, choices, progress):
        plan = DossiersPlan(self, source, edition, listings, options)
        ApplicationPlanner(plan, choices, progress).plan()
        return plan

    def report(self, plan):
        return {
            "call": plan.call.title if plan.call else "",
            "rows": [row.to_report() for row in plan.rows],
            "absent": [],
            "new_partners": [str(partner.authority) for partner in plan.partners],
        }

    def write(self, plan):
        write(plan)

    def in_use(self, model):
        return in_use(model)

    def keep_apart(self, undone, batch):
        keep_apart(undone, batch)

    def after_undoing(self, undone, batch, by):
        after_undoing(undone, batch, by)

    def counts(self, plan):
        created = f"{len(plan.partners)} autorités locales étrangères à créer"
        return [*super().counts(plan), created]

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

    def beside(self, row):
        """« 12345, Dakar »: of two rows that ask the same question, which one it is."""
        return ", ".join(str(each) for each in (row["reference"], row["partner"]) if each)
