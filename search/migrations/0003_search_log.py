from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_query_log"),
    ]

    operations = [
        migrations.AlterField(
            model_name="querylog",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("found", "Found"),
                    ("nothing", "Nothing found"),
                    ("corrected", "Found with corrected words"),
                    ("partial", "Found with some of the words"),
                ],
                max_length=10,
                verbose_name="outcome",
            ),
        ),
        migrations.AddIndex(
            model_name="querylog",
            index=models.Index(fields=["day", "outcome"], name="search_log_day_outcome"),
        ),
        migrations.AddIndex(
            model_name="querylog",
            index=models.Index(fields=["query", "day"], name="search_log_query_day"),
        ),
    ]
