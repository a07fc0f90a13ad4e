"""The headers that offices really write, and what they mean to us. Order matters: the first one found wins."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.exchange.refused import SheetRefused
from huiyin.exchange.sheets import header_key

# fmt: off
SYNONYMS: dict[str, tuple[str, ...]] = {
    "title":         ("案由", "提案名称", "提案标题", "提案题目", "标题", "题目", "建议标题", "建议名称", "提案案由", "名称", "title"),
    "number":        ("案号", "提案编号", "提案号", "立案编号", "立案号", "编号", "建议编号", "建议号", "number"),
    "intake":        ("流水号", "收文号", "登记号", "收件号", "来件号", "intake"),
    "session":       ("届次会议", "届次", "会次", "会议届次", "届别会次", "会议名称", "会议", "session"),
    "term":          ("届别", "届", "第几届", "term"),
    "year":          ("年度", "年份", "提案年度", "年", "year"),
    "proposers":     ("提案者", "提案人", "第一提案人", "第一提案者", "提案委员", "领衔委员", "领衔人", "领衔", "提案单位",
                      "提案人姓名", "建议人", "提出者", "提出人", "proposers", "proposer"),
    "joint":         ("联名", "联名人", "联名委员", "附议人", "附议委员", "联署人", "联合提案人", "其他提案人", "cosigners"),
    "proposer_kind": ("提案者类型", "提案者类别", "提案人类型", "提案人类别", "提案形式", "提案方式", "提交方式",
                      "个人集体", "proposer_type", "proposer_kind"),
    "subject":       ("类别", "提案类别", "分类", "提案分类", "内容分类", "内容类别", "所属类别", "建议类别", "类型", "category", "subject"),
    "situation":     ("情况", "基本情况", "现状", "背景", "提案背景", "调研情况", "situation"),
    "analysis":      ("分析", "问题分析", "存在问题", "问题", "主要问题", "原因分析", "analysis"),
    "suggestions":   ("建议", "具体建议", "意见建议", "建议内容", "对策建议", "办法", "suggestions"),
    "hosts":         ("主办单位", "主办", "独办单位", "独办", "单办单位", "承办单位", "主承办单位", "牵头单位", "主办部门",
                      "承办部门", "办理单位", "host", "hosts"),
    "separate":      ("分办单位", "分办", "分别办理单位", "separate"),
    "cohosts":       ("会办单位", "会办", "协办单位", "协办", "会办部门", "协办部门", "配合单位", "cohosts", "cohost"),
    "meeting":       ("提案时段", "提出时段", "时段", "会议期间", "提案期间", "期间", "会期", "会上平时", "period"),
    "merged_into":   ("并入案号", "并入", "并入提案", "并入提案号", "主案", "主案号", "主案案号", "并案至", "并入号", "merged_into"),
    "merges":        ("合并提案", "合并提案号", "合并案号", "被并提案", "被并案号", "从案", "附案", "并入的提案", "merges"),
    "merged_with":   ("并案", "并案号", "并案情况", "并案提案", "并案案号", "merged_with"),
    "submitted":     ("提交日期", "提交时间", "收到日期", "收到时间", "登记日期", "登记时间", "提案日期", "提案时间", "提出日期",
                      "提出时间", "收案日期", "来件日期", "registered", "submitted"),
    "filed":         ("立案日期", "立案时间", "审查日期", "审查时间", "filed"),
    "assigned":      ("交办日期", "交办时间", "转办日期", "assigned"),
    "signed":        ("签收日期", "签收时间", "接收日期", "signed"),
    "replied":       ("答复日期", "答复时间", "办复日期", "办复时间", "复函日期", "回复日期", "回复时间", "host_replied", "replied"),
    "doc_number":    ("答复文号", "复文文号", "复函文号", "答复函号", "复函号", "发文字号", "文号", "doc_number"),
    "replied_again": ("二次答复日期", "二次答复时间", "第二次答复日期", "第二次答复时间", "再次答复日期", "再次答复时间", "重新答复日期",
                      "重新答复时间", "二次办复日期", "二次办复时间", "replied_again"),
    "rated_again":   ("二次评价日期", "二次评价时间", "二次反馈日期", "二次反馈时间", "第二次评价日期", "再次评价日期", "rated_again"),
    "satisfaction_again": ("二次满意度", "二次满意情况", "二次评价", "二次反馈", "二次反馈意见", "二次测评结果", "第二次满意度",
                      "第二次评价", "再次评价", "再次满意度", "重新办理满意度", "satisfaction_again"),
    "rated":         ("评价日期", "评价时间", "反馈日期", "反馈时间", "测评日期", "rated"),
    "closed":        ("办结日期", "办结时间", "结案日期", "closed"),
    "reply_class":   ("答复类别", "办理结果", "结果分类", "办理类型", "答复分类", "答复类型", "办理结果分类", "解决程度",
                      "办理类别", "答复等级", "result_class", "reply_class"),
    "satisfaction":  ("满意度", "满意情况", "委员满意度", "满意程度", "委员意见", "反馈意见", "委员反馈", "评价", "委员评价",
                      "测评结果", "对办理结果", "satisfaction_result", "satisfaction"),
    "review":        ("审查结果", "是否立案", "立案情况", "审查意见", "立案与否", "初审结果", "review"),
    "step":          ("办理状态", "状态", "办理进度", "进度", "当前环节", "环节", "办理情况", "step", "status"),
    "key":           ("重点", "是否重点", "重点提案", "是否重点提案", "重点督办", "key"),
    "note":          ("备注", "说明", "note", "remark"),
}
LABELS = {
    "title": "案由", "number": "案号", "intake": "流水号", "session": "届次会议", "term": "届", "year": "年度",
    "proposers": "提案者", "joint": "联名", "proposer_kind": "提案者类型", "subject": "类别", "situation": "情况",
    "analysis": "分析", "suggestions": "建议", "hosts": "主办单位", "separate": "分办单位", "cohosts": "会办单位",
    "meeting": "提案时段", "merged_into": "并入案号", "merges": "合并提案", "merged_with": "并案",
    "doc_number": "答复文号", "replied_again": "二次答复日期", "rated_again": "二次评价日期", "satisfaction_again": "二次满意度",
    "submitted": "提交日期", "filed": "立案日期", "assigned": "交办日期", "signed": "签收日期", "replied": "答复日期",
    "rated": "评价日期", "closed": "办结日期", "reply_class": "答复类别", "satisfaction": "满意度", "review": "审查结果",
    "step": "办理状态", "key": "重点", "note": "备注",
}
# fmt: on
ROW_NUMBERS = ("序号", "行号", "no", "no.")
"""A row's place in its own list: known, and left alone. It is the number of nothing, and every list begins at 1 again."""
# These hold several names, so that two columns of the same meaning add up instead of one winning.
LISTS = {"proposers", "joint", "hosts", "separate", "cohosts"}


