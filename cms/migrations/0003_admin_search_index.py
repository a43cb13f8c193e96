"""PostgreSQL: an index on the expression that the admin's page search queries."""

from django.db import migrations

from cms.admin_search.postgres_index import AddTitleBodyIndex


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0002_initial"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [AddTitleBodyIndex()]
