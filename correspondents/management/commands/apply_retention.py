"""Erase what has been kept long enough; to be run every day."""

from correspondents.personal.retention import steps
from correspondents.records.commands import SentenceCommand


class Command(SentenceCommand):
    help = "Efface ce dont la durée de conservation est passée."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="compter seulement, ne rien effacer"
        )

    def handle(self, dry_run, **options):
        total = 0
        for step in steps():
            count = step.count() if dry_run else step.apply()
            total += count
            if count:
                verb = "à effacer" if dry_run else "effacé"
                self.stdout.write(f"{step.label[0].upper()}{step.label[1:]} ({verb}) : {count}.")
        if not total:
            self.stdout.write("Rien à effacer.")
