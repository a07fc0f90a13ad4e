"""/settings/members/: the members in office with what the lists say of them."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _

from huiyin.desk.access import signed_in
from huiyin.desk.office import rights
from huiyin.desk.office.shown import page_of, show
from huiyin.kernel import clock
from huiyin.people.models import Member


@signed_in(*rights.BODIES)
def members(request: Any) -> HttpResponse:
    today, q = clock.today(), request.GET.get("q", "").strip()
    rows = Member.objects.filter(Q(ends=None) | Q(ends__gte=today), committee=request.committee)
    if q:
        rows = rows.filter(Q(person__name__icontains=q) | Q(person__username__iexact=q) | Q(number=q))
    rows = rows.select_related("person").prefetch_related("attributes").order_by("number", "person__username")
    page_obj = page_of(request, rows)
    for row in page_obj:
        row.now = {one.name: one.text for one in row.attributes.all() if one.ends is None}
    return show(request, "members", _("委员"), page_obj=page_obj, q=q)
