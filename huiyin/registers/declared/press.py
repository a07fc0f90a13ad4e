"""What is printed and shown: media items by level, the internal periodical and its mailing, the cultural calendar."""

from django.utils.translation import gettext_lazy as _

from huiyin.registers import coverage
from huiyin.registers.counting import lines, people, total
from huiyin.registers.shape import EVERYONE, Field, Register, declare

GROUP = _("宣传文化")
LEVELS = (("nation", _("国家级")), ("province", _("省级")), ("city", _("市级")), ("district", _("区县级")))

# fmt: off
declare(
    Register(
        "media", _("媒体用稿"), GROUP, _("哪家媒体、哪一级、哪天、谁写的"),
        fields=(
            Field("title", _("标题"), required=True), Field("medium", _("哪家媒体"), required=True), Field("level", _("哪一级"), "choice", True, LEVELS, column="level"), Field("kind", _("什么形式"), "choice", True, (("paper", _("报刊")), ("tv", _("广播电视")), ("web", _("网站")), ("app", _("客户端、公众号"))), column="sort"),
            Field("on", _("哪天刊发"), "day", True, column="at"), Field("author", _("哪位委员写的"), "person"), Field("other_author", _("别的作者"), listed=False), Field("link", _("网址或版面"), longest=300, listed=False),
        ),
        unit=_("篇"), reads=EVERYONE, keeps=("general_office", "secretary", "info_office"), adds=("member",), whose="author", checked=True, once=("title", "medium"),
        figures=(
            lines("registers.media", _("媒体用稿"), _("篇"), "media", _("核对过刊发的"), _("委员另在履职里报的宣传稿件不在内")), lines("registers.media_province", _("省级上稿"), _("篇"), "media", overlaps=_("已算在媒体用稿内"), level="province"),
            lines("registers.media_local", _("市县级上稿"), _("篇"), "media", overlaps=_("已算在媒体用稿内"), level__in=("city", "district")), lines("registers.media_nation", _("国家级上稿"), _("篇"), "media", overlaps=_("已算在媒体用稿内"), level="nation"),
            people("registers.media_authors", _("有上稿的委员"), _("名"), "media", "author"),
        ),
    ),
    Register(
        "periodical", _("内刊"), GROUP, _("编印了几期、每期邮给多少人"),
        fields=(
            Field("title", _("刊名和期号"), required=True, help=_("例如：《澄江政协》第 3 期")), Field("on", _("哪天出刊"), "day", True, column="at"), Field("editor", _("谁编的"), "person"), Field("printed", _("印了多少册"), "int", column="amount"),
            Field("mailed_on", _("哪天邮寄"), "day"), Field("mailed", _("邮了多少份"), "int", column="heads", help=_("名单在“在外人才和乡友”里，可以导出")), Field("returned", _("退回多少份"), "int", listed=False), Field("contents", _("目录"), "long", listed=False),
        ),
        unit=_("期"), reads=EVERYONE, once=("title",), coverage=coverage.mailing,
        figures=(lines("registers.periodical", _("内刊期数"), _("期"), "periodical"), total("registers.periodical_mailed", _("邮寄内刊"), _("份"), "periodical", "heads")),
    ),
    Register(
        "culture", _("文化文史日历"), GROUP, _("笔会、采风、展览、文史征编：计划哪天、办成没有"),
        fields=(
            Field("title", _("名称"), required=True), Field("kind", _("哪一类"), "choice", True, (("gathering", _("笔会")), ("outing", _("采风")), ("exhibition", _("展览")), ("product", _("文创")), ("history", _("文史征编")), ("other", _("其他"))), column="sort"),
            Field("on", _("哪天"), "day", True, column="at"), Field("place", _("在哪里")), Field("host", _("谁办"), "org"), Field("state", _("办成没有"), "choice", True, (("planned", _("计划中")), ("held", _("办了")), ("off", _("不办了"))), column="level"),
            Field("members", _("参加的委员"), "people", listed=False), Field("heads", _("多少人次"), "int", column="heads"), Field("works", _("出了什么作品"), "long", listed=False),
        ),
        unit=_("次"), reads=EVERYONE, once=("title", "on"),
        figures=(lines("registers.culture", _("文化文史活动"), _("次"), "culture", _("办成的"), level="held"), total("registers.culture_heads", _("文化文史活动参加"), _("人次"), "culture", "heads", level="held")),
    ),
)
# fmt: on
