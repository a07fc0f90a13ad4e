"""The house speaks Chinese until the reader chooses English."""

from django.urls import reverse


def test_a_browser_that_asks_for_english_still_gets_chinese(client, db):
    page = client.get("/", headers={"accept-language": "en-US,en"})
    assert page.headers["Content-Language"] == "zh-hans"
    assert "回音" in page.content.decode()


def test_a_reader_who_chooses_english_gets_english_until_he_chooses_again(client, db):
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert client.get("/").headers["Content-Language"] == "en"
    client.post(reverse("set_language"), {"language": "zh-hans", "next": "/"})
    assert client.get("/").headers["Content-Language"] == "zh-hans"
