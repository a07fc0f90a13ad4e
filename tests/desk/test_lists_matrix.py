"""Who may open which list: tests/matrix.py, held against every post of the district."""

import pytest
from django.urls import reverse

from tests.matrix import SIGNED_IN, URLS, WORKERS

POSTS = (*WORKERS, "system_admin", "security_admin", "audit_admin")
READ = (
    "work", "catalogue", "catalogue_export", "board", "board_units", "board_export", "leader", "figures", "figures_export", "figure",
    "figure_export", "notices", "find",
)  # fmt: skip
WRITE = ("work_batch", "board_urge", "notices_read")


def allowed(name, post):
    return URLS[name] == SIGNED_IN or post in URLS[name]


def address(name):
    args = {"figure": ["proposals.filed"], "figure_export": ["proposals.filed"]}.get(name, [])
    return reverse(name, args=args)


@pytest.mark.parametrize("name", READ)
def test_a_list_opens_for_those_it_is_for_and_for_nobody_else(district, sign_in, client, name):
    assert client.get(address(name)).status_code == 302, "a visitor signs in first"
    answers = {post: sign_in(district.posts[post]).get(address(name)).status_code for post in POSTS}
    assert {post: code != 403 for post, code in answers.items()} == {post: allowed(name, post) for post in POSTS}
    assert client.post(address(name)).status_code == 405


@pytest.mark.parametrize("name", WRITE)
def test_what_writes_is_refused_to_the_others_and_never_read(district, sign_in, client, name):
    answers = {post: sign_in(district.posts[post]).post(address(name)).status_code for post in POSTS}
    assert {post: code != 403 for post, code in answers.items()} == {post: allowed(name, post) for post in POSTS}
    assert client.get(address(name)).status_code == 405
