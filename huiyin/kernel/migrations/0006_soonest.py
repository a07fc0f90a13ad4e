"""Each case with the soonest day of its own open todos."""

from django.db import migrations, models

FILL = """UPDATE kernel_case SET soonest = (SELECT MIN(due) FROM kernel_todo WHERE case_id = kernel_case.id AND closed_at IS NULL)
    WHERE id IN (SELECT case_id FROM kernel_todo WHERE closed_at IS NULL AND due IS NOT NULL)"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_person_unwanted"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="soonest",
            field=models.DateField(
                blank=True,
                editable=False,
                help_text="the soonest day of its own open todos, whatever they are for: how late it is",
                null=True,
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["committee", "kind", "soonest", "id"],
                condition=models.Q(("soonest__isnull", False)),
                name="case_soonest",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
