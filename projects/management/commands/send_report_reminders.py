"""Remind beneficiaries of the reports that they owe: run by a timer, as often as wished."""

from correspondents.records.commands import SentenceCommand
from projects.grants.reminders import run


class Command(SentenceCommand):
    help = "Relance les bénéficiaires dont un compte rendu est attendu : une fois par étape."

    def handle(self, **options):
        self.stdout.write(f"{run()} comptes rendus relancés")
