"""The lists with which a district moves in: which columns each has, what may stand in them, an example of each."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.people.models import Unit
from huiyin.people.roles import ROLES

PHONE = re.compile(r"\+?[0-9][0-9 \-]{4,18}[0-9]")
STAFF = ("proposal_office", "proposal_director", "reviewer", "leader")


@dataclass(frozen=True)
class Column:
    """A column of a list. `other` are further headers for it; `read` gives the value or raises ValueError (what, how to mend)."""

    field: str
    label: str
    required: bool = False
    other: tuple[str, ...] = ()
    most: int = 60
    read: Callable[[str], str] | None = None
    about: Any = ""
    example: str = ""


class Wrong(ValueError):
    """`what` is wrong in a cell, `mend` how to put it right."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what, self.mend = what, mend


def phone(text: str) -> str:
    if not PHONE.fullmatch(text):
        raise Wrong(
            _("“{text}”不像电话号码").format(text=text), _("请只写数字，例如 13800000000；Excel 里把这一列设成文本。")
        )
    return re.sub(r"[ \-]", "", text)


def email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise Wrong(_("“{text}”不是邮箱").format(text=text), _("请写成 name@example.cn 的样子，或者空着。")) from None
    return text.lower()


def branch(text: str) -> str:
    for code, label in Unit.BRANCHES:
        if text.removesuffix("口") in (code, str(label).removesuffix("口")):
            return code
    raise Wrong(
        _("不认识“{text}”这个口").format(text=text),
        _("请写：{names}。").format(names="、".join(str(n) for _c, n in Unit.BRANCHES)),
    )


def staff_role(text: str) -> str:
    for code in STAFF:
        if text in (code, str(ROLES[code])):
            return code
    names = "、".join(str(ROLES[code]) for code in STAFF)
    raise Wrong(_("没有“{text}”这种身份").format(text=text), _("请写：{names}。").format(names=names))


_L = gettext_lazy
PHONE_COLUMN = Column(
    "phone", "手机", other=("电话", "手机号", "联系电话", "联络员手机"), read=phone, example="13800000000"
)
EMAIL_COLUMN = Column("email", "邮箱", other=("电子邮箱", "邮件"), most=200, read=email, example="name@example.cn")
USERNAME = Column("username", "用户名", other=("账号",), about=_L("不填就自动编，例如 m001"), example="")

# fmt: off
COLUMNS: dict[str, tuple[Column, ...]] = {
    "assigning": (
        Column("name", "名称", True, ("交办机关", "机关名称"), 100, example="区政府督查室"),
        Column("full_name", "全称", most=120, about=_L("公文纸上的名称"), example="澄江区人民政府办公室"),
        Column("contact", "联络员姓名", False, ("联络员", "联系人"), example="周明"), PHONE_COLUMN, EMAIL_COLUMN,
    ),
    "units": (
        Column("name", "名称", True, ("单位", "单位名称", "承办单位"), 100, example="区住建局"),
        Column("full_name", "全称", most=120, about=_L("公文纸上的名称"), example="澄江区住房和城乡建设局"),
        Column("parent", "归口交办机关", False, ("交办机关", "归口"), 100, about=_L("先导入交办机关，这里照写它的名称"), example="区政府督查室"),
        Column("branch", "口", False, ("系统",), read=branch, about=_L("党委口、政府口、人大、法院、检察院、其他；不填是政府口"), example="政府口"),
        Column("prefix", "机关代字", False, ("代字",), 30, about=_L("答复函的发文字号用"), example="澄住建函"),
        Column("contact", "联络员姓名", False, ("联络员", "联系人"), example="王一"), PHONE_COLUMN, EMAIL_COLUMN,
        Column("head", "签发领导", False, ("签发人",), about=_L("在系统里签发的单位才要填"), example="李二"),
    ),
    "places": (
        Column("township", "乡镇", True, ("乡镇街道", "街道", "镇"), 100, example="清泉镇"),
        Column("village", "村社区", False, ("村", "社区", "村（社区）", "村/社区"), 100, example="新华村"),
    ),
    "sectors": (
        Column("name", "界别", True, ("名称", "界别名称"), 100, example="教育界"),
    ),
    "members": (
        Column("name", "姓名", True, ("委员", "委员姓名"), example="陈某某"), USERNAME,
        Column("number", "委员证号", False, ("证号", "编号"), 20, example="0012"),
        Column("sector", "界别", False, most=100, example="教育界"),
        Column("party", "党派", False, ("党派团体", "政治面貌"), 100, example="民盟"),
        PHONE_COLUMN, EMAIL_COLUMN,
        Column("employer", "工作单位", False, ("单位", "单位及职务", "工作单位及职务"), 100, example="第一中学"),
        Column("residence", "居住乡镇", False, ("居住地", "所在乡镇", "乡镇街道"), 100, about=_L("照写“乡镇和村社区”里的名称"), example="清泉镇"),
    ),
    "staff": (
        Column("name", "姓名", True, example="赵三"),
        Column("role", "角色", True, ("身份",), read=staff_role, about=_L("提案委办公室、提案委主任、审查组成员、主席会议成员"), example="提案委办公室"),
        USERNAME, PHONE_COLUMN, EMAIL_COLUMN,
    ),
}
LABELS = {
    "assigning": _L("交办机关"), "units": _L("承办单位"), "places": _L("乡镇和村社区"), "sectors": _L("界别"),
    "members": _L("委员"), "staff": _L("机关人员"),
}
# fmt: on


def read_cell(column: Column, text: str) -> str:
    """The value of a cell. Errors: Wrong."""
    if not text:
        if column.required:
            raise Wrong(_("空着"), _("这一列每行都要填。"))
        return ""
    if len(text) > column.most:
        raise Wrong(_("有 {n} 个字，太长").format(n=len(text)), _("最多 {n} 个字，请缩短。").format(n=column.most))
    return column.read(text) if column.read else text


def blank(cells: Mapping[str, str]) -> bool:
    return not any(cells.values())
