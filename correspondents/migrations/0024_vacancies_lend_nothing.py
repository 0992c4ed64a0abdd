"""A vacancy lends no tick of publication to the person whom it receives."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

# History does not tell it: an import made before would take it for an edit, and not be undone.
MEND_VACANCIES = """
SELECT set_config('pgtrigger.ignore', '{pgtrigger_update_update_c63d4}', true);
UPDATE correspondents_correspondent SET email_is_public = false, phone_is_public = false
WHERE is_vacant AND (email_is_public OR phone_is_public);
SELECT set_config('pgtrigger.ignore', '{}', true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("correspondents", "0023_a_version_for_each_group"),
    ]

    operations = [
        migrations.RunSQL(MEND_VACANCIES, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="correspondent",
            trigger=pgtrigger.compiler.Trigger(
                name="vacancy_publishes_nothing",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.is_vacant)",
                    func="NEW.email_is_public := false; NEW.phone_is_public := false; RETURN NEW;",
                    hash="f79dafd7178e38589265f79411262be7b8af720c",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_vacancy_publishes_nothing_ac702",
                    table="correspondents_correspondent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
