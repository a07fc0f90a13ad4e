"""Who sees a consultation and its items: a list shows exactly what a page allows."""

import pytest

from huiyin.activities.flow import FLOW as ACTIVITY
from huiyin.consultations.flow import FLOW
from huiyin.consultations.item import FLOW as ITEM
from tests.architecture.test_rules import rules
from tests.stories.test_consultation import addressed, noticed, topic


@pytest.mark.parametrize("setting", ["station", "general_office", "leader"])
def test_a_list_shows_exactly_what_a_page_allows(district, setting):
    topic(district, district.member, raised_as="")
    topic(district, district.general, raised_as="party", form="research")
    topic(district, district.third_unit, site=district.site)
    noticed(district)
    addressed(district)
    district.set("P-37A", setting)
    told = []
    for flow in (FLOW, ITEM, ACTIVITY):
        rows = list(flow.Model.objects.filter(committee=district.committee))
        for name, rule in rules(flow).items():
            for post in district.posts.values():
                listed = set(flow.Model.objects.filter(rule.twin(post)).values_list("pk", flat=True))
                told += [
                    f"{flow.kind} {name} {post.role} {row.state}"
                    for row in rows
                    if rule.test(post, row) != (row.pk in listed)
                ]
    assert told == []
