from django.db import migrations, models

LANES = 8


def make_lanes(apps, schema_editor):
    lanes = apps.get_model("search", "DrainLane").objects.using(schema_editor.connection.alias)
    lanes.bulk_create(lanes.model(lane=lane) for lane in range(LANES))


class Migration(migrations.Migration):
    dependencies = [("search", "0003_search_log")]

    operations = [
        migrations.CreateModel(
            name="DrainLane",
            fields=[
                ("lane", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("event_id", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "lane of the event log",
                "verbose_name_plural": "lanes of the event log",
                "ordering": ["lane"],
            },
        ),
        migrations.CreateModel(
            name="RejectedDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("engine", models.CharField(max_length=40)),
                ("uuid", models.UUIDField()),
                ("page_id", models.BigIntegerField()),
                ("reason", models.TextField()),
                ("event_id", models.BigIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "rejected document",
                "verbose_name_plural": "rejected documents",
                "ordering": ["engine", "page_id", "uuid"],
                "constraints": [models.UniqueConstraint(fields=("engine", "uuid"), name="one_rejection_a_document")],
            },
        ),
        migrations.CreateModel(
            name="IndexState",
            fields=[
                ("engine", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("failing_since", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("rebuilt_at", models.DateTimeField(null=True)),
                ("rebuilt_documents", models.PositiveIntegerField(default=0)),
                ("rebuilt_seconds", models.PositiveIntegerField(default=0)),
            ],
            options={"verbose_name": "state of an index", "verbose_name_plural": "states of indexes"},
        ),
        migrations.RunPython(make_lanes, migrations.RunPython.noop),
    ]
