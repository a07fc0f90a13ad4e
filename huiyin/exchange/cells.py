"""What stands in one cell, understood: dates, names, units, words of satisfaction. Nothing is guessed."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

EARLIEST = dt.date(1949, 1, 1)
EXCEL_EPOCH = dt.date(1899, 12, 30)
SERIALS = range(18264, 73051)  # 1950 to 2099: outside it a number is no Excel date
SERIAL_TEXT = re.compile(r"\d{5}(\.\d+)?")
NOTHING = {"", "-", "--", "—", "——", "/", "\\", "无", "暂无", "n/a", "null", "none"}

FULL_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
AFTER_DATE = re.compile(
    r"(\s*\(?(星期|周)[一二三四五六日天]\)?)?([T\s]*\d{1,2}[:时]\d{1,2}([:分]\d{1,2}(\.\d+)?秒?|分)?(Z|[+-]\d\d:?\d\d)?)?"
)
NO_DAY = re.compile(r"\d{4}\s*([-./年]\s*\d{1,2}\s*月?|年)?")
NO_YEAR = re.compile(r"\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?")
NO_CENTURY = re.compile(r"'?\d{2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?")

# fmt: off
SATISFACTION = {
    "satisfied":    ("满意", "非常满意", "很满意", "十分满意", "同意", "a满意"),
    "basically":    ("基本满意", "比较满意", "较满意", "理解", "基本同意", "b基本满意"),
    "dissatisfied": ("不满意", "不同意", "很不满意", "c不满意"),
    "unrated":      ("未反馈", "未评价", "未测评", "未评", "未表态", "待反馈", "待评价"),
}
REVIEW = {
    "filed":     ("立案", "予以立案", "同意立案", "准予立案", "已立案", "是"),
    "declined":  ("不予立案", "不立案", "未立案", "未予立案", "否"),
    "merged":    ("并案", "并案处理", "并案办理", "已并案", "合并", "合并办理"),
    "withdrawn": ("撤案", "撤回", "撤销", "撤销立案", "已撤案"),
}
MEETING = {
    "session": ("大会期间", "大会", "会议期间", "会上", "会上提案", "会间", "全会期间", "全会", "会议"),
    "between": ("闭会期间", "闭会", "平时", "平时提案", "会后", "日常"),
}
YES = {"是", "重点", "重点提案", "重点督办", "√", "✓", "☑", "y", "yes", "true", "1", "有"}
NO = {"否", "非重点", "×", "✗", "n", "no", "false", "0", "一般", "普通"}
ROLES = {
    "主办": "hosts", "独办": "hosts", "单办": "hosts", "承办": "hosts", "牵头": "hosts",
    "会办": "cohosts", "协办": "cohosts", "配合": "cohosts", "分办": "separate",
}
# fmt: on
NUMBER_WORDS = re.compile(r"[\s和与及]|提案|案号|流水号?|并入|并至|合并|主案|办理|处理|并案|案$|第|号|件")
SEPARATOR = re.compile(r"[、，,；;/／|｜\n\r]")
BRACKET = re.compile(r"[（(〔\[【]")
ROLE = "|".join(ROLES)
ROLE_BEFORE = re.compile(rf"({ROLE})(?:单位|部门)?\s*:\s*")
ROLE_AFTER = re.compile(rf"（({ROLE})(?:单位|部门)?）$")
LEADER = re.compile(r"[（(](领衔|领衔人|第一提案人|第一提案者|执笔|执笔人)[）)]")
AND_OTHERS = re.compile(r"等\s*(\d+|[一二三四五六七八九十]+)?\s*(人|名|位|名委员|位委员|人联名|委员)?\s*$")


class CellRefused(ValueError):
    """`what` is wrong with the cell, `mend` says how to put it right; `vague` when only the day is not known."""

    def __init__(self, what: str, mend: str, vague: bool = False):
        super().__init__(what)
        self.what, self.mend, self.vague = what, mend, vague


def plain(value: object) -> str | None:
    """The cell as text, None when it is empty or a mark for nothing; whole numbers without their .0."""
    if isinstance(value, str):
        text = value.strip()
        return None if text.lower() in NOTHING else text
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, dt.datetime):
        value = value.date() if value.time() == dt.time() else value
    if isinstance(value, list | tuple):
        value = "、".join(filter(None, map(plain, value)))
    text = "" if value is None else str(value).strip()
    return None if text.lower() in NOTHING else text


def one_line(value: object) -> str | None:
    """As `plain`, on one line."""
    text = plain(value)
    return None if text is None else re.sub(r"\s*[\r\n]+\s*", "", text).strip() or None


def serial(value: object) -> int | None:
    """The day number of Excel that a cell holds when its date format was lost (45000 for 2023-03-15), as a number or as text."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value).strip()
        value = float(text) if SERIAL_TEXT.fullmatch(text) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or int(value) not in SERIALS:
        return None
    return int(value)


