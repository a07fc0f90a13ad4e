"""一事一案 (R-010): plain signs that a proposal speaks of two matters. A finding for people to judge, never a block."""

import re
from typing import Any

from django.utils.translation import gettext as _

TITLE = re.compile(r"^关于|的?(?:提案|建议案|建议|议案)$")
JOINED = re.compile(r"(?P<one>.{2,40}?)(?:，?以及|，?并且|；|;|，同时|，另)(?P<other>.{2,40})")
PAIRED = re.compile(r"[和与及、]")
ADDRESSED = re.compile(r"(?:建议由?|商?请|由)(?P<body>[\u4e00-\u9fff]{1,8}?(?:局|委|办公室|街道|中心|集团))")
HEADING = re.compile(r"^\s*(?:[一二三四五六]、|[（(][一二三四五六][）)])\s*关于(.{2,30})", re.M)


def finding(case: Any) -> str:
    """What looks like two matters, as a sentence; nothing when it looks like one.

    Signs: the title joins two clauses (以及, 并且, a semicolon); the text has several headings 关于…; the title pairs two things
    and the suggestions are addressed to bodies that have none in common.
    """
    title = TITLE.sub("", TITLE.sub("", case.title.strip()))
    if found := JOINED.search(title):
        one, other = found["one"].strip("，, "), found["other"].strip("，, ")
        return _("像是两件事：“{one}”和“{other}”。一事一案，请看要不要分开。").format(one=one, other=other)
    headings = list(dict.fromkeys(HEADING.findall(f"{case.situation}\n{case.analysis}")))
    if len(headings) > 1:
        return _("像是 {n} 件事：正文分了“{names}”几题。一事一案，请看要不要分开。").format(
            n=len(headings), names="”“".join(headings[:4])
        )
    bodies = addressed([str(item) for item in case.items])
    if PAIRED.search(title) and len(bodies) == 2 and len(case.items) > 1:
        return _("像是两件事：案由并列两样，建议分别写给{one}和{other}。一事一案，请看要不要分开。").format(
            one=bodies[0], other=bodies[1]
        )
    return ""


def addressed(items: list[str]) -> list[str]:
    """The bodies to which the suggestions are addressed at their beginning, each once, in order."""
    found = (ADDRESSED.match(item.strip()) for item in items)
    return list(dict.fromkeys(one["body"] for one in found if one))
