"""A list is read, and takes nothing that is sent to it. Who may open which: tests/test_addresses.py."""

from django.urls import reverse

READ = (
    "work", "catalogue", "catalogue_export", "board", "board_units", "board_export", "promises", "promises_export", "leader", "figures", "figures_export", "figure",
    "figure_export", "notices", "find",
)  # fmt: skip


def test_a_list_takes_nothing_that_is_sent(district, sign_in):
    client = sign_in(district.office)
    names_one = {"figure": ["proposals.filed"], "figure_export": ["proposals.filed"]}
    codes = {name: client.post(reverse(name, args=names_one.get(name, []))).status_code for name in READ}
    assert codes == dict.fromkeys(READ, 405)
