"""Bring the list of correspondents in: a plan to read; with --apply, the same plan written."""

from correspondents.imports.commands import ListCommand
from correspondents.imports.kinds import PEOPLE
from correspondents.models import Country
from correspondents.people_list.options import ABSENT, Options


class Command(ListCommand):
    help = "Lit la liste des correspondants ; sans --apply, rien n’est écrit."
    kind, missing = PEOPLE, "aucun pays"

    def needed(self):
        return Country.objects

    def add_options(self, parser):
        parser.add_argument(
            "--publish",
            action="append",
            choices=["email", "phone"],
            default=[],
            help="rend public ce champ des personnes nouvelles (interne par défaut)",
        )
        parser.add_argument(
            "--absent",
            choices=list(ABSENT),
            default="keep",
            help="les personnes en fonction que le fichier ne nomme pas : "
            + ", ".join(f"{name} ({label})" for name, label in ABSENT.items()),
        )

    def options_of(self, kind, values):
        return Options(absent=values["absent"], publish=tuple(values["publish"]))
