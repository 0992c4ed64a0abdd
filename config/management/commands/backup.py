"""Back the base up, and forget what is old: every night, by a timer."""

from django.conf import settings

from config.operations import backups
from correspondents.records.commands import SentenceCommand


class Command(SentenceCommand):
    help = (
        "Sauvegarde la base dans BACKUP_DIR, chiffrée pour BACKUP_RECIPIENTS, et efface les "
        "sauvegardes de plus de BACKUP_DAYS jours. « restore » la rend."
    )

    def handle(self, **options):
        path = backups.make()
        erased = backups.rotate()
        kind = "chiffrée" if settings.BACKUP_RECIPIENTS else "en clair : BACKUP_RECIPIENTS est vide"
        self.stdout.write(
            f"{path} : {path.stat().st_size} octets, {kind}. "
            f"Anciennes sauvegardes effacées : {erased}."
        )
