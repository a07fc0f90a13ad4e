"""An open call for leads, begun today: some that came at once, some of them let out, one in a member's draft."""

from datetime import timedelta

from huiyin.demo.district import District
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Post
from huiyin.proposals import calling, drafts
from huiyin.proposals.models import Lead
from huiyin.reception.raising import public_post

ABOUT = "明年的提案，请大家出题目：您身边哪件事最该有人管？说清楚什么事、在哪里、希望怎么办。委员照着去看、去问，再写成提案。"
LEADS = (
    "城北菜场到地铁口这一段没有非机动车道，早上买菜的老人和电动车挤在一起。希望划一条线，早上六点到九点机动车让一让。",
    "社区卫生站周末不开门，孩子发烧要跑到区里。能不能几个站轮着开。",
    "老年大学的名额一开始报就没了。空着的会议室晚上能不能借来上课。",
    "湿地公园的观鸟台栏杆松了，小孩爱往上爬。",
)


def call(district: District) -> None:
    posts = Post.objects.filter(committee=district.committee).select_related("committee", "person").order_by("pk")
    office, member = posts.filter(role="proposal_office")[0], posts.filter(role="member", person__isnull=False)[3]
    until = clock.today() + timedelta(days=45)
    case = calling.begin(office, title="明年的提案，请您出题目", about=ABOUT, closes_on=until)
    for words in LEADS:
        act(case, "send", as_=public_post(district.committee), words=words)
    rows = list(Lead.objects.filter(case=case.pk).order_by("pk"))
    act(case, "show", as_=office, leads=[row.pk for row in rows[:3]], checked=True)
    draft = drafts.begin(member, "demo-lead")
    drafts.save(draft, {"title": "关于社区卫生站周末轮流开诊的提案", "situation": f"群众线索：{LEADS[1]}"})
    act(case, "take", as_=member, lead=rows[1].pk, proposal=draft.pk)
