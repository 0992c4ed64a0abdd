"""The dossiers of a call, as the engine of imports sees them."""

from dataclasses import dataclass

from django import forms

from atlas.imports.partnerships import ListWithPartners
from atlas.models import ForeignAuthority
from correspondents.imports.options import ListOptions
from projects.models import Application, BudgetLine, Call

from .columns import VOCABULARY
from .planner import ApplicationPlanner, DossiersPlan
from .write import IN_USE, after_undoing, in_use, keep_apart, write_rows


@dataclass(frozen=True)
class ApplicationOptions(ListOptions):
    """`call` is the slug of a call."""

    call: str = ""

    @staticmethod
    def form_fields(partial=False):
        calls = [(call.slug, call.title) for call in Call.objects.all()]
        call = forms.ChoiceField(
            label="Appel à projets auquel répondent ces dossiers",
            choices=[("", "Choisissez l’appel"), *calls],
            error_messages={"required": "Choisissez l’appel auquel répondent ces dossiers."},
        )
        return {"call": call}


class Applications(ListWithPartners):
    code, label = "applications", "dossiers d’un appel à projets"
    vocabulary, options = VOCABULARY, ApplicationOptions

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

    plan_class, planner = DossiersPlan, ApplicationPlanner

    def report(self, plan):
        return {"call": plan.call.title if plan.call else "", **super().report(plan)}

    write_rows, in_use = staticmethod(write_rows), staticmethod(in_use)
    keep_apart, after_undoing = staticmethod(keep_apart), staticmethod(after_undoing)

    def beside(self, row):
        """« 12345, Dakar »: of two rows that ask the same question, which one it is."""
        return ", ".join(str(each) for each in (row["reference"], row["partner"]) if each)
