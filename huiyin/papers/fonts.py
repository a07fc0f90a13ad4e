"""Which of the machine's fonts stand for the four that GB/T 9704-2012 asks for (R-300: fonts may be missing).

The PDF maker brings no Chinese font. Offices have 仿宋 and 小标宋; servers mostly have Noto or Source Han, which anyone may install.
"""

import os
from collections.abc import Collection
from dataclasses import asdict, dataclass
from functools import cache

import typst
from django.utils.translation import gettext as _

SERIF = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "Source Han Serif",
    "Noto Serif SC",
    "Songti SC",
    "SimSun",
    "宋体",
    "NSimSun",
    "STSong",
    "AR PL SungtiL GB",
    "AR PL UMing CN",
)
SANS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Source Han Sans",
    "Noto Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
)
FANG = (
    "FangSong_GB2312",
    "仿宋_GB2312",
    "FangSong",
    "仿宋",
    "STFangsong",
    "华文仿宋",
    "FZFangSong-Z02S",
    "方正仿宋_GBK",
)
FANG_FREE = ("Zhuque Fangsong (technical preview)", "朱雀仿宋（预览测试版）", "cwTeXFangSong")
TITLE = ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK", "STZhongsong", "华文中宋")
HEI = ("SimHei", "黑体", "STHeiti", "Heiti SC", "FZHei-B01S", "方正黑体_GBK")

# Best first; the last resort of every role is any Chinese font at all, so that a letter is never printed empty.
ROLES: dict[str, tuple[str, ...]] = {
    "body": (*FANG, *FANG_FREE, *SERIF, *SANS),
    "title": (*TITLE, *SERIF, *SANS),
    "heading": (*HEI, *SANS, *SERIF),
    "figures": ("SimSun", "宋体", *SERIF, *SANS),
}


class FontMissing(Exception):
    """No Chinese font on this machine; the message is a sentence for whoever runs it."""


@dataclass(frozen=True)
class Faces:
    """Font families chosen for body 仿宋, title 小标宋, heading 黑体 and page figures 宋体."""

    body: str
    title: str
    heading: str
    figures: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def choose(families: Collection[str]) -> Faces:
    """The best of these families for each role. Raises FontMissing when none of them is Chinese."""
    known = {name.casefold(): name for name in families}
    picked = {role: _first(names, known) for role, names in ROLES.items()}
    return Faces(**picked)


def _first(names: tuple[str, ...], known: dict[str, str]) -> str:
    for name in names:
        if found := known.get(name.casefold()):
            return found
    raise FontMissing(
        _(
            "这台服务器上没有中文字体，排不出公文。请安装 fonts-noto-cjk（apt install fonts-noto-cjk），"
            "或把仿宋、小标宋等字体文件放进 HUIYIN_FONTS 指定的文件夹，再重新启动。"
        )
    )


@cache
def installed() -> typst.Fonts:
    """Fonts of the system and of the folder named by HUIYIN_FONTS, scanned once per process."""
    folder = os.environ.get("HUIYIN_FONTS", "")
    return typst.Fonts(include_system_fonts=True, font_paths=[folder] if folder else [])


@cache
def faces() -> Faces:
    """This machine's choice. Raises FontMissing (a failure is not remembered: a font may be installed meanwhile)."""
    try:
        return choose(installed().families())
    except FontMissing:
        installed.cache_clear()
        raise
