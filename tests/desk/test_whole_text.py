"""A NUL in what is sent is refused in a sentence, on both databases alike."""

import pytest


@pytest.mark.parametrize("path", ["/find/?q=%00", "/proposals/?q=a%00b", "/proposals/?%00=1"])
def test_a_nul_in_an_address(district, sign_in, path):
    answer = sign_in(district.office).get(path)
    assert answer.status_code == 400
    assert "NUL" in answer.content.decode()


def test_a_nul_in_a_form(client, db):
    answer = client.post("/activate/", {"username": "a\0", "code": "x", "password": "y", "again": "y"})
    assert answer.status_code == 400
    assert "NUL" in answer.content.decode()


def test_all_else_passes(district, sign_in):
    assert sign_in(district.office).get("/find/?q=电梯").status_code == 200
