"""Empty the outbox and erase ended sessions: by a timer, or without end in a demonstration."""

import os
import time

from django.contrib.sessions.backends.db import SessionStore
from django.core.management.base import CommandError

from correspondents.records.commands import SentenceCommand
from correspondents.sending.delivery import send_ready


class Command(SentenceCommand):
    help = "Envoie les courriels en attente, chacun une fois, et dit combien."

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, help="nombre de courriels au plus")
        parser.add_argument(
            "--watch", type=float, metavar="SECONDES", help="recommence sans fin, à cet intervalle"
        )

    def handle(self, **options):
        parent = os.getppid()
        while True:
            SessionStore.clear_expired()  # with the texts that nobody came back for
            sent, failed = send_ready(options["limit"])
            if sent or failed or not options["watch"]:
                self.stdout.write(
                    f"{sent} message{'s' * (sent > 1)} envoyé{'s' * (sent > 1)}, {failed} en échec."
                )
            if not options["watch"]:
                break
            time.sleep(options["watch"])
            if os.getppid() != parent:  # who started us is gone: so are we
                return
        if failed and not sent:  # a timer of systemd then warns whoever keeps the server
            raise CommandError(
                "Aucun courriel n’est parti : vérifiez EMAIL_HOST et le serveur de courrier. Ils "
                "seront essayés de nouveau ; « Courriels » de l’administration en dit la raison."
            )
