"""A signed package between two installations, and everything that somebody on the way could do to it."""

import base64
import io
import json
import zipfile
from contextlib import contextmanager

import pytest
from django.conf import settings

from huiyin.exchange import keys, packages, unpacking
from huiyin.exchange.models import Package, Trusted
from huiyin.exchange.packing import LEDGER, MANIFEST, SIGNATURE
from huiyin.handling.models import Assignment
from huiyin.kernel import clock, ledger
from huiyin.kernel.files import check_upload, store
from huiyin.kernel.models import Attachment, Event
from huiyin.kernel.refusal import NotAllowed, Refused
from huiyin.kernel.seal import check
from huiyin.registers.keeping import keep
from huiyin.registers.shape import REGISTERS
from tests.district import District

PDF = b"%PDF-1.7\n" + b"x" * 3_000


@pytest.fixture
def homes(tmp_path, settings):
    """Two installations in one database: `with homes("city"):` acts with that home's own key and folder."""

    @contextmanager
    def at(name):
        before = settings.PACKAGE_KEY, settings.PACKAGES
        settings.PACKAGE_KEY, settings.PACKAGES = tmp_path / name / "package.key", tmp_path / name / "packages"
        try:
            yield
        finally:
            settings.PACKAGE_KEY, settings.PACKAGES = before

    return at


class Two:
    """A district that hands up to a city; each has the other's key."""

    def __init__(self, homes):
        self.homes, self.district, self.city = homes, District.build(), District.build()
        with homes("district"):
            below = keys.own()
        with homes("city"):
            self.below = packages.trust(
                self.city.system_admin, name="澄江区政协", code=self.code(self.district), key=below.text
            )
            above = keys.own()
        with homes("district"):
            self.above = packages.trust(
                self.district.system_admin, name="市政协", code=self.code(self.city), key=above.text
            )
        self.case = self.district.proposal("replied")
        checked, path = kept(self.district, PDF, "答复.pdf")
        Attachment.objects.filter(committee=self.district.committee).update(
            sha256=checked.sha256, size=checked.size, path=path
        )
        self.paper = attach(self.district, self.case)

    @staticmethod
    def code(house):
        return house.committee.code

    def send(self, **more) -> bytes:
        with self.homes("district"):
            made = packages.make([self.case], to=self.above, as_=self.district.office, **more)
            return packages.file_of(made).read_bytes()

    def take(self, body) -> Package:
        with self.homes("city"):
            return packages.receive(io.BytesIO(body), as_=self.city.office)

    def refusal(self, body) -> str:
        with pytest.raises(Refused) as refused:
            self.take(body)
        assert not Package.objects.filter(way="in").exists(), "nothing is kept of what is refused"
        return str(refused.value.sentence)


@pytest.fixture
def two(db, homes):
    return Two(homes)


def attach(district, case, content=PDF, name="调研报告.pdf"):
    """A file with its content, as an act takes it up."""
    checked, path = kept(district, content, name)
    return Attachment.objects.create(
        committee=district.committee, case_id=case.pk, label="attachment", name=name, sha256=checked.sha256, size=checked.size,
        content_type=checked.content_type, path=path, added_at=clock.now(), event_id=Event.objects.filter(case=case.pk).first().pk,
    )  # fmt: skip


def kept(district, content, name):
    checked = check_upload(io.BytesIO(content), name, 1 << 20)
    return checked, store(settings.FILES, district.committee.code, checked, io.BytesIO(content))


def parts(body):
    with zipfile.ZipFile(io.BytesIO(body)) as box:
        return {name: box.read(name) for name in box.namelist()}


