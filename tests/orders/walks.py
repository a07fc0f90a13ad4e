"""Calls and leads walked to a state by the posts that really take each step."""

from datetime import timedelta

from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.orders.calling import begin
from huiyin.orders.models import OrderLead

WORDS = {
    "background": "三个农贸市场周边只有 120 个车位。", "difficulty": "夜间停车挤占消防通道。", "wish": "调研错时共享停车。",
    "contact": "秦联络 0000-1234567", "level": "district",
}  # fmt: skip


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def called(district, mark="", agreed=True):
    call = begin(
        district.office, title=f"{mark}九届六次会议选题线索", units=district.units[:3], office=district.government,
        reply_by=clock.today() + timedelta(days=20), words=f"{mark}一条一事。",
    )  # fmt: skip
    if agreed:
        act(call, "agree", as_=district.assigning)
    return call


def lead(district, call, unit=None, mark="", title="农贸市场夜间停车"):
    """A lead of the first unit (or of the post given)."""
    words = {name: f"{mark}{text}" if name != "level" else text for name, text in WORDS.items()}
    act(call, "send", as_=unit or district.unit, title=f"{mark}{title}", **words)
    return OrderLead.objects.filter(call=call.pk).order_by("pk").last()


def published(district, call=None, mark=""):
    row = lead(district, call or called(district, mark), mark=mark)
    act(row, "accept", as_=district.office)
    act(row, "publish", as_=district.office)
    return row


def drafting(district):
    row = published(district)
    act(row, "claim", as_=district.member)
    act(row, "research", as_=district.unit, on=clock.today(), way="site", found="夜里看了三个市场。")
    act(row, "draft", as_=district.member)
    return fresh(row)
