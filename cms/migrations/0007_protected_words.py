from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0006_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProtectedWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "word",
                    models.CharField(
                        help_text="One word that is not to be taken for a form of another. Example: with “mengaji” "
                        "protected, a search for it finds that word alone and no longer “kajian”.",
                        max_length=100,
                        verbose_name="word",
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=100, unique=True)),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="Why, for other editors.", max_length=200, verbose_name="note"
                    ),
                ),
            ],
            options={
                "verbose_name": "protected word",
                "verbose_name_plural": "protected words",
                "ordering": ["key", "id"],
            },
        ),
    ]