def date(value: object, today: dt.date | None = None) -> dt.date | None:
    """The day, from an Excel date or serial or from text such as 2023.5.6, 2023年5月6日, 20230506.

    None when the cell is empty. Raises CellRefused for what is no whole date, is before 1949 or after `today`.
    """
    if isinstance(value, dt.datetime):
        day: dt.date | None = value.date()
    elif isinstance(value, dt.date):
        day = value
    elif (number := serial(value)) is not None:
        day = EXCEL_EPOCH + dt.timedelta(days=number)
    else:
        text = plain(value)
        day = None if text is None else _written_date(unicodedata.normalize("NFKC", text).strip(), text)
    if day and (day < EARLIEST or day > (today or dt.date.today())):
        what = _("%(day)s 还没到") if day > EARLIEST else _("%(day)s 太早了")
        raise CellRefused(what % {"day": day.isoformat()}, _("请核对年份，填实际的日期。"))
    return day


def _written_date(text: str, shown: str) -> dt.date:
    found = FULL_DATE.match(text) or COMPACT_DATE.match(text)
    if found and AFTER_DATE.fullmatch(text[found.end() :].rstrip()):
        try:
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError as error:
            raise CellRefused(_("日历上没有“%s”这一天") % shown, _("请改成实际的日期，例如 2023.5.6。")) from error
    if NO_CENTURY.fullmatch(text):
        raise CellRefused(_("“%s”的年份只有两位") % shown, _("请写全四位年份，例如 2023.5.6。"))
    if NO_DAY.fullmatch(text):
        raise CellRefused(_("“%s”没有写到哪一天") % shown, _("请补上日，例如 2023.5.6；不知道就留空。"), vague=True)
    if NO_YEAR.fullmatch(text):
        raise CellRefused(_("“%s”没有写年份") % shown, _("请补上四位年份，例如 2023.5.6。"))
    raise CellRefused(_("“%s”认不出是哪一天") % shown, _("请写成 2023.5.6 这样，一格只写一个日期。"))


@dataclass(slots=True)
class Names:
    """Names in their order, and how many people the cell speaks of when it says 等3人."""

    names: list[str] = field(default_factory=list)
    count: int | None = None


def names(value: object) -> Names:
    """People or bodies in a cell: 张三、李四; 张 三 李四; 张三等3人; a list from .jsonl."""
    found = Names()
    for part in _parts(value):
        others = AND_OTHERS.search(part)
        if others and (part := part[: others.start()].strip()):
            found.count = _number(others[1])
        leading = bool(LEADER.search(part))
        for name in _words(LEADER.sub("", part), pairs=True):
            if name not in found.names:
                found.names.insert(0 if leading else len(found.names), name)
    return found


def units(value: object, role: str) -> dict[str, list[str]]:
    """Units in a cell by role (hosts, separate, cohosts); those that bear no word for their role get `role`.

    主办：市住建局；会办：市财政局、市公安局 and 市住建局（主办）、市财政局（会办） are understood. Brackets that belong to a
    name stay, written （）.
    """
    found: dict[str, list[str]] = {}
    for part in _parts(value):
        part = part.replace("(", "（").replace(")", "）").replace("：", ":")
        if said := ROLE_BEFORE.match(part):
            role, part = ROLES[said[1]], part[said.end() :]
        for word in _words(part, pairs=False):
            own = ROLE_AFTER.search(word)
            unit = ROLE_AFTER.sub("", word)
            of_role = found.setdefault(ROLES[own[1]] if own else role, [])
            if unit and unit not in of_role:
                of_role.append(unit)
    return {role: listed for role, listed in found.items() if listed}


