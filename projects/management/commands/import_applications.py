"""Bring the dossiers of a call in: a plan to read; with --apply, the same plan written."""

from django.core.management.base import CommandError

from atlas.models import LocalAuthority
from correspondents.imports.commands import ListCommand
from projects.imports.applications import Applications
from projects.imports.options import ApplicationOptions
from projects.models import Call


class Command(ListCommand):
    help = "Lit des dossiers exportés de la plateforme ; sans --apply, rien n’est écrit."
    kind = Applications.code
    missing = "aucune collectivité"

    def add_options(self, parser):
        parser.add_argument(
            "--call", required=True, metavar="APPEL", help="adresse courte de l’appel à projets"
        )

    def options_of(self, kind, values):
        if not Call.objects.filter(slug=values["call"]).exists():
            raise CommandError(f"Aucun appel n’a l’adresse courte « {values['call']} ».")
        return ApplicationOptions(call=values["call"])

    def needed(self):
        return LocalAuthority.objects
