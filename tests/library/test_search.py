"""Searching what one may see: every way to say a word, conditions, counts, visibility, and an index in trouble."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.conf import settings

from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Attachment, Event
from huiyin.library import files, freshness
from huiyin.library.search import search
from tests.district import District


def titles(post, text: str) -> list[str]:
    from huiyin.proposals.models import Proposal

    found = search(post, text).ids
    rows = dict(Proposal.objects.filter(pk__in=found).values_list("pk", "title"))
    return [rows[pk] for pk in found]


@pytest.fixture
def told(district):
    district.proposal("filed", title="关于推进老旧小区加装电梯的提案")
    district.proposal("filed", title="关于学校周边停车难的提案", situation="校门口车辆乱停。", items=["增设临时车位"])
    return district


@pytest.mark.parametrize(
    "text",
    ["电梯", "梯", "老旧 电梯", "電梯", "加裝電梯", "dianti", "jiazhuangdian", "jiazhuangdianti", "jzdt", "加装dt", "001", "1", "第001号", "“老旧小区加装”",
     "ＤＩＡＮＴＩ", "加装点梯", "加装店梯", "老旧小区装电梯", "老旧小区加装电梯812", "林知夏 电梯", "lzx 电梯", "电梯 -停车"],
)  # fmt: skip
def test_a_case_is_found_however_it_is_said(told, text):
    assert titles(told.office, text)[:1] == ["关于推进老旧小区加装电梯的提案"]


@pytest.mark.parametrize("text", ["河道", "电梯 停车", "hedao", "“加装小区”", "-电梯 -停车 -车位", "unit:住建 停车"])
def test_what_is_not_there_is_not_found(told, text):
    assert titles(told.office, text) == []


def test_errors_are_forgiven_only_where_nothing_else_is_found(told):
    assert not search(told.office, "电梯").loose
    assert search(told.office, "加装点梯").loose


def test_conditions_narrow_and_counts_say_how_many(district):
    handled = district.proposal("handling", title="电梯甲")
    district.proposal("handling", title="电梯乙", lead=district.units[2], co=[])
    closed = district.proposal("closed", title="电梯丙")
    assert titles(district.office, "电梯 单位:住建 state:handling") == ["电梯甲"]
    assert set(titles(district.office, "unit:市场监管")) == {"电梯乙"}
    assert titles(district.office, "类别:A") == ["电梯丙"]
    assert titles(district.office, "评价:满意 电梯") == ["电梯丙"]
    counts = search(district.office, "电梯").counts
    assert counts["state"] == {"handling": 2, "closed": 1}
    assert counts["unit"][str(district.units[0].pk)] == 2
    assert counts["year"] == {"2026": 3}
    assert {handled.pk, closed.pk} <= set(search(district.office, "year:2026").ids)


def test_what_is_overdue_is_a_matter_of_today(district):
    case = district.proposal("handling", title="电梯")
    with clock.frozen(clock.now()):
        assert titles(district.office, "电梯 状态:逾期") == []
    later = clock.now().replace(year=clock.now().year + 2)
    with clock.frozen(later):
        assert search(district.office, "电梯 状态:逾期").ids == [case.pk]
        assert search(district.office, "电梯").counts["look"]["late"] == 1


def test_an_answer_is_found_once_it_is_delivered(district):
    district.set("P-18", 1)
    case = district.proposal("handling", title="电梯")
    part = district.lead(case)
    act(part, "contact", as_=district.unit, **district.talk())
    for co in district.parts(case)[1:]:
        act(co, "co_opinion", as_=district.co_unit, text="鸭梨")
    act(part, "reply", as_=district.unit, **district.answer(part, closing="鸭梨"))
    assert titles(district.member, "鸭梨") == []
    part.refresh_from_db()
    if part.state == "audit":
        act(part, "pass_reply", as_=district.assigning)
    assert titles(district.member, "鸭梨") == ["电梯"]


def test_each_sees_his_own_and_counts_tell_no_more(district):
    district.proposal("handling", title="电梯甲")
    district.proposal("filed", title="电梯乙")
    assert search(district.office, "电梯").count == 2
    unit = search(district.unit, "电梯")
    assert (unit.count, unit.counts["state"], unit.counts["year"]) == (1, {"handling": 1}, {"2026": 1})
    other = search(district.other_member, "电梯")
    assert (other.count, other.ids, other.counts) == (0, [], {})
    assert search(district.system_admin, "电梯 state:filed").counts == {}
    assert search(District.build().office, "电梯").count == 0


def test_a_draft_is_nobodys_to_find(district):
    case = district.draft(title="电梯草稿")
    assert titles(district.office, "电梯") == titles(district.member, "电梯") == []
    act(case, "submit", as_=district.member, publish_wish="yes", no_secret=True)
    assert titles(district.office, "电梯") == ["电梯草稿"]


def test_a_case_whose_visibility_changes_comes_and_goes(district):
    case = district.proposal("filed", title="电梯")
    assert titles(district.third_unit, "电梯") == []
    act(case, "plan", as_=district.office, lead=district.units[2].pk, co=[])
    act(case, "assign", as_=district.assigning, lead=district.units[2].pk, co=[])
    assert titles(district.third_unit, "电梯") == ["电梯"]
    assert search(district.third_unit, "电梯").counts["state"] == {"assigned": 1}


def test_acts_of_others_and_a_step_back_of_the_ledger_are_followed(district, settings):
    case = district.proposal("submitted", title="电梯")
    assert search(district.office, "state:submitted").ids == [case.pk]
    act(case, "accept", as_=district.office)
    assert search(district.office, "state:submitted").ids == []
    kept = freshness.folder_of(district.committee) / "position.json"
    kept.write_text(json.dumps({"version": freshness.VERSION, "seq": 2, "seal": "f" * 64}))
    found = search(district.office, "电梯")
    assert (found.ids, found.index) == ([case.pk], "rebuilt")


@pytest.mark.parametrize("harm", ["missing", "broken", "stale", "version", "segment"])
def test_an_index_in_trouble_is_made_anew_and_said(district, harm):
    case = district.proposal("filed", title="电梯")
    assert search(district.office, "电梯").ids == [case.pk]
    folder = freshness.folder_of(district.committee)
    if harm == "missing":
        (folder / "shelf" / "meta.json").unlink()
    elif harm == "broken":
        (folder / "shelf" / "meta.json").write_text("{")
        freshness._shelves.clear()
    elif harm == "stale":
        (folder / "position.json").write_text(
            json.dumps({"version": freshness.VERSION, "seq": 10**6, "seal": "0" * 64})
        )
    elif harm == "version":
        (folder / "position.json").write_text("{}")
    else:
        for file in (folder / "shelf").glob("*.*"):
            if file.name != "meta.json":
                file.write_bytes(b"")
        freshness._shelves.clear()
    found = search(district.office, "电梯")
    assert found.ids == [case.pk]
    assert found.said
    again = search(district.office, "电梯")
    assert (again.ids, again.said, again.index) == ([case.pk], [], "fresh")


def test_without_an_index_the_database_is_searched(district, settings, tmp_path):
    case = district.proposal("handling", title="电梯")
    (tmp_path / "file").write_text("no folder")
    settings.LIBRARY = tmp_path / "file"
    for text in ("电梯", "001", "林知夏", "单位:住建", "电梯 state:handling"):
        found = search(district.office, text)
        assert (found.ids, found.count, found.index) == ([case.pk], 1, "broken")
    assert search(district.other_member, "电梯").ids == []


@pytest.mark.parametrize(
    "text",
    ["", "   ", "，。！", "梯" * 2_000_000, 'AND OR ( "*: \x00', "\ud800", "单位:", "a" * 400, "😀", "ไทย кириллица"],
)
def test_no_text_is_an_error(told, text):
    assert search(told.office, text).ids == []


def test_a_renamed_unit_is_found_by_its_new_name(district):
    case = district.proposal("handling", title="电梯")
    district.units[0].name = "住房和城市更新局"
    district.units[0].save()
    assert search(district.office, "单位:城市更新").ids == [case.pk]
    assert search(district.office, "城市更新").ids == [case.pk]


def attach(district, case, name: str, content: bytes, label: str = "attachment") -> None:
    digest = hashlib.sha256(content).hexdigest()
    path = Path(settings.FILES) / digest
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    Attachment.objects.create(
        committee=district.committee, case=case, label=label, name=name, sha256=digest, size=len(content), content_type="", path=digest,
        added_at=clock.now(), event_id=Event.objects.filter(case=case).first().pk,
    )  # fmt: skip


def docx(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        body = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def xlsx(text: str) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet().write(0, 0, text)
    book.close()
    return out.getvalue()


def pdf(text: str) -> bytes:
    import typst

    return typst.compile(text.encode(), font_paths=[])


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("说明.docx", docx("鸭梨大"), True), ("表.xlsx", xlsx("鸭梨大"), True), ("信.txt", "鸭梨大".encode("gb18030"), True), ("鸭梨.jpg", b"\xff\xd8\xff", True),
        ("坏.docx", docx("鸭梨大")[:-40], False), ("坏.pdf", b"%PDF-1.7\nbroken", False), ("空.pdf", b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", False),
        ("坏.xlsx", b"PK\x03\x04nothing", False), ("图.docx", docx('x</w:t></w:r></w:p><!DOCTYPE a [<!ENTITY b "鸭梨">]>'), False),
    ],
)  # fmt: skip
def test_files_are_found_by_their_words_and_broken_ones_do_no_harm(district, name, content, found):
    case = district.proposal("submitted", title="电梯")
    attach(district, case, name, content)
    act(case, "accept", as_=district.office)
    assert search(district.office, "鸭梨").ids == ([case.pk] if found else [])
    assert search(district.office, "电梯").ids == [case.pk]


def test_a_pdf_gives_its_words(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf("Lift subsidy 2026"))
    assert "Lift subsidy 2026" in (files.read(tmp_path / "a.pdf", "a.pdf") or "")
    assert files.read(tmp_path / "gone.pdf", "gone.pdf") is None


def test_what_is_new_is_found_at_once_from_memory_and_the_clock_writes_it_down(district, monkeypatch):
    case = district.proposal("submitted", title="电梯")
    assert search(district.office, "电梯").ids == [case.pk]
    one = freshness.kept(district.committee)
    written = one.position()
    with one.shelf.writing():  # another process holds the disk
        act(case, "accept", as_=district.office)
        other = district.proposal("filed", title="电梯乙")
        found = search(district.office, "电梯")
        assert (set(found.ids), found.count, found.index) == ({case.pk, other.pk}, 2, "fresh")
        assert found.counts["state"] == {"review_f": 1, "filed": 1}
        assert search(district.office, "state:submitted").ids == []
        assert {search(district.office, "电梯", page=n, size=1).ids[0] for n in (1, 2)} == {case.pk, other.pk}
        assert freshness.settle(district.committee) == 0
    assert one.position() == written
    assert freshness.settle(district.committee) > 0
    assert (one.position(), one.above) == (freshness.head(district.committee), None)
    freshness._shelves.clear()  # as another process sees it
    assert set(search(district.office, "电梯").ids) == {case.pk, other.pk}
    monkeypatch.setattr(freshness, "FEW", 0)
    third = district.proposal("filed", title="电梯丙")
    assert search(district.office, "电梯丙").ids == [third.pk]
    assert freshness.kept(district.committee).above is None, "with many of them the asker writes them down"


def test_what_cannot_be_read_in_time_is_said(district, monkeypatch):
    search(district.office, "电梯")
    district.proposal("submitted", title="电梯乙")
    with monkeypatch.context() as slow:
        slow.setattr(freshness, "STEP", 1)
        slow.setattr(freshness, "BUDGET", -1.0)
        found = search(district.office, "电梯")
    assert found.index == "behind"
    assert "没进索引" in found.said[0]
    assert search(district.office, "电梯").index == "fresh"


def test_what_was_made_public_and_withdrawn_is_gone_at_once(district):
    from huiyin.handling.models import Publication, PublicVersion

    case = district.proposal("closed", title="电梯")
    assert search(district.office, "状态:公开").ids == []
    decision = Publication.objects.filter(parent=case).first()
    if decision is None:
        pytest.skip("no decision on publication in this flow")
    event = Event.objects.filter(case=decision).first() or Event.objects.filter(case=case).last()
    stamp = {"committee": district.committee, "case": decision, "recorded_at": clock.now(), "event_id": event.pk}
    shown = PublicVersion.objects.create(
        what="proposal", extent="full", heading="电梯", text="电梯", sha256="0" * 64, **stamp
    )
    act(case, "recheck", as_=district.office, finding="true", way="phone", words="属实")
    assert search(district.office, "状态:公开").ids == [case.pk]
    PublicVersion.objects.filter(pk=shown.pk).update(until=clock.now())
    act(case, "recheck", as_=district.office, finding="true", way="phone", words="属实")
    assert search(district.office, "状态:公开").ids == []


@pytest.mark.parametrize("label", ["evidence", "page"])
def test_paper_that_somebody_signed_is_not_in_the_library(district, label):
    case = district.proposal("handling", title="电梯")
    attach(district, case, "签字原件.docx", docx("签字人电话一三九"), label)
    assert search(district.unit, "签字人电话").ids == []
    assert search(district.office, "签字原件").ids == []