def packed(entries, how=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as box:
        for name, content in entries.items():
            box.writestr(name, content)
    return out.getvalue()


def signed(entries, **changes) -> bytes:
    """Changed by somebody who holds the sender's key: the manifest is made to fit, and signed anew."""
    manifest = json.loads(entries[MANIFEST]) | changes
    listed = {name: content for name, content in entries.items() if name not in (MANIFEST, SIGNATURE)}
    manifest["entries"] = {
        name: {"sha256": packages.hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in listed.items()
    }
    body = json.dumps(manifest).encode()
    return packed({**listed, MANIFEST: body, SIGNATURE: base64.b64encode(keys.sign(body))})


def test_a_case_travels_is_checked_whole_and_is_answered_by_a_package_back(two):
    body = two.send(words="请列入市级重点")
    came = two.take(body)
    assert (came.count, came.words, came.other) == (1, "请列入市级重点", two.below)
    held = came.cases[0]
    assert (held["id"], held["title"], held["state"]) == (two.case.uid, two.case.title, "replied")
    assert "contact_phone" not in held
    names = "\n".join(came.entries)
    assert "提案.txt" in names
    assert "01-调研报告.pdf" in names
    assert "答复" in names
    lines = parts(body)[LEDGER].decode().splitlines()
    assert check(lines, {})[2] == []
    assert {json.loads(line)["step"] for line in lines} >= {"file", "assign", "reply"}
    with two.homes("city"):
        packages.accept(came, as_=two.city.office)
        with pytest.raises(Refused, match="已经接收过"):
            packages.accept(came, as_=two.city.office)
        back = packages.make([], to=two.below, as_=two.city.office, answers=came, words="市政协第 88 号，已采纳。")
        answer = packages.file_of(back).read_bytes()
    with two.homes("district"):
        got = packages.receive(io.BytesIO(answer), as_=two.district.office)
    assert (got.answers, got.words) == (
        Package.objects.get(way="out", committee=two.district.committee).ident,
        "市政协第 88 号，已采纳。",
    )
    for house in (two.district, two.city):
        assert ledger.verify(house.committee).faults == []
    steps = Event.objects.filter(committee=two.city.committee, case=None, step__startswith="package").order_by("seq")
    assert list(steps.values_list("step", flat=True)) == ["package.received", "package.accepted", "package.made"]


def test_one_altered_byte_anywhere_is_found(two):
    body = two.send()
    entries = parts(body)
    for name in entries:
        changed = dict(entries)
        changed[name] = bytes([entries[name][0] ^ 1]) + entries[name][1:] if entries[name] else b"x"
        assert two.refusal(packed(changed)), name
    raw = bytearray(body)
    raw[len(raw) // 2] ^= 1
    assert two.refusal(bytes(raw))
    assert "对不上" in two.refusal(packed(entries | {LEDGER: entries[LEDGER].replace(b"replied", b"handled")}))
    assert "少了" in two.refusal(packed({name: c for name, c in entries.items() if "附件" not in name}))
    assert "多了" in two.refusal(packed(entries | {"附加.txt": b"x"}))
    assert "没有签名" in two.refusal(packed({name: c for name, c in entries.items() if name != SIGNATURE}))
    assert "签名" in two.refusal(
        packed(entries | {MANIFEST: entries[MANIFEST].replace("市政协".encode(), "省政协".encode())})
    )


def test_what_is_replayed_misaddressed_newer_older_or_of_an_unknown_hand_is_refused_with_a_sentence(two):
    body = two.send()
    entries = parts(body)
    with two.homes("district"):
        newer = signed(entries, format=2)
        elsewhere = signed(entries, to={"committee": "other", "name": "邻市政协", "key": "0" * 64})
        another_key = signed(entries, to={"committee": two.code(two.city), "name": "市政协", "key": "0" * 64})
        forged = signed(
            entries | {LEDGER: b""}, **{"from": json.loads(entries[MANIFEST])["from"] | {"committee": "somebody"}}
        )
        answers = signed(entries, answers="f" * 32)
        shapeless = signed(entries, cases=[{"id": 1}])
    assert "新版回音" in two.refusal(newer)
    assert "发给“邻市政协”" in two.refusal(elsewhere)
    assert "不是发给这里的" in two.refusal(another_key)
    assert "登记给了别的机构" in two.refusal(forged)
    assert "没有发过" in two.refusal(answers)
    assert "不成样子" in two.refusal(shapeless)
    with two.homes("stranger"):
        own = keys.own()
        stranger = signed(
            entries, **{"from": json.loads(entries[MANIFEST])["from"] | {"key": own.fingerprint, "public": own.text}}
        )
    assert "不在互信单位里" in two.refusal(stranger)
    assert "不是完整的数据包" in two.refusal(b"PK\x03\x04 nothing")
    assert "不是回音的数据包" in two.refusal(packed({"a.txt": b"x"}))
    with two.homes("district"):
        older = signed(entries, id="a" * 32, cases=[{**json.loads(entries[MANIFEST])["cases"][0], "version": 1}])
    two.take(body)
    for again, why in ((body, "已经收过一次"), (older, "已经收过更新的一份")):
        with pytest.raises(Refused, match=why):
            two.take(again)
    assert Package.objects.filter(way="in").count() == 1
    packages.distrust(two.below, as_=two.city.system_admin)
    with pytest.raises(Refused, match="不在互信单位里"):
        two.take(older)


def test_what_one_unit_wrote_to_another_stays_in_the_house(two):
    part = Assignment.objects.filter(parent=two.case).exclude(role="co").get()
    attach(two.district, part, name="给主办的意见.pdf")
    assert "给主办的意见" in "\n".join(parts(two.send()))
    Assignment.objects.filter(pk=part.pk).update(role="co")
    assert "给主办的意见" not in "\n".join(parts(two.send()))


def test_a_path_that_climbs_out_is_refused_even_when_it_is_signed(two):
    entries = parts(two.send())
    for name in ("../../etc/cron.d/x", "/etc/passwd", "a/../../x", "C:\\x.exe", "..\\x", "folder/"):
        with two.homes("district"):
            body = signed(entries | {name: b"x"})
        assert "想写到别处去" in two.refusal(body)


def test_a_bomb_is_refused_before_it_unfolds(two, settings):
    entries = parts(two.send())
    inner = next(name for name in entries if "附件" in name).rpartition("/")[0]
    bomb = packed({"word/document.xml": b"0" * 30_000_000, "[Content_Types].xml": b"<Types/>"})
    with two.homes("district"):
        outer = signed(entries | {"炸弹.txt": b"0" * 30_000_000})
        nested = signed(entries | {f"{inner}/02-报告.docx": bomb})
    assert "大得不正常" in two.refusal(outer)
    assert "附件不能收" in two.refusal(nested)
    liar = bytearray(packed(entries | {"说明.txt": b"0" * 100_000}))
    at = liar.rfind(b"PK\x01\x02", 0, liar.rfind("说明.txt".encode()))
    liar[at + 24 : at + 28] = (10).to_bytes(4, "little")  # the directory promises ten bytes
    assert two.refusal(bytes(liar))
    for odd in (b"PK\x03\x04", bytes(packed({"é.txt": b"x"})).replace("é".encode(), b"\xff\xfe"), b""):
        assert two.refusal(odd)
    settings.MAX_PACKAGE_BYTES = 2_000
    assert "大得不正常" in two.refusal(two.send())


def test_nobody_packs_what_he_may_not_see_nor_for_whom_another_house_trusts(two):
    secret = two.district.draft(first_person=two.district.other_member.person)
    with two.homes("district"):
        for cases in ([secret], [two.city.draft()]):
            with pytest.raises(NotAllowed, match="看不到"):
                packages.make(cases, to=two.above, as_=two.district.member)
        line = {"name": "程远航", "kind": "friend", "place": "成都", "consent": clock.today()}
        friend = keep(REGISTERS["talents"], two.district.general, line)
        with pytest.raises(Refused, match="不装进数据包"):
            packages.make([friend], to=two.above, as_=two.district.general)
        with pytest.raises(NotAllowed, match="别的机构"):
            packages.make([two.case], to=two.below, as_=two.district.office)
        with pytest.raises(Refused, match="没有选案子"):
            packages.make([], to=two.above, as_=two.district.office)
        (settings.FILES / two.paper.path).write_bytes(b"something else")
        with pytest.raises(Refused, match="和登记的不符"):
            packages.make([two.case], to=two.above, as_=two.district.office)
        assert not list(
            packages.file_of(Package(committee=two.district.committee, way="out", ident="x")).parent.glob("*")
        )
        with pytest.raises(Refused, match="自己的公钥"):
            packages.trust(two.district.system_admin, name="本机", code=two.code(two.district), key=keys.own().text)
    for text in ("", "ed25519:", "ed25519:AAAA", "sm2:" + "A" * 44, "rsa"):
        with pytest.raises(Refused, match="这不是一把公钥"):
            keys.read(text)
    assert Trusted.objects.count() == 2


def test_the_private_key_is_the_owners_alone_and_a_signature_for_something_else_is_none(homes):
    with homes("one"):
        first, body = keys.own(), b"words"
        assert keys.own() == first
        assert keys.own_file().stat().st_mode & 0o777 == 0o600
        assert first.signed(body, keys.sign(body))
        assert not first.signed(keys.PURPOSE + body, keys.sign(body))
        assert not first.signed(body, b"short")
    with homes("two"):
        assert keys.own() != first


def test_a_name_is_judged_as_every_system_would_read_it():
    assert [unpacking.climbs(name) for name in ("0001 a/案.json", "a/b.txt")] == [False, False]
    assert all(unpacking.climbs(name) for name in ("..", "a/..", "/a", "a\\b", "c:a", "a\0b", "", "a/"))
