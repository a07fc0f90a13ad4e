"""What a reader of a draft would say before it is handed in: each finding explained, with the words it stands on; never a block.

Plain rules over the text, on this machine. Whether a draft speaks of two matters is judged in huiyin/proposals/matters.py.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiyin.handling.publishing import CONTACTS
from huiyin.library.duties import kinds_of
from huiyin.proposals import matters

TITLE = re.compile(r"^关于.+的(提案|建议|意见)$")
NUMBER = re.compile(
    r"[0-9０-９一二三四五六七八九十百千万]+\s*(个|名|人|户|栋|部|处|条|件|年|月|日|元|万|亿|米|公里|辆|次|%|％|成|所|家|间|张|平方|公顷|亩)"
)
VAGUE = re.compile(
    r"加强|重视|进一步|加大[^，。；]{0,6}力度|强化|注重|提高认识|积极|大力|切实|着力|努力|不断|高度|深入"
)
DEED = re.compile(
    r"建立|建成|建设|新建|设立|设置|增设|增加|开设|开通|开展|公布|公开|公示|修订|修改|制定|出台|印发|安装|加装|更换|改造|拆除|划定|划出|安排|拨付|补助|补贴|"
    r"组织|举办|培训|试点|检查|清理|清淤|整治|疏浚|配备|配置|延长|缩短|取消|减免|调整|错开|规定|签订|每(年|季|月|周|天|半年)|以前|之前|年底|月底|内完成"
)  # fmt: skip
BODY = re.compile(
    r"[\u4e00-\u9fff]{1,8}(局|委员会|委|办公室|办|厅|街道|镇|乡|政府|中心|法院|检察院|公司|集团|学校|医院|部门|社区|村|物业|企业|单位)(?![\u4e00-\u9fff]{0,1}会)"
)
ABOVE = re.compile(
    r"国务院|中共中央|党中央|全国人大|全国政协|最高人民法院|最高人民检察院|国家[\u4e00-\u9fff]{1,8}?(?:部|委|局|署)|(?:财政|教育|公安|民政|司法|交通运输|农业农村|商务|住房城乡建设|"
    r"自然资源|生态环境)部(?!门)|(?:全)?省(?:委|政府|人大|政协)|省[\u4e00-\u9fff]{2,8}?厅"
)  # fmt: skip
CITY = re.compile(r"(?:全)?市(?:委|政府|人大)(?!办)|市[\u4e00-\u9fff]{2,6}?(?:局|委)(?![\u4e00-\u9fff]{0,2}分局)")
COURT = re.compile(r"(?:正在|已经)?(?:起诉|诉讼|判决|仲裁|行政复议|申诉|上访|信访件)")
PRIVATE = re.compile(r"(?:我家|我本人|本人的|我的(?:房|工资|孩子|父母|亲属|单位)|我亲戚|我公司)")
SECRET = re.compile(r"绝密|机密|秘密级|涉密|内部资料|内部文件|不得外传|注意保密|部队番号|军事设施|军事禁区")
CONFUSED = re.compile(r"人大代表|议案|代表建议|代表们?提出|作为代表|人民代表")
PLAIN = re.compile(r"[!-~][ -~－]{5,60}")
SHORT = 8
READ = 20_000  # letters of a part that are read


@dataclass(frozen=True)
class Finding:
    """`part`: title, situation, analysis or items; `number`: which suggestion, from 1; `words`: what it stands on."""

    kind: str
    part: str
    sentence: str
    words: str = ""
    number: int = 0


def findings(case: Any) -> list[Finding]:
    """Everything that a careful reader would mention, in the order of the form. `case`: a proposal, stored or not."""
    parts = {"title": case.title.strip(), "situation": case.situation.strip(), "analysis": case.analysis.strip()}
    parts = {name: text[:READ] for name, text in parts.items()}
    items = [str(item).strip()[:READ] for item in case.items if item and str(item).strip()]
    found = [*_matters(case), *_parts(parts, items), *_items(items, getattr(case, "wished_units", ""))]
    level = getattr(getattr(case, "committee", None), "level", "district")
    for part, text, number in [
        *((name, text, 0) for name, text in parts.items()),
        *(("items", text, n) for n, text in enumerate(items, 1)),
    ]:
        found += _anywhere(part, text, number)
        if part == "items":
            found += _addressed(text, number, level)
    return found


def _matters(case: Any) -> Iterator[Finding]:
    if len(case.situation) < READ and (sentence := matters.finding(case)):
        yield Finding("matters", "title", sentence)


def _parts(parts: dict[str, str], items: list[str]) -> Iterator[Finding]:
    title, situation, analysis = parts["title"], parts["situation"], parts["analysis"]
    if title and not TITLE.match(title):
        yield Finding("title", "title", _("案由一般写成“关于……的提案”，一眼看得出说什么事。"), title)
    if situation and not NUMBER.search(situation):
        yield Finding(
            "numbers", "situation", _("情况里还没有数字。写上在哪里、有多少、从什么时候起，承办单位好去核实。")
        )
    if situation and not analysis:
        yield Finding("analysis", "analysis", _("还没有写分析：为什么会这样，卡在哪里。"))
    elif analysis and (analysis in situation or situation in analysis):
        yield Finding("analysis", "analysis", _("分析和情况写的是同样的话。分析写为什么会这样，卡在哪里。"))
    if situation and not items:
        yield Finding("items", "items", _("还没有写建议。没有建议的，更像是反映情况，可以改交社情民意信息。"))


def _items(items: list[str], wished: str) -> Iterator[Finding]:
    """Who does what: a body need be named once, a deed in every suggestion."""
    somebody = bool(wished.strip()) or any(BODY.search(item) or kinds_of(item) for item in items)
    if items and not somebody:
        yield Finding("who", "items", _("建议里没有说谁来做。可以写上单位，或者在“意向承办单位”里写。"))
    for number, item in enumerate(items, 1):
        vague = VAGUE.search(item)
        if len(item) < SHORT:
            yield Finding(
                "short", "items", _("第 {n} 条太短，单位不知道要做到什么程度。").format(n=number), item, number
            )
        elif vague and not DEED.search(item) and not NUMBER.search(item):
            sentence = _("第 {n} 条只说了“{word}”，没有说做哪一件事、做到什么程度。单位只能原则上答复。").format(
                n=number, word=vague[0]
            )
            yield Finding("vague", "items", sentence, vague[0], number)


def _addressed(text: str, number: int, level: str) -> Iterator[Finding]:
    above = ABOVE.search(text) if level in ("district", "city") else None
    above = above or (CITY.search(text) if level == "district" else None)
    if above:
        sentence = _(
            "第 {n} 条是写给“{body}”的，本级政协不能交它办。可以写成由本级哪个单位向上反映，或者改交社情民意信息。"
        )
        yield Finding("addressed", "items", sentence.format(n=number, body=above[0]), above[0], number)


def _contact(text: str) -> str:
    """The first address or number of a person. Looked for in runs of plain letters only: over Chinese the pattern is slow."""
    found = (CONTACTS.search(run[0]) for run in PLAIN.finditer(text))
    return next((one[0] for one in found if one), "")


def _anywhere(part: str, text: str, number: int) -> Iterator[Finding]:
    if contact := _contact(text):
        yield Finding(
            "personal",
            part,
            _("里面有电话、邮箱或证件号码。提案可能公开，请去掉，联系方式写在“联系电话”里。"),
            contact,
            number,
        )
    if secret := SECRET.search(text):
        yield Finding(
            "secret",
            part,
            _("里面有“{word}”。涉密的、内部的内容不能写进提案，请先核对。").format(word=secret[0]),
            secret[0],
            number,
        )
    if court := COURT.search(text):
        yield Finding(
            "court",
            part,
            _("里面说到“{word}”。正在诉讼、仲裁、信访的个案不作提案处理；说的是普遍问题的，请写成普遍问题。").format(
                word=court[0]
            ),
            court[0],
            number,
        )
    if private := PRIVATE.search(text):
        yield Finding(
            "private",
            part,
            _("里面说到“{word}”。为本人或亲属解决个人问题的不作提案处理；说的是普遍问题的，请写成普遍问题。").format(
                word=private[0]
            ),
            private[0],
            number,
        )
    if confused := CONFUSED.search(text):
        yield Finding(
            "confused",
            part,
            _("里面写了“{word}”，那是人大的说法。政协的是委员、提案；如果确实说的是人大，就不用改。").format(
                word=confused[0]
            ),
            confused[0],
            number,
        )
