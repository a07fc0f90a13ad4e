"""Rows of an office's table that are no entry: totals, at the end or between, and the remarks that stand below."""

import re
import unicodedata
from collections.abc import Mapping

TOTAL = re.compile(r"(本页|本届|全部|各类|以上)?(合计|总计|小计|共计|累计|总数|合计数)[:：]?(共?[\d.]+[件条项个份]?)?")
COUNT = re.compile(r"共?\d+[件条项个份]?")
FOOT = re.compile(r"(注|备注|说明|制表人?|制表单位|填表人?|填表日期|填报人|填报单位|审核人?|统计人)[:：].*", re.DOTALL)


def is_total(cells: Mapping[str, object], title: object) -> bool:
    """Whether a row is a total or a remark below the table. `title`: what stands where an entry has its name; an entry has one."""
    said = [text for value in cells.values() if isinstance(value, str) and (text := _bare(value))]
    name = _bare(title) if isinstance(title, str) else ""
    if name and not (TOTAL.fullmatch(name) or COUNT.fullmatch(name) or FOOT.fullmatch(name)):
        return False
    return any(TOTAL.fullmatch(text) for text in said) or bool(said and FOOT.fullmatch(said[0]))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
