"""Write to those whose entry is due: run by a timer, as often as one likes."""

from correspondents.confirmation.rounds import run
from correspondents.records.commands import SentenceCommand


class Command(SentenceCommand):
    help = "Écrit aux personnes dont l’entrée est à vérifier, puis aux postes ; une fois chacun."

    def handle(self, **options):
        self.stdout.write(f"{run()} messages écrits")
