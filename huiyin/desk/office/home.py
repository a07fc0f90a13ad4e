"""/settings/: what this post may keep."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.desk.access import signed_in
from huiyin.desk.office import rights


@signed_in()
def home(request: Any) -> HttpResponse:
    return render(request, "desk/office/home.html", {"title": _("设置"), "places": rights.places(request.post)})
