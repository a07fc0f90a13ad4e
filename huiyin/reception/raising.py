"""A voice comes in: from a citizen's own hand, or taken down at a site. Registered, numbered and sealed in one transaction."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.handling.publishing import without_contacts
from huiyin.kernel import clock, parameters
from huiyin.kernel.batch import Batch
from huiyin.kernel.models import Attachment, Committee, Post
from huiyin.kernel.raising import raise_case
from huiyin.kernel.refusal import BadDate, Missing, Refused
from huiyin.kernel.underway import Act
from huiyin.places.models import Site
from huiyin.reception import citizens
from huiyin.reception.models import BACK, CHANNELS, SPOKEN, Voice

LONGEST = 2000
SAME = 50
"""So many voices of one telephone in thirty days are somebody's script, not somebody's street."""


@dataclass(frozen=True)
class Receipt:
    """What the citizen keeps: the number, and the code that opens it."""

    voice: Voice
    code: str


def public_post(committee: Committee) -> Post:
    """The post in which citizens act: nobody signs in as it. Made when first needed."""
    post = Post.objects.filter(committee=committee, role="public", organisation=None).order_by("pk").first()
    if post is None:
        post = Post.objects.create(committee=committee, role="public", title=_("群众"))
    post.committee = committee
    return post


def raise_voice(
    as_: Post,
    *,
    words: str,
    channel: str,
    site: Site | None = None,
    place: str = "",
    subject: str = "",
    wanted: str = "",
    people: int = 1,
    back: str = "self",
    name: str = "",
    phone: str = "",
    on: date | None = None,
    area_id: int | None = None,
    sensitive: bool = False,
    key: str | None = None,
    files: list[Attachment] | None = None,
) -> Receipt:
    """Take a voice down and give it its number; a repeated `key` gives the receipt of the first time.

    Errors: Missing, BadDate, Refused with `fields` (words, phone, people, on, back, site).
    """
    values = checked(as_, locals())
    name, phone = values.pop("name"), values.pop("phone")

    def sealed(batch: Batch, case: Voice, done: Act) -> None:
        batch.add(citizens.seal(as_.committee, case, name, phone))
        for one in files or []:
            batch.change(one, case_id=case.pk, event_id=done.event.id)

    voice: Voice = raise_case(
        "voice", "register", as_=as_, title=heading(values["words"]), row=values, key=key, also=sealed
    )
    return Receipt(voice, citizens.code_of(voice))


def heading(words: str, most: int = 40) -> str:
    """The first sentence of what was said, as a name for lists; telephone numbers blotted out."""
    first = without_contacts(words.strip().splitlines()[0] if words.strip() else "")
    for mark in "。！？!?；;":
        first = first.split(mark)[0]
    return first if len(first) <= most else first[: most - 1] + "…"


def checked(as_: Post, given: dict[str, Any]) -> dict[str, Any]:
    """The fields of the voice, each looked at. Errors: as raise_voice."""
    wrong: dict[str, Any] = {}
    committee = as_.committee
    words = str(given["words"]).replace("\x00", "").strip()
    if not words:
        wrong["words"] = _("请写什么事、在哪里，写三句话就行。")
    elif len(words) > LONGEST:
        wrong["words"] = _("太长了：{n} 个字，最多 {most} 个字。请写主要的。").format(n=len(words), most=LONGEST)
    if given["channel"] not in dict(CHANNELS) or (as_.role == "public") == (given["channel"] in SPOKEN):
        wrong["channel"] = _("请选怎么来的。")
    if not 1 <= int(given["people"] or 0) <= 9999:
        wrong["people"] = _("人数从 1 到 9999。")
    if given["subject"] and given["subject"] not in {str(row[0]) for row in parameters.get(committee, "P-34S")}:
        wrong["subject"] = _("没有这个分类，请重新选。")
    site = given["site"]
    if site is not None and (site.committee_id != committee.pk or (site.ends and site.ends < clock.today())):
        wrong["site"] = _("这个站点已经停用，请换一个，或直接交给政协办公室。")
    phone = str(given["phone"] or "").strip()
    if given["back"] not in dict(BACK):
        wrong["back"] = _("请选怎么回您的话。")
    elif given["back"] != "self" and not phone:
        wrong["phone"] = _("请留电话；不想留，就选“我自己来查”。")
    if phone:
        try:
            phone = citizens.check_phone(phone)
        except Refused as refusal:
            wrong["phone"] = refusal.sentence
    if wrong:
        raise Missing(" ".join(map(str, wrong.values())), wrong)
    if as_.role == "public" and citizens.same_person(committee, phone) >= SAME:
        raise Refused(
            _("这个电话一个月里已经反映了 {n} 件。先等等前面的回音，急事请打 12345。").format(n=SAME),
            {"phone": _("这个电话反映得太多了。")},
        )
    on = given["on"] or clock.today()
    if on > clock.today():
        sentence = _("{day}还没到。请填群众来的那天。").format(day=clock.day_words(on))
        raise BadDate(sentence, {"on": sentence})
    return {
        "words": words, "channel": given["channel"], "site": site, "place": str(given["place"]).strip()[:120],
        "subject": given["subject"], "wanted": str(given["wanted"]).strip()[:300], "people": int(given["people"]),
        "back": given["back"], "raised_on": on, "area_id": given["area_id"], "sensitive": bool(given["sensitive"]),
        "taken_by": as_.person if as_.role == "member" else None, "name": str(given["name"]).strip()[:60], "phone": phone,
    }  # fmt: skip
