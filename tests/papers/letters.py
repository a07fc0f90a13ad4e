"""An invented letter that the tests of this folder share."""

from datetime import date

from huiyin.papers.letter import Letter, Point

REPLY = Letter(
    sender="澄江区住房和城乡建设局",
    doc_number="澄住建函〔2026〕41号",
    mark="B类",
    title="关于政协澄江区第九届委员会\n第五次会议第087号提案的答复",
    addressees="林知远、陆青禾、江未晚委员：",
    opening="你们提出的《关于推进老旧小区电梯更新改造和加装后续管理的提案》收悉。我局会同区财政局认真研究，"
    "于4月9日、6月16日两次与你们当面沟通，现答复如下：",
    points=(
        Point("关于建立“一梯一档”（采纳）", "我局已为全区128部使用满15年的电梯建立档案，按月公开停运、维修情况。" * 3),
        Point(
            "关于设立更新改造补助（部分采纳）",
            "区财政安排160万元，每部电梯补助不超过8万元。\n其余电梯按申请先后排队。" * 2,
        ),
        Point("三、关于由社区组织协商（采纳）", "城北街道桂园小区已协商形成三条共识，于8月31日前印发各街道。" * 4),
    ),
    closing="以上承诺事项办结后，我局将逐项书面告知你们。再次感谢你们对我局工作的支持。",
    date=date(2026, 6, 24),
    contact="高明远，电话：0000-0000000",
    publicity="主动公开",
    copies=("区政协提案委员会", "区政府督查室", "区财政局"),
)

OPINION = Letter(
    sender="澄江区财政局",
    doc_number="澄财函〔2026〕17号",
    title="关于区政协九届五次会议第087号提案的会办意见",
    addressees="区住房和城乡建设局：",
    opening="第087号提案收悉，现将我局的会办意见函告如下：",
    points=(Point("关于更新改造补助", "列入今年预算160万元。"),),
    closing="请贵局统一答复。",
    date=date(2026, 5, 6),
)

HOSTILE = (
    '<w:t>&amp;</w:t> ]]> #panic() $x$ @a *b* _c_ {{ 7*7 }} {% raw %} {_{ \\u0041 "引" \x00\x07\x1b\ud800\u202e 👍🏽 龘'
)


def spoken(letter: Letter) -> list[str]:
    """What must be found in any rendering of the letter, without the white space that line breaks bring."""
    parts = [
        letter.sender,
        letter.doc_number,
        letter.mark,
        letter.title,
        letter.addressees,
        letter.opening,
        letter.closing,
    ]
    parts += [part for point in letter.points for part in (point.heading, *point.text.split("\n"))]
    parts += [letter.contact, letter.publicity, *letter.copies]
    return [bare(part) for part in parts if part]


def bare(text: str) -> str:
    return "".join(text.split())
