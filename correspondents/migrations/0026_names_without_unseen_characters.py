"""Names, addresses and phones written before hold no character that nobody sees."""

from django.db import migrations

UNSEEN = r"[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]"


def cleaned(table, *columns, condition):
    """The statement that takes them out of the columns of the rows that hold some."""
    clean = ", ".join(f"{name} = regexp_replace({name}, '{UNSEEN}', '', 'g')" for name in columns)
    held = " OR ".join(f"{name} ~ '{UNSEEN}'" for name in columns)
    return f"UPDATE {table} SET {clean} WHERE ({held}) AND {condition};"


# History does not tell it: an import made before would take it for an edit, and not be undone.
CLEAN_NAMES = "\n".join(
    [
        "SELECT set_config('pgtrigger.ignore',"
        " '{pgtrigger_update_update_c63d4,pgtrigger_update_update_3dea8}', true);",
        # A name of such characters alone is left to a person: only a service has none.
        cleaned(
            "correspondents_correspondent",
            *("first_name", "last_name", "email", "phone"),
            condition=f"(last_name = '' OR regexp_replace(last_name, '{UNSEEN}', '', 'g') <> '')",
        ),
        cleaned("correspondents_post", "mailbox", "phone", condition="true"),
        "SELECT set_config('pgtrigger.ignore', '{}', true);",
    ]
)


class Migration(migrations.Migration):
    dependencies = [
        ("correspondents", "0025_headings_at_their_place"),
    ]

    operations = [migrations.RunSQL(CLEAN_NAMES, migrations.RunSQL.noop)]
