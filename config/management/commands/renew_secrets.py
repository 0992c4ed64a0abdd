"""Write the secrets of second factors with the key of today: the last step of a change of key."""

from django.core.management.base import CommandError

from config.accounts.secrets import renew
from correspondents.records.commands import SentenceCommand


class Command(SentenceCommand):
    help = (
        "Chiffre de nouveau les seconds facteurs avec SECRET_KEY, avant d’oublier l’ancienne clé."
    )

    def handle(self, **options):
        renewed, unreadable = renew()
        if unreadable:
            raise CommandError(
                f"Seconds facteurs illisibles : {unreadable}. Remettez dans SECRET_KEY_FALLBACKS "
                "la clé qui les a chiffrés et recommencez ; si elle est perdue, retirez-les sur la "
                f"page de chaque compte. Les autres ({renewed}) ont la clé du moment."
            )
        self.stdout.write(f"Seconds facteurs chiffrés avec la clé du moment : {renewed}.")
