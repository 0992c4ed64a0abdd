"""Close the accounts of those who left their post: run by a timer, every day."""

from correspondents.confirmation import departures
from correspondents.records.commands import SentenceCommand


class Command(SentenceCommand):
    help = "Ferme les comptes des personnes dont la fonction au poste est terminée."

    def handle(self, **options):
        self.stdout.write(f"{departures.close(departures.accounts_left())} comptes fermés")
