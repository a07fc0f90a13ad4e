from django.db import migrations, models

FILL = "UPDATE handling_assignment SET whole_id = (SELECT parent_id FROM kernel_case WHERE kernel_case.id = handling_assignment.case_ptr_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("handling", "0005_two_way"),
        ("kernel", "0003_ended_by"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="whole_id",
            field=models.BigIntegerField(
                help_text="the parent once more, beside the unit: what a unit has in hand is read off one index", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["unit", "whole_id"], name="assignment_unit"),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
