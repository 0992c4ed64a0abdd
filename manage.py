#!/usr/bin/env python
"""Django's commands, with a database at hand: the one of DATABASE_URL, or our private one."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Production names its server, or the settings refuse to load: never a private one there.
    if not os.environ.get("DATABASE_URL") and os.environ.get("ENVIRONMENT") != "production":
        from scripts import address, postgres

        postgres.attach()
        address.recall()

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
