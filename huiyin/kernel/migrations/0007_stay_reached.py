"""Whether a case ever reached a state is read off an index alone; it replaces the one of the case by itself, which is where it begins."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0006_soonest")]

    operations = [
        migrations.AlterField(
            "stay",
            "case",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stays",
                to="kernel.case",
            ),
        ),
        migrations.AddIndex(
            "stay",
            models.Index(fields=["case", "state", "kind", "committee", "voided_by"], name="stay_reached"),
        ),
    ]
