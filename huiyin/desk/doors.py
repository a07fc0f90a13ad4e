"""Every sign-in, failure and sign-out is noted (R-301): time, person, name tried, result, address; never a password."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from huiyin.desk.records import AccessLog
from huiyin.kernel import clock
from huiyin.kernel.models import Person


def note(request: Any, username: str, result: str, person: Person | None = None) -> None:
    """Write one line of the access log. A name that is somebody's is tied to the person."""
    username = username.strip()[:60]
    person = person or Person.objects.filter(username=username).first()
    address = str(request.META.get("REMOTE_ADDR", ""))[:45] if request is not None else ""
    AccessLog.objects.create(at=clock.now(), person=person, username=username, result=result, address=address)


def signed_in(sender: Any, request: Any, user: Person, **kwargs: Any) -> None:
    note(request, user.username, "in", user)


def refused(sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
    note(request, str(credentials.get("username", "")), "failed")


def signed_out(sender: Any, request: Any, user: Person | None, **kwargs: Any) -> None:
    if user is not None:
        note(request, user.username, "out", user)


def connect() -> None:
    user_logged_in.connect(signed_in, dispatch_uid="access.in")
    user_login_failed.connect(refused, dispatch_uid="access.failed")
    user_logged_out.connect(signed_out, dispatch_uid="access.out")