def known_headers(mapping: Mapping[str, object] | None = None) -> set[str]:
    """Every header word that is understood, with those of the office's own mapping."""
    return {word for words in _vocabulary(mapping).values() for word in words} | set(ROW_NUMBERS)


def match(headers: Iterable[str], mapping: Mapping[str, object] | None = None) -> dict[str, list[str]]:
    """Our field → the file's headers that feed it, best first; a header that is not understood is in none."""
    there: dict[str, str] = {}
    for header in headers:
        there.setdefault(header_key(header), header)
        there.setdefault(_bare(header), header)
    found: dict[str, list[str]] = {}
    taken: set[str] = set()
    for field, words in _vocabulary(mapping).items():
        for word in words:
            header = there.get(header_key(word), "")
            if not header or header in taken or (found.get(field) and field not in LISTS):
                continue
            found.setdefault(field, []).append(header)
            taken.add(header)
    if "closed" in found and "replied" not in found:
        # Where a table has one date at its end, offices call the day of the reply 办结日期.
        found["replied"] = found.pop("closed")
    return found


def load_mapping(path: str | Path) -> dict[str, object]:
    """A JSON or TOML file of {our field: their header or headers}; our field may be its Chinese label.

    Raises SheetRefused when the file cannot be read or names a field that we do not have.
    """
    name = Path(path).name
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
        raw = tomllib.loads(text) if name.endswith(".toml") else json.loads(text)
    except (OSError, ValueError) as error:
        raise SheetRefused(
            _("对照文件“%(name)s”读不了。请写成 JSON 或 TOML，用 UTF-8 保存。") % {"name": name}
        ) from error
    if not isinstance(raw, dict):
        raise SheetRefused(_("对照文件“%(name)s”应当是一组“我们的字段 = 你们的表头”。") % {"name": name})
    return checked_mapping(raw, name)


def checked_mapping(raw: Mapping[str, object], name: str = "") -> dict[str, object]:
    """The mapping with our own field names as keys; raises SheetRefused for a field or a header that cannot be."""
    by_label = {label: field for field, label in LABELS.items()}
    mapping: dict[str, object] = {}
    for key, header in raw.items():
        field = by_label.get(key, key)
        if field not in SYNONYMS:
            known = "、".join(f"{field}（{label}）" for field, label in LABELS.items())
            raise SheetRefused(
                _("对照文件“%(name)s”里的“%(key)s”不是我们的字段。可以写的字段：%(known)s。")
                % {"name": name, "key": key, "known": known}
            )
        if not (isinstance(header, str) or (isinstance(header, list) and all(isinstance(h, str) for h in header))):
            raise SheetRefused(
                _("对照文件“%(name)s”里“%(key)s”的右边应当是表头的名称，或一组名称。") % {"name": name, "key": key}
            )
        mapping[field] = header
    return mapping


def _vocabulary(mapping: Mapping[str, object] | None) -> dict[str, tuple[str, ...]]:
    """The synonyms; a mapped field goes first and listens to its mapped headers alone."""
    mapped = {field: _as_tuple(header) for field, header in checked_mapping(mapping or {}).items()}
    return mapped | {field: words for field, words in SYNONYMS.items() if field not in mapped}


def _as_tuple(header: object) -> tuple[str, ...]:
    return (header,) if isinstance(header, str) else tuple(header)  # type: ignore[arg-type]


def _bare(header: str) -> str:
    """Without an explanation in brackets: 答复日期（年月日） → 答复日期."""
    return re.sub(r"\(.*?\)", "", header_key(header))
