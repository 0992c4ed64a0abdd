"""The sum of the rows of a grant named a column that the grant has too: no row could be kept."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0007_delegation_keeps_committees"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="grantyear",
            name="is_within_the_grant",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="instalment",
            name="is_within_the_grant",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grantyear",
            trigger=pgtrigger.compiler.Trigger(
                name="is_within_the_grant",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        PERFORM 1 FROM projects_grant WHERE id = NEW.grant_id FOR NO KEY UPDATE;\n        IF EXISTS (SELECT 1 FROM projects_grant subsidy\n                   JOIN projects_grantyear row ON row.grant_id = subsidy.id\n                   WHERE subsidy.id = NEW.grant_id\n                   GROUP BY subsidy.id, subsidy.amount HAVING coalesce(sum(row.committed), 0) > subsidy.amount OR coalesce(sum(row.paid), 0) > subsidy.amount)\n        THEN RAISE EXCEPTION 'Le total dépasse le montant de la subvention.' USING ERRCODE = '23D01';\n        END IF;\n        RETURN NULL;\n        ",
                    hash="602c67b16ef6c52182968bbf96e7a936cb58fc44",
                    operation='INSERT OR UPDATE OF "grant_id", "committed", "paid"',
                    pgid="pgtrigger_is_within_the_grant_29c18",
                    table="projects_grantyear",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="instalment",
            trigger=pgtrigger.compiler.Trigger(
                name="is_within_the_grant",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        PERFORM 1 FROM projects_grant WHERE id = NEW.grant_id FOR NO KEY UPDATE;\n        IF EXISTS (SELECT 1 FROM projects_grant subsidy\n                   JOIN projects_instalment row ON row.grant_id = subsidy.id\n                   WHERE subsidy.id = NEW.grant_id\n                   GROUP BY subsidy.id, subsidy.amount HAVING coalesce(sum(row.amount), 0) > subsidy.amount)\n        THEN RAISE EXCEPTION 'Le total dépasse le montant de la subvention.' USING ERRCODE = '23D01';\n        END IF;\n        RETURN NULL;\n        ",
                    hash="4254b823b210e8df848fc8c46f25b2863f89f288",
                    operation='INSERT OR UPDATE OF "grant_id", "amount"',
                    pgid="pgtrigger_is_within_the_grant_3b96b",
                    table="projects_instalment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AlterField(
            model_name="grant",
            name="number",
            field=models.CharField(
                error_messages={"unique": "Une subvention a déjà ce numéro."},
                max_length=40,
                unique=True,
                verbose_name="numéro",
            ),
        ),
        migrations.AlterField(
            model_name="grantevent",
            name="number",
            field=models.CharField(
                error_messages={"unique": "Une subvention a déjà ce numéro."},
                max_length=40,
                verbose_name="numéro",
            ),
        ),
    ]
