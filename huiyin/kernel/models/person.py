from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from huiyin.kernel.models.base import Row


class People(BaseUserManager["Person"]):
    def create_user(self, username: str, name: str, password: str | None = None, **more: object) -> "Person":
        person = self.model(username=username, name=name, **more)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(Row, AbstractBaseUser):
    """Someone who can sign in. A person alone spans committees; what he may do hangs on his posts."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    unwanted = models.JSONField(default=list, blank=True, help_text="ways (email, sms) by which he wants no notices")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = People()

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Activation(Row):
    """A one-time slip with which a person sets the first password. Only the digest of its code is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="activations")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
