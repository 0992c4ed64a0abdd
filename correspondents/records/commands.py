"""A command whose refusals are one French sentence, without the name of an exception before it."""

import sys

from django.core.management.base import BaseCommand, CommandError


class SentenceCommand(BaseCommand):
    """Prints a CommandError as it is on standard error, and exits with its code."""

    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except CommandError as refusal:
            if not self._called_from_command_line or options["traceback"]:
                raise
            self.stderr.write(str(refusal))
            sys.exit(refusal.returncode)
