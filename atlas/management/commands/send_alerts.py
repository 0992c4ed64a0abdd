"""Write the digests of alerts: by a timer, every day, as often as one likes."""

from atlas.alerts.digests import run
from correspondents.records.commands import SentenceCommand


class Command(SentenceCommand):
    help = "Écrit à chaque abonné ce que ses alertes ont trouvé de nouveau, une fois chaque chose."

    def handle(self, **options):
        self.stdout.write(f"{run()} messages écrits")
