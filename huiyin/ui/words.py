"""The sentences of huiyin.js, translated here and handed over as data."""

from functools import cache

from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def script_words() -> SafeString:
    """A JSON script element with the id ui-words; {names} in braces are filled in by the script."""
    return _script_words(get_language() or "")


@cache
def _script_words(language: str) -> SafeString:
    return json_script(
        {
            "saving": _("正在存草稿"),
            "saved": _("草稿已存，今天 {time}。断网也在这台设备里。"),
            "offline": _("网断了。您写的存在这台设备里，今天 {time}。连上后会接着存。"),
            "refused": _("这一次没有存到网上，您写的还在这台设备里，今天 {time}。"),
            "unstored": _("这台设备不让存，网也没有通。请先把写好的抄到别处。"),
            "newer": _("这台设备里有一份更新的草稿，{time} 写的，还没有存到网上。"),
            "newer_head": _("草稿"),
            "restore": _("用这台设备里的"),
            "discard": _("不要了，用网上的"),
            "restored": _("已换成这台设备里的草稿，{time} 写的。"),
            "count": _("{n} / {max} 字"),
            "over": _("{n} / {max} 字，多了 {over} 字"),
            "picked": _("已选 {n} 件"),
            "keys_off": _("关掉单键"),
            "keys_on": _("打开单键"),
            "at_last": _("这是最后一件了"),
            "at_first": _("这是第一件"),
            "sending": _("正在送出"),
        },
        "ui-words",
    )
