"""Publish the open data: run by a timer, as often as one likes; nothing new, no edition."""

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from config.pages.data import SCHEMA_VERSION, TABLES
from correspondents.management.sentences import SentenceCommand
from correspondents.opendata.editions import publish, withdraw


class Command(SentenceCommand):
    help = (
        "Publie une édition des données ouvertes si quelque chose a changé, et retire des "
        "éditions passées ce qui n’est plus public."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--retirer",
            metavar="TABLE:CLÉ",
            help="Retire aussi cette ligne de toutes les éditions : "
            "adresses-fonctionnelles:poste-dakar.",
        )

    def handle(self, retirer, **options):
        try:
            if retirer:
                count = withdraw(*named(retirer))
                self.stdout.write(f"{count} ligne(s) retirée(s) des éditions.")
            edition = publish(TABLES, version=SCHEMA_VERSION)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"{edition} publiée." if edition else "Rien de nouveau à publier.")


def named(text):
    """(table, key) of « table:key »."""
    name, _, key = text.partition(":")
    for table in TABLES:
        if table.name == name and key:
            return table, key
    names = ", ".join(table.name for table in TABLES)
    raise CommandError(f"« {text} » ne désigne aucune ligne. Écrivez TABLE:CLÉ ; tables : {names}.")
