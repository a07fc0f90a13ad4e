"""How a report lives (DOMAIN 3.13), and how a doubt about one of its figures is settled: by looking at the records."""

from django.utils.translation import gettext_lazy as _

from huiyin.annual import attested
from huiyin.annual import doing as do
from huiyin.handling.choices import of
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.who import system

# fmt: off
REPORT = register(Flow(
    kind="report",
    label=_("工作报告"),
    model="annual.WorkReport",
    sees=do.readers,
    opens=do.clerk,
    unit=_("份"),
    panels=("report-text", "report-figures"),
    states=(
        State("draft", _("拟稿"), owes=(Owe("check", do.clerk),)),
        State("checked", _("已核对，待审定"), owes=(Owe("approve", do.leader),), look="soon"),
        State("approved", _("已审定，待封存"), owes=(Owe("freeze", do.clerk),), look="soon"),
        State("frozen", _("已封存，待发布"), owes=(Owe("publish", do.clerk),), look="done"),
        State("published", _("已发布"), resting=True, look="done"),
        State("discarded", _("已作废"), final=True),
    ),
    steps=(
        step("words", _("改文字"), "draft", "", do.clerk, checks=(do.fits,), effects=(do.keep_words,), main=False,
             facts=(Fact("words", _("文字"), "long", longest=60_000, default=do.words_of,
                         help=_("文字随便改；数都由系统算，写成 {{ figure \"名称\" }}，后面可以加余、近、约。一行一段，标题前面写 #。")),),
             button=_("存下文字"), told=_("文字已存下，数按记录填好。"), says=_("改了文字。")),
        step("day", _("改截至日期"), "draft", "", do.clerk, checks=(do.day_fits,), effects=(do.keep_day,), main=False,
             facts=(Fact("as_of", _("截至"), "date", default=do.day_of),), button=_("改截至日期"), told=_("按新的日期重新算了。"), says=_("截至日期改为 {as_of}。")),
        step("dispute", _("对一个数有异议"), "draft checked", "", do.doubters, effects=(do.dispute,), main=False,
             facts=(Fact("figure", _("哪个数"), "choice", choices=do.figures_of),
                    Fact("why", _("为什么"), "long", longest=2000, help=_("哪几件不该算，或者漏了哪几件"))),
             button=_("送出异议"), told=_("异议已送管这些记录的办公室。"), says=_("对一个数提出异议。")),
        step("check", _("核对完毕"), "draft", "checked", do.clerk, guards=(do.readable, do.nothing_doubted), tells=(do.leader,),
             help=_("每个数都点开看过，异议都答复了，再送审定。"), button=_("送审定"), told=_("已送主席会议审定。"), says=_("核对完毕，送审定。"), done=_("等待审定。")),
        step("return_", _("退回修改"), "checked approved", "draft", do.clerk | do.leader, tells=(do.clerk,), main=False,
             facts=(Fact("why", _("为什么"), "long", longest=1000),), button=_("退回修改"), told=_("已退回修改。"), says=_("退回修改。"), done=_("退回修改。")),
        step("approve", _("审定"), "checked", "approved", do.leader, guards=(do.nothing_doubted,), effects=(do.keep_decision,), tells=(do.clerk,), apart_from=("check",),
             facts=(Fact("decision", _("审定依据"), longest=200, help=_("哪一次会议审定")),), button=_("审定"), told=_("报告审定了。"), says=_("审定，{decision}。"), done=_("审定了。")),
        step("freeze", _("封存"), "approved", "frozen", do.clerk, seal=True, guards=(do.readable,), effects=(do.freeze,),
             help=_("封存以后，文字和数都不再变；每个数和它的明细写进校验码，多年以后还能照原样重算。"), button=_("封存这份报告"), told=_("报告已封存。"), says=_("封存报告。"), done=_("封存了。")),
        step("seal_figures", _("写入校验码"), "frozen", "", system, computed=True,
             facts=(Fact("sha256", _("校验码")), Fact("figures", _("数的个数")), Fact("lists", _("明细校验码"))), says=_("封存 {figures} 个数和它们的明细，校验码 {sha256}。")),
        step("publish", _("发布"), "frozen", "published", do.clerk, button=_("发布"), told=_("报告已发布。"), says=_("发布报告。"), done=_("发布了。")),
        step("correct", _("写更正说明"), "frozen published", "", do.clerk, effects=(do.correct,), main=False,
             facts=(Fact("words", _("更正说明"), "long", longest=3000, help=_("封存以后哪些记录改了、为什么；封存的数不改")),),
             button=_("记下更正说明"), told=_("更正说明记下了。"), says=_("写了更正说明。")),
        step("discard", _("作废"), "draft", "discarded", do.clerk, main=False, button=_("作废这份草稿"), told=_("草稿作废了。"), says=_("作废草稿。")),
    ),
))

