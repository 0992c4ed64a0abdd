"""Read or write a heavy list, for the page that waits for it."""

from django.core.management.base import CommandError

from correspondents.imports.work import APPLY, PLAN, run
from correspondents.models import ImportBatch, User
from correspondents.records.commands import SentenceCommand


class Command(SentenceCommand):
    help = "Lit ou écrit un import en attente ; la page de l’import lance cette commande."

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, metavar="NUMÉRO")
        parser.add_argument("task", choices=[PLAN, APPLY])
        parser.add_argument("--by", type=int, metavar="COMPTE")

    def handle(self, number, task, by, **options):
        batch = ImportBatch.objects.filter(pk=number).first()
        if batch is None:
            raise CommandError(f"Il n’y a pas d’import n° {number}.")
        user = User.objects.filter(pk=by).first() if by else None
        batch = run(batch, task, by=user)
        self.stdout.write(f"{batch} : {batch.get_state_display()}. {batch.refusal}".strip())
