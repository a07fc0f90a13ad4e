"""The pages of packages: a key entered, a package made, taken in elsewhere, looked into, accepted, answered."""

from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.exchange import keys, packages
from huiyin.exchange.models import Package, Trusted
from tests.exchange.test_packages import Two, homes

__all__ = ["homes"]


def test_a_package_is_made_taken_in_looked_into_accepted_and_answered(db, homes, sign_in):
    two = Two(homes)
    with homes("district"):
        client = sign_in(two.district.office)
        unknown = client.post("/packages/new/", {"to": two.above.uid, "cases": "没有的号"})
        assert (unknown.status_code, "找不到：没有的号" in unknown.content.decode()) == (422, True)
        sent = client.post(
            "/packages/new/", {"to": two.above.uid, "cases": f"http://host/case/{two.case.uid}/", "words": "请阅"}
        )
        made = Package.objects.get(way="out")
        assert sent["Location"] == f"/packages/{made.uid}/"
        assert "已签名" in client.get("/packages/").content.decode()
        other = sign_in(two.district.general)
        assert "已签名" not in other.get("/packages/").content.decode(), (
            "a package is no way round to cases of the other house"
        )
        for address in (f"/packages/{made.uid}/", f"/packages/{made.uid}/file/", f"/packages/{made.uid}/file/?part=0"):
            assert other.get(address).status_code == 404
        client = sign_in(two.district.office)
        body = b"".join(client.get(f"/packages/{made.uid}/file/").streaming_content)
    with homes("city"):
        client = sign_in(two.city.office)
        broken = client.post("/packages/", {"file": SimpleUploadedFile("a.zip", body[:-9])})
        assert (broken.status_code, Package.objects.filter(way="in").exists()) == (422, False)
        taken = client.post("/packages/", {"file": SimpleUploadedFile("a.zip", body)}, follow=True)
        came = Package.objects.get(way="in")
        page = taken.content.decode()
        assert (two.case.title in page, "待接收" in client.get("/packages/").content.decode()) == (True, True)
        number = next(n for n, name in enumerate(came.entries) if name.endswith("提案.txt"))
        part = client.get(f"/packages/{came.uid}/file/?part={number}")
        assert two.case.situation in b"".join(part.streaming_content).decode()
        assert (part["Content-Type"], "sandbox" in part["Content-Security-Policy"]) == (
            "application/octet-stream",
            True,
        )
        assert [
            client.get(f"/packages/{came.uid}/file/?part={odd}").status_code for odd in ("-1", "999", "x", "²")
        ] == [404] * 4
        client.post(f"/packages/{came.uid}/")
        assert "已经接收过" in client.post(f"/packages/{came.uid}/", follow=True).content.decode()
        client.post(f"/packages/new/?answers={came.uid}", {"to": two.below.uid, "words": "市政协第 88 号"})
        assert "市政协第 88 号" in client.get(f"/packages/{came.uid}/").content.decode()
        packages.file_of(came).unlink()
        assert "文件不在存放处" in client.get(f"/packages/{came.uid}/").content.decode()
        assert client.get(f"/packages/{came.uid}/file/").status_code == 404


def test_the_system_administrator_enters_a_key_and_ends_it(district, homes, sign_in):
    with homes("other"):
        other = keys.own()
    with homes("here"):
        client = sign_in(district.system_admin)
        wrong = client.post("/settings/keys/", {"name": "市政协", "code": "city", "key": "ed25519:x"})
        assert (wrong.status_code, "这不是一把公钥" in wrong.content.decode()) == (422, True)
        client.post("/settings/keys/", {"name": "市政协", "code": "city", "key": other.text})
        one = Trusted.objects.get()
        page = client.get("/settings/keys/").content.decode()
        assert all(text in page for text in (keys.own().text, district.committee.code, keys.groups(other.fingerprint)))
        client.post("/settings/keys/", {"end": one.uid})
        one.refresh_from_db()
        assert one.ended_at is not None
