from django.db import models

from huiyin.kernel.ids import new_id, to_text


class Row(models.Model):
    """Any row of ours: its id is made before it is written."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True

    @property
    def uid(self) -> str:
        return to_text(self.id)
