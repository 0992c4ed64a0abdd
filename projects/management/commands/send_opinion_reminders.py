"""Remind the posts of the opinions that they are asked for: run by a timer, as often as wished."""

from correspondents.records.commands import SentenceCommand
from projects.opinions.reminders import run


class Command(SentenceCommand):
    help = "Relance les postes dont un avis est attendu : une fois par étape."

    def handle(self, **options):
        self.stdout.write(f"{run()} saisines relancées")
