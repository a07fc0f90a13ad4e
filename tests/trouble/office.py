"""Run as a process and killed at any moment: acts without end, and a line on stdout for each one that was acknowledged."""

import sys
from itertools import count

import django


def main() -> None:
    django.setup()
    from huiyin.kernel.act import act, open_case
    from huiyin.kernel.models import Committee, Period, Post

    committee = Committee.objects.get()
    session = Period.objects.get(committee=committee, kind="session")
    posts = {post.role: post for post in Post.objects.filter(committee=committee).select_related("committee", "person")}
    member, office, director = posts["member"], posts["proposal_office"], posts["proposal_director"]
    for number in count():
        case = open_case(
            "proposal", as_=member, title=f"关于第{number}件事的提案", session=session, first_person=member.person, proposers=member.person.name,
            situation="情况", analysis="分析", items=["一条", "两条"],
        )  # fmt: skip
        for step, post, facts in (
            ("submit", member, {"publish_wish": "yes", "no_secret": True}),
            ("accept", office, {}),
            ("file", director, {"subject": "其他"}),
        ):
            event = act(case, step, as_=post, **facts)
            sys.stdout.write(f"{event.pk} {case.pk} {event.to_state} {case.number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
