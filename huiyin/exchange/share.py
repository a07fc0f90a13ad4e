"""What one committee owns of a home with several: its rows, the people they name, and no other committee's secrets.

Somebody who also serves another committee goes along by name alone: his password, second factor and addresses stay where he still works.
"""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from huiyin.kernel.models import Committee, Person, Post

EVERYBODYS = ("auth", "contenttypes")
"""What every home has by itself, and a restore takes from the backup."""
NOBODYS = ("socialaccount.SocialApp", "socialaccount.SocialToken")


class Share:
    """`of(model)`: which rows of a table; `told`: a row as it leaves."""

    def __init__(self, committee: Committee) -> None:
        self.committee = committee
        held = Post.objects.filter(committee=committee).exclude(person=None)
        elsewhere = Post.objects.exclude(committee=committee).exclude(person=None)
        here = set(held.values_list("person", flat=True))
        self.own: set[int] = {pk for pk in here if pk} - set(elsewhere.values_list("person", flat=True))
        self.people: set[int] = {pk for pk in here if pk} | self._named()

    def of(self, model: Any) -> Q:
        label, app = model._meta.label, model._meta.app_label
        if app in EVERYBODYS:
            return Q()
        if label in NOBODYS:
            return Q(pk__in=())
        if model is Committee:
            return Q(pk=self.committee.pk)
        if model is Person:
            return Q(pk__in=self.people)
        way = owner(model)
        if way is not None:
            return Q(**{way: self.committee.pk})
        whose = person(model)
        return Q(**{f"{whose}__in": self.own}) if whose else Q(pk__in=())

    def told(self, model: Any, names: list[str], row: tuple[Any, ...]) -> tuple[Any, ...]:
        """The committee leaves its tree; who is not its own alone leaves his password and addresses behind."""
        gone: dict[str, Any] = {}
        if model is Committee:
            gone = {"parent_id": None}
        elif model is Person and row[names.index("id")] not in self.own:
            gone = {"password": "!", "phone": "", "email": "", "is_active": False, "last_login": None}
        return tuple(gone.get(name, value) for name, value in zip(names, row, strict=True)) if gone else row

    def _named(self) -> set[int]:
        """Everybody whom a row of the committee names."""
        found: set[int] = set()
        for model in apps.get_models(include_auto_created=True):
            way = owner(model)
            for field in model._meta.local_concrete_fields if way else ():
                if field.is_relation and field.related_model is Person:
                    rows = model._base_manager.filter(**{str(way): self.committee.pk}).exclude(**{field.name: None})
                    found |= set(rows.order_by().values_list(field.attname, flat=True).distinct())
        return found


def owner(model: type[models.Model], seen: tuple[Any, ...] = ()) -> str | None:
    """The way from a row to its committee, along keys that are never empty; None where there is none."""
    if model in (Committee, Person) or model in seen:
        return None
    keys = [field for field in model._meta.local_concrete_fields if field.is_relation and not field.null]
    if any(field.related_model is Committee for field in keys):
        return next(field.name for field in keys if field.related_model is Committee)
    for field in sorted(keys, key=lambda one: not one.primary_key):
        if (further := owner(field.related_model, (*seen, model))) is not None:  # type: ignore[arg-type]
            return f"{field.name}__{further}"
    return None


def person(model: Any) -> str | None:
    """The way from a row that is somebody's alone (a second factor, a sign-in) to him."""
    for field in model._meta.local_concrete_fields:
        if field.is_relation and field.related_model is Person:
            return field.name
    for field in model._meta.local_concrete_fields:
        further = (
            person(field.related_model)
            if field.is_relation and not field.null and field.related_model is not model
            else None
        )  # type: ignore[arg-type]
        if further is not None:
            return f"{field.name}__{further}"
    return None