def satisfaction(value: object) -> str | None:
    """satisfied, basically, dissatisfied or unrated; raises CellRefused for other words."""
    return _code(value, SATISFACTION, _("满意、基本满意、不满意、未反馈"))


def review(value: object) -> str | None:
    """filed, declined, merged, withdrawn or converted (转社情民意 and the like); raises CellRefused for other words."""
    text = one_line(value)
    if text and re.match(r"(不予立案)?[，,(（]?(转|改)", text):
        return "converted"
    if text and re.match(r"(与.*)?并[入案]", text):
        return "merged"
    return _code(value, REVIEW, _("立案、不予立案、并案、撤案、转社情民意"))


def meeting(value: object) -> str | None:
    """session (at the plenary) or between (R-015); raises CellRefused for other words."""
    return _code(value, MEETING, _("大会期间、闭会期间"))


def numbers(value: object) -> tuple[str, ...]:
    """Case numbers in a cell: 12、15; 并入第12号; 与第3号、第7号并案. A number keeps its own writing (012)."""
    found: list[str] = []
    for part in _parts(value):
        text = NUMBER_WORDS.sub("", unicodedata.normalize("NFKC", part)).strip()
        if text and text not in found:
            found.append(text)
    return tuple(found)


def flag(value: object) -> bool | None:
    """True, False, or None when the cell is empty; raises CellRefused for other words."""
    if isinstance(value, bool):
        return value
    text = plain(value)
    if text is None:
        return None
    if text.lower() in YES | NO:
        return text.lower() in YES
    raise CellRefused(_("看不出“%s”是不是重点") % text, _("请填“是”或“否”，不是重点也可以留空。"))


def reply_class(value: object) -> str | None:
    """A letter alone for A, a类, Ａ; any other wording as it is given."""
    text = one_line(value)
    if text is None:
        return None
    letter = re.fullmatch(r"([A-Ea-e])\s*(类|类件|类提案)?", unicodedata.normalize("NFKC", text))
    return letter[1].upper() if letter else text


def _code(value: object, codes: dict[str, tuple[str, ...]], understood: str) -> str | None:
    text = one_line(value)
    if text is None:
        return None
    word = re.sub(r"[\s、.:：()（）]", "", unicodedata.normalize("NFKC", text)).lower()
    for code, words in codes.items():
        if word in words:
            return code
    raise CellRefused(_("“%s”不在能认的词里") % text, _("请从这些词里选一个填：%s。") % understood)


def _parts(value: object) -> list[str]:
    """The cell cut at separators that stand outside brackets."""
    if isinstance(value, list | tuple):
        return [part for item in value for part in _parts(item)]
    text = plain(value)
    if text is None:
        return []
    if not BRACKET.search(text):
        return [part for piece in SEPARATOR.split(text) if (part := piece.strip()) and part.lower() not in NOTHING]
    parts, depth = [""], 0
    for sign in text:
        depth += (sign in "（(〔[【") - (sign in "）)〕]】")
        if depth <= 0 and SEPARATOR.match(sign):
            parts.append("")
            depth = 0
        else:
            parts[-1] += sign
    return [part.strip() for part in parts if part.strip() and part.strip().lower() not in NOTHING]


def _words(text: str, pairs: bool) -> list[str]:
    """Cut at blanks, but 张 三 is one name, 区 住建局 one unit, and a blank inside or before brackets cuts nothing."""
    if " " not in text and "\u3000" not in text and "\t" not in text:
        return [text] if text else []
    text = re.sub(r"\s+(?=[（(])", "", text)
    text = re.sub(r"[（(][^）)]*[）)]", lambda found: re.sub(r"\s+", "", found[0]), text)
    words: list[str] = []
    for word in text.split():
        alone = bool(words) and len(words[-1]) == 1
        if alone and (len(word) == 1 if pairs else True):
            words[-1] += word
        else:
            words.append(word)
    return words


def _number(text: str | None) -> int | None:
    if not text:
        return None
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    digit = {sign: value for value, sign in enumerate("一二三四五六七八九", 1)}
    if not ten:
        return digit.get(text)
    return (digit.get(tens, 1) * 10) + digit.get(ones, 0)
