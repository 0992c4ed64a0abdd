"""Publish the open data: run by a timer, as often as one likes; nothing new, no edition."""

from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from config.pages.data import SCHEMA_VERSION, TABLES
from correspondents.models import DataChange, DataEdition
from correspondents.opendata.editions import publish, withdraw
from correspondents.records.commands import SentenceCommand

PUBLISHED = "open-data-version"  # the version of the data that the last publication read


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
                count = withdraw(*row_of(retirer))
                self.stdout.write(f"{count} ligne(s) retirée(s) des éditions.")
            edition = self.publish()
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"{edition} publiée." if edition else "Rien de nouveau à publier.")

    def publish(self):
        """The new edition, or None: without reading a table when the base has not changed."""
        seen = f"{DataChange.objects.version()} {SCHEMA_VERSION}"
        if caches["default"].get(PUBLISHED) == seen and DataEdition.objects.exists():
            return None
        DataChange.objects.forget()
        seen = f"{DataChange.objects.version()} {SCHEMA_VERSION}"
        edition = publish(TABLES, version=SCHEMA_VERSION)
        caches["default"].set(PUBLISHED, seen, None)
        return edition


def row_of(text):
    """(table, key) of « table:key »."""
    name, _, key = text.partition(":")
    for table in TABLES:
        if table.name == name and key:
            return table, key
    names = ", ".join(table.name for table in TABLES)
    raise CommandError(f"« {text} » ne désigne aucune ligne. Écrivez TABLE:CLÉ ; tables : {names}.")
