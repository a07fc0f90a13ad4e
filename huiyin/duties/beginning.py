"""A duty year is begun once: from then on its entries follow the records."""

from django.utils.translation import gettext as _

from huiyin.duties.models import DutyYear
from huiyin.duties.posting import year_of
from huiyin.kernel import clock
from huiyin.kernel.act import act, open_case
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Refused


def begin(post: Post, year: int) -> DutyYear:
    """Begin the year, and post what the records hold already; if it is begun, give it. Errors: Refused for a year out of reach."""
    there = year_of(post.committee, year)
    if there is not None:
        return there
    if not 2000 <= year <= clock.today().year:
        raise Refused(_("{year} 年还没有到，到了再开始。").format(year=year))
    title = _("{year} 年委员履职").format(year=year)
    made = open_case(
        "duty_year", as_=post, title=title, key=f"duty-{year}", year=year, number=str(year), mark=f"{post.committee_id}-{year}",
    )  # fmt: skip
    act(made, "post", as_=post)
    return made  # type: ignore[no-any-return]
