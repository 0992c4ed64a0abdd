"""The table of the shared cache: rate limits, codes already used. It may be lost, not forgotten."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("correspondents", "0006_delegation_keeps_mail")]

    operations = [
        migrations.RunSQL(
            """
            CREATE UNLOGGED TABLE shared_cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX shared_cache_expires ON shared_cache (expires);
            """,
            "DROP TABLE shared_cache",
        )
    ]
