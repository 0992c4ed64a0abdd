"""Tell the agents that they are published, and their rights: by a timer, after each import."""

from correspondents.records.commands import SentenceCommand
from correspondents.sending.agent_notices import run


class Command(SentenceCommand):
    help = "Informe les agents de leur publication dans l’annuaire ; une fois chacun."

    def handle(self, **options):
        self.stdout.write(f"{run()} messages écrits")
