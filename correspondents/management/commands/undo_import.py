"""Undo an import by its number."""

from django.core.management.base import CommandError

from correspondents.imports.undo import NotUndoable, undo
from correspondents.models import ImportBatch
from correspondents.records.commands import SentenceCommand


class Command(SentenceCommand):
    help = "Annule un import appliqué : remet ce qu’il a écrit dans l’état d’avant."

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, metavar="NUMÉRO")

    def handle(self, number, **options):
        try:
            batch = undo(number)
        except ImportBatch.DoesNotExist:
            raise CommandError(f"Il n’y a pas d’import n° {number}.") from None
        except NotUndoable as refusal:
            raise CommandError(str(refusal)) from refusal
        for line in batch.left_alone:
            self.stdout.write(f"Laissé tel quel : {line['table']} {line['row']}, {line['reason']}.")
        self.stdout.write(f"Import n° {number} annulé.")
