"""A migration's additions are grouped; whatever else it does stays where it was."""

from django.db import migrations, models

from correspondents.records.fast_migrations import AtOnce, at_once


def test_additions_that_follow_each_other_are_one_and_the_rest_stays_in_order():
    table = migrations.CreateModel("Fictive", [("id", models.BigAutoField(primary_key=True))])
    column = migrations.AddField("Fictive", "name", models.TextField(default=""))
    filled = migrations.RunPython(migrations.RunPython.noop)
    index = migrations.AddIndex("Fictive", models.Index(fields=["name"], name="by_name"))
    dropped = migrations.RemoveField("Fictive", "name")

    first, *rest = at_once([table, column, filled, index, dropped])

    assert isinstance(first, AtOnce)
    assert first.operations == [table, column]
    assert rest == [filled, index, dropped]
