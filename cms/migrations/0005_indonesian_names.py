"""Wagtail's first workflow, groups and root collection have English names; Indonesian ones, unless renamed."""

from django.db import migrations

# model, Wagtail's name, ours
NAMES = (
    ("wagtailcore.Workflow", "Moderators approval", "Kurasi"),
    ("wagtailcore.Task", "Moderators approval", "Kurasi"),
    ("wagtailcore.Collection", "Root", "Pustaka"),
    ("auth.Group", "Moderators", "Pemeriksa"),
    ("auth.Group", "Editors", "Editor"),
)


def rename(apps, schema_editor):
    for model, before, after in NAMES:
        apps.get_model(model).objects.filter(name=before).update(name=after)


def undo(apps, schema_editor):
    for model, before, after in NAMES:
        apps.get_model(model).objects.filter(name=after).update(name=before)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0004_descriptions"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(rename, undo, elidable=False)]
