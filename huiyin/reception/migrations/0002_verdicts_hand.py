from typing import Any

from django.db import migrations, models


def whose(apps: Any, schema: Any) -> None:
    """Of verdicts that stand already, the event says whose hand it was."""
    verdict, event, post = (apps.get_model(*name) for name in (("reception", "Verdict"), ("kernel", "Event"), ("kernel", "Post")))
    public = post.objects.filter(role="public").values("pk")
    own = event.objects.filter(kind="voice", step="verdict", post_id__in=public).values("pk")
    verdict.objects.exclude(event_id__in=own).update(by_citizen=False)


class Migration(migrations.Migration):
    dependencies = [("reception", "0001_initial"), ("kernel", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="verdict",
            name="by_citizen",
            field=models.BooleanField(default=True, help_text="entered by his own hand; else a site wrote down what he said"),
        ),
        migrations.RunPython(whose, migrations.RunPython.noop),
    ]
