"""Public pages are kept ready, and never stale: whatever happens in the committee, the next request is made anew."""

from django.conf import settings
from django.test import Client
from django.urls import reverse

from huiyin.kernel.act import act
from huiyin.portal import ready
from tests.stories.test_voice import confirmed, raised, taken

PUBLIC = {"heading": "电梯停运", "text": "楼里的电梯停了一个多月。", "answer": "", "checked": True}


def test_what_is_taken_down_by_another_worker_is_gone_with_the_next_request(district, monkeypatch):
    """A worker keeps its own pages: two clients are two workers, and neither is told of what the other does."""
    voice = taken(district)
    code = district.committee.code
    one, two = Client(), Client()
    pages = [reverse("wall", args=[code]), reverse("wall_feed", args=[code]), reverse("wall_data", args=[code, "json"])]
    served = []
    monkeypatch.setattr(
        ready.Ready, "served", lambda self, request, kept, ours=ready.Ready.served: served.append(request.path) or ours(self, request, kept)
    )  # fmt: skip
    act(voice, "publish", as_=district.general, **PUBLIC)
    for client in (one, two):
        assert all("一个多月" in client.get(url).content.decode() for url in pages * 2)
    assert len(served) == 2 * len(pages)
    act(voice, "take_down", as_=district.general, why="家属要求。")
    for client in (one, two):
        assert not any("一个多月" in client.get(url).content.decode() for url in pages)
    confirmed(district, voice)
    assert len(served) == 2 * len(pages)


def test_each_visitor_has_his_own_token_language_and_size_and_who_has_a_session_is_never_given_anothers_page(district):
    url = reverse("wall", args=[district.committee.code])
    client = Client()
    token = 'name="csrfmiddlewaretoken" value="'
    first, second = (client.get(url).content.decode() for _twice in range(2))
    assert first.split(token)[1][:64] != second.split(token)[1][:64]
    assert first.split("<main")[1].split("</main")[0] == second.split("<main")[1].split("</main")[0]
    again = client.get(url)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[settings.CSRF_COOKIE_NAME] = client.cookies[settings.CSRF_COOKIE_NAME].value
    given = {"csrfmiddlewaretoken": again.content.decode().split(token)[1][:64], "on": "1", "next": url}
    assert strict.post(reverse("elder"), given).status_code == 302
    client.cookies["elder"] = "1"
    assert 'class="elder"' in client.get(url).content.decode()
    client.cookies["elder"], client.cookies[settings.LANGUAGE_COOKIE_NAME] = "", "en"
    assert '<html lang="en"' in client.get(url).content.decode()
    assert again["Content-Security-Policy"]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = ""
    client.force_login(district.general.person, backend="django.contrib.auth.backends.ModelBackend")
    assert "回我的工作" in client.get(url).content.decode()
    client.logout()
    assert "回我的工作" not in client.get(url).content.decode()
    raised(district)
    assert client.get(reverse("wall", args=["nowhere"])).status_code == 404
