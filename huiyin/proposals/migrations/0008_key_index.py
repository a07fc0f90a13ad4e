"""The key proposals are few and asked for on every overview: an index of them alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("proposals", "0007_onward")]

    operations = [
        migrations.AddIndex(
            "proposal",
            models.Index(condition=models.Q(("key", True)), fields=["key"], name="proposal_key"),
        ),
    ]
