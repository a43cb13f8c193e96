import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


def date_former_names(apps, schema_editor):
    """Each line of the names that the search reads becomes a row, whose dates nobody knows yet."""
    FormerName = apps.get_model("cms", "FormerName")
    for centre in apps.get_model("cms", "Centre").objects.exclude(former_names=""):
        lines = [line.strip()[:200] for line in centre.former_names.splitlines() if line.strip()]
        FormerName.objects.bulk_create(FormerName(centre=centre, name=name) for name in dict.fromkeys(lines))


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0007_protected_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="centre",
            name="closed_on",
            field=models.DateField(
                blank=True,
                editable=False,
                help_text="The day on which it was closed or merged.",
                null=True,
                verbose_name="closed on",
            ),
        ),
        migrations.CreateModel(
            name="FormerName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("official_name", models.CharField(blank=True, max_length=255, verbose_name="official name")),
                ("used_from", models.DateField(blank=True, null=True, verbose_name="used from")),
                ("used_until", models.DateField(blank=True, null=True, verbose_name="used until")),
                (
                    "centre",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dated_names",
                        to="cms.centre",
                        verbose_name="centre",
                    ),
                ),
            ],
            options={
                "verbose_name": "former name",
                "verbose_name_plural": "former names",
                "ordering": ["-used_until", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "name"), name="one_row_for_each_former_name")
                ],
            },
        ),
        migrations.RunPython(date_former_names, migrations.RunPython.noop),
    ]
