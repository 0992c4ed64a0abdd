"""Give an empty base what a backup holds."""

from pathlib import Path

from django.core.management import call_command

from config.operations import backups
from correspondents.records.commands import SentenceCommand


class Command(SentenceCommand):
    help = (
        "Remplit la base vide que désigne DATABASE_URL avec une sauvegarde, tout ou rien, après "
        "avoir vérifié sa somme ; applique ensuite les migrations plus récentes qu’elle."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--cle", type=Path, metavar="FICHIER", help="clé privée d’age")

    def handle(self, file, cle, **options):
        backups.restore(file, cle)
        call_command("migrate", verbosity=0)
        self.stdout.write(f"{file.name} est dans la base. Vérifiez le site, puis les timers.")
