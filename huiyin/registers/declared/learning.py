"""Learning: training, the weekly reading, essays and their judging, the material to learn from."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huiyin.registers import coverage
from huiyin.registers.counting import lines, people, total
from huiyin.registers.shape import EVERYONE, Field, Register, declare

GROUP = _("学习")
WHOM = (
    ("standing", _("常委")),
    ("member", _("委员")),
    ("office", _("机关")),
    ("mixed", _("委员和企业家")),
    ("new", _("新委员")),
)


def out_of_hundred(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"score": _now("评分在 0 到 100 之间。")} if values["score"] > 100 else {}


# fmt: off
declare(
    Register(
        "training", _("培训"), GROUP, _("谁学、学什么、在哪里、谁讲，留下什么"),
        fields=(
            Field("title", _("名称"), required=True, help=_("例如：厦门大学履职能力提升班")), Field("kind", _("哪一类"), "choice", True, (("away", _("外出培训")), ("topic", _("专题培训")), ("class", _("培训班")), ("watch", _("现场观摩"))), column="sort"),
            Field("whom", _("对谁"), "choice", True, WHOM, column="level"), Field("begins", _("哪天开始"), "day", True, column="at"), Field("days", _("几天"), "int"),
            Field("place", _("在哪里"), required=True), Field("school", _("和谁合办"), listed=False), Field("lecturers", _("谁讲"), help=_("姓名和单位，几位用顿号隔开"), listed=False), Field("themes", _("讲了什么"), "long", listed=False),
            Field("people", _("参加的委员"), "people", listed=False), Field("heads", _("参加的总人次"), "int", True, column="heads", help=_("委员和别的人都算")),
        ),
        unit=_("次"), reads=EVERYONE, once=("title", "begins"),
        figures=(
            lines("registers.training", _("专题培训"), _("次"), "training"), total("registers.training_heads", _("参加培训"), _("人次"), "training", "heads"),
            people("registers.trained", _("参加培训的委员"), _("名"), "training", "people", _("同一位参加几次算一名")),
        ),
    ),
    Register(
        "reading", _("每周共读"), GROUP, _("每周一个主题：读什么、谁领读、多少人来"),
        fields=(
            Field("title", _("这周的主题"), required=True), Field("book", _("读哪本书")), Field("on", _("哪天"), "day", True, column="at"), Field("lecturer", _("谁领读、谁讲"), required=True),
            Field("kind", _("讲的人"), "choice", True, (("member", _("委员")), ("office", _("机关干部")), ("outside", _("外请讲师"))), column="sort"), Field("members", _("到场的委员"), "people", listed=False), Field("heads", _("多少人到场"), "int", True, column="heads"), Field("notes", _("讨论了什么"), "long", listed=False),
        ),
        unit=_("次"), reads=EVERYONE, once=("on",), coverage=coverage.reading,
        figures=(lines("registers.reading", _("共读"), _("次"), "reading"), total("registers.reading_heads", _("参加共读"), _("人次"), "reading", "heads"), people("registers.readers", _("参加共读的委员"), _("名"), "reading", "members")),
    ),
    Register(
        "essays", _("征文"), GROUP, _("心得、感言、论文：委员自己交，别人评"),
        fields=(
            Field("by", _("谁写的"), "person", True), Field("title", _("题目"), required=True), Field("kind", _("哪一类"), "choice", True, (("thought", _("心得体会")), ("speech", _("调研感言")), ("paper", _("论文")), ("writing", _("文史、文艺"))), column="sort"),
            Field("call", _("哪次征文"), help=_("例如：主题教育理论研讨")), Field("on", _("哪天交的"), "day", True, column="at"), Field("words", _("正文或提要"), "long", listed=False),
            Field("grade", _("评为"), "choice", choices=(("first", _("一等")), ("second", _("二等")), ("third", _("三等")), ("good", _("优秀"))), column="level", help=_("评完以后由办公室填")),
        ),
        unit=_("篇"), reads=EVERYONE, adds=("member",), whose="by", checked=True, once=("by", "title"),
        figures=(
            lines("registers.essays", _("征文"), _("篇"), "essays", _("核对过收进来的")), lines("registers.essays_graded", _("获评的征文"), _("篇"), "essays", overlaps=_("已算在征文内"), level__gt=""),
            lines("registers.papers", _("论文"), _("篇"), "essays", overlaps=_("已算在征文内"), sort="paper"), lines("registers.papers_graded", _("优秀论文"), _("篇"), "essays", overlaps=_("已算在论文内"), sort="paper", level__gt=""),
        ),
    ),
    Register(
        "essay_scores", _("征文评分"), GROUP, _("每位评委一分，不评自己的"),
        fields=(Field("essay", _("哪一篇"), "record", True, to="essays"), Field("judge", _("评委"), "person", True), Field("score", _("几分"), "int", True, column="amount", help=_("0 到 100")), Field("on", _("哪天"), "day", True, column="at"), Field("words", _("评语"), "long", listed=False)),
        called="{essay}：{judge}", unit=_("份"), reads=(), once=("essay", "judge"), checks=(out_of_hundred, coverage.not_his_own),
        figures=(lines("registers.essay_scores", _("征文评分"), _("份"), "essay_scores"), people("registers.judges", _("征文评委"), _("名"), "essay_scores", "judge")),
    ),
    Register(
        "material", _("学习资料"), GROUP, _("优秀提案、社情民意、公文写作的范例和讲义"),
        fields=(
            Field("title", _("名称"), required=True), Field("kind", _("哪一类"), "choice", True, (("proposal", _("优秀提案")), ("opinion", _("社情民意范例")), ("paper", _("公文、新闻写作")), ("law", _("法规政策")), ("other", _("其他"))), column="sort"),
            Field("proposal", _("哪件提案"), "case", help=_("写案号")), Field("why", _("好在哪里"), "long", True, listed=False), Field("on", _("哪天收进来"), "day", True, column="at"), Field("link", _("在哪里看"), longest=300),
        ),
        unit=_("份"), reads=EVERYONE, once=("title",), figures=(lines("registers.material", _("新收的学习资料"), _("份"), "material"),),
    ),
)
# fmt: on