DISPUTE = register(Flow(
    kind="figure_dispute",
    label=_("数字异议"),
    model="annual.FigureDispute",
    sees=do.readers,
    opens=system,
    unit=_("条"),
    panels=("disputed-figure",),
    states=(
        State("raised", _("待答复"), owes=(Owe("answer", do.keeps),), look="soon"),
        State("answered", _("已答复"), final=True, look="done"),
    ),
    steps=(
        step("answer", _("答复数字异议"), "raised", "answered", do.keeps, effects=(do.answer,), tells=(do.clerk,),
             facts=(Fact("outcome", _("查下来"), "choice", choices=of([("mended", _("记录有误，已经改正")), ("stands", _("记录没有错，数不变"))])),
                    Fact("words", _("说明"), "long", longest=2000, help=_("改的是哪几条记录；数会自己跟着变，不要手改"))),
             button=_("答复"), told=_("异议已答复。"), says=_("答复数字异议：{outcome}。"), done=_("有了答复。")),
    ),
))

ATTESTATION = register(Flow(
    kind="attestation",
    label=_("附报数"),
    model="annual.Attestation",
    sees=do.readers,
    opens=do.clerk,
    unit=_("条"),
    panels=("attested-value",),
    states=(
        State("asked", _("待报来"), owes=(Owe("report", do.clerk),)),
        State("reported", _("待核对"), owes=(Owe("confirm", do.clerk),), look="soon"),
        State("confirmed", _("已核对"), resting=True, look="done"),
        State("discarded", _("不用了"), final=True),
    ),
    steps=(
        step("report", _("登记报来的数"), "asked", "reported", do.clerk, checks=(attested.sound,), effects=(attested.keep,),
             facts=(Fact("value", _("数"), "number", always=True, help=_("照凭据上的写，不凑整；报告里要写余、近，由系统算")),
                    Fact("on", _("数截至哪天"), "date", always=True),
                    Fact("basis", _("口径"), "long", longest=1000, required=False, help=_("报数的单位是怎么算的，哪些算、哪些不算")),
                    Fact("evidence_file", _("凭据"), "file", help=_("来函、盖章的表或文件的扫描件"))),
             button=_("登记"), told=_("登记好了，等另一个人对着凭据核对。"), says=_("登记报来的数：{value}，截至{on}。"), done=_("报来了。")),
        step("confirm", _("核对无误"), "reported", "confirmed", do.clerk | do.leader, effects=(attested.confirm,), apart_from=("report",), voidable=do.clerk,
             help=_("对着凭据看过数、单位和日期。核对以后，报告里就能用；错了就作废这一步，重新登记。"), button=_("核对无误"), told=_("核对好了，报告里可以用了。"), says=_("对着凭据核对无误。"), done=_("核对好了。")),
        step("return_", _("退回重报"), "reported", "asked", do.clerk | do.leader, main=False,
             facts=(Fact("why", _("哪里不对"), "long", longest=1000),), button=_("退回重报"), told=_("退回重新登记了。"), says=_("退回重报：{why}"), done=_("退回重报。")),
        step("discard", _("不用了"), "asked reported", "discarded", do.clerk, main=False, button=_("不用这一条了"), told=_("这一条不用了。"), says=_("不用这一条了。")),
    ),
))
# fmt: on
