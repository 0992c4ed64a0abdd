"""The commands of `manage.py`: which ones are ours, and in which room each stands."""

from django.core.management import get_commands

# `migrate` is ours too: it makes the tables of each migration at once (ADR 22).
COMMANDS = {
    "correspondents": (
        "apply_retention close_accounts import_correspondents migrate person_data read_bounces "
        "run_import send_confirmations send_mails send_notices undo_import"
    ),
    "atlas": "import_partnerships propose_rapprochements send_alerts",
    "projects": "import_applications send_opinion_reminders send_report_reminders",
    "config": "backup load_reference publish_data renew_secrets restore send_digests",
    "scripts.demonstration": "prepare_demo seed_scale",
}


def test_each_command_stands_where_django_looks_for_it():
    ours = {name: app for name, app in get_commands().items() if app in COMMANDS}

    assert ours == {name: app for app, names in COMMANDS.items() for name in names.split()}
