"""Write the digest of the week: run by a timer on Mondays, as often as one likes."""

from config.pages.space import tasks_of
from correspondents.records.commands import SentenceCommand
from correspondents.sending.digests import subscribers, write_digest


class Command(SentenceCommand):
    help = "Écrit le résumé de la semaine à qui valide dans chaque poste, une fois par semaine."

    def handle(self, **options):
        written = [write_digest(user, tasks_of(user)) for user in subscribers()]
        self.stdout.write(f"{sum(message is not None for message in written)} messages écrits")
