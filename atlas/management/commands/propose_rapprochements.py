"""Look for foreign authorities that are probably one: run by a timer, every night."""

from atlas.rapprochements import propose
from correspondents.records.commands import SentenceCommand


class Command(SentenceCommand):
    help = "Propose les autorités étrangères à rapprocher ; une personne décide, rien n’est réuni."

    def handle(self, **options):
        self.stdout.write(f"{propose()} rapprochements proposés")
