"""Bring partnerships in: a plan to read; with --apply, the same plan written."""

from atlas.imports.options import InventoryOptions
from atlas.imports.partnerships import Partnerships
from atlas.models import LocalAuthority, Partnership
from correspondents.imports.commands import ListCommand


class Command(ListCommand):
    help = "Lit un inventaire de partenariats ; sans --apply, rien n’est écrit."
    kind = Partnerships.code
    missing = "aucune collectivité"

    def add_options(self, parser):
        parser.add_argument(
            "--kind",
            choices=Partnership.Kind.values,
            default="",
            help="la nature des lignes qui ne la disent pas (à préciser par défaut)",
        )

    def options_of(self, kind, values):
        return InventoryOptions(kind=values["kind"])

    def needed(self):
        return LocalAuthority.objects
