"""What the demo sent away: a signed package of two cases for the city's committee, whose key is invented too."""

from huiyin.demo.district import District
from huiyin.exchange import packages
from huiyin.kernel.models import Case, Post

KEY = "ed25519:" + "A" * 43 + "="
"""Nobody has the other half."""


def send(district: District) -> None:
    posts = Post.objects.filter(committee=district.committee).select_related("committee", "person").order_by("pk")
    admin, office = (posts.filter(role=role)[0] for role in ("system_admin", "proposal_office"))
    city = packages.trust(admin, name="政协云州市委员会", code="yunzhou", key=KEY)
    cases = Case.objects.filter(committee=district.committee, kind="proposal", state="archived").order_by("-pk")[:2]
    packages.make(cases, to=city, as_=office, words="请列入市政协重点提案备选。")
