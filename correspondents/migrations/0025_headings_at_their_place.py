"""A heading is remembered at its place. Those known by their text alone reached other lists, where
they hid first names: they are forgotten."""

from django.db import migrations, models


def forget_all(apps, schema_editor):
    apps.get_model("correspondents", "RememberedHeading").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("correspondents", "0024_vacancies_lend_nothing"),
    ]

    operations = [
        migrations.RunPython(forget_all, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name="rememberedheading",
            name="one_meaning_of_a_heading_in_a_kind_of_list",
        ),
        migrations.AddField(
            model_name="rememberedheading",
            name="after",
            field=models.CharField(blank=True, max_length=200, verbose_name="avant l’en-tête"),
        ),
        migrations.AddField(
            model_name="rememberedheading",
            name="before",
            field=models.CharField(blank=True, max_length=200, verbose_name="après l’en-tête"),
        ),
        migrations.AddField(
            model_name="rememberedheading",
            name="group",
            field=models.CharField(blank=True, max_length=200, verbose_name="sous le titre"),
        ),
        migrations.AddConstraint(
            model_name="rememberedheading",
            constraint=models.UniqueConstraint(
                fields=("kind", "group", "heading", "before", "after"),
                name="one_meaning_of_a_heading_at_its_place",
                violation_error_message="Cet en-tête est déjà retenu à cette place.",
            ),
        ),
    ]
