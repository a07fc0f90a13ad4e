"""The volume of a case as one zip: whole, the same twice, and checked by the stand-alone verifier."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from docx import Document

from huiyin.config.cli import main
from huiyin.exchange.bundle import case_bundle, safe, session_bundle
from huiyin.handling.models import Reply
from huiyin.kernel import ledger
from huiyin.kernel.act import act
from huiyin.kernel.models import Attachment
from huiyin.proposals.models import Proposal

SCAN = b"%PDF-1.7\nscan\n%%EOF\n"


@pytest.fixture
def archived(district):
    """An archived case between others, so that its records are not in one run; its scan has a content."""
    proposal = district.proposal("closed")
    district.proposal("filed", title="关于补助的提案")
    path = Path(settings.FILES) / "bundle-test" / "scan"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(SCAN)
    digest = hashlib.sha256(SCAN).hexdigest()
    part = district.lead(proposal)
    event = part.events.get(step="reply")
    Attachment.objects.filter(case=part.pk).update(
        path="bundle-test/scan", sha256=digest, size=len(SCAN), name="答复 <1>.pdf", event_id=event.pk
    )
    act(proposal, "archive", as_=district.office)
    ledger.anchor(district.committee)
    proposal.session = district.session
    return proposal


def opened(body):
    return zipfile.ZipFile(io.BytesIO(body) if isinstance(body, bytes) else body)


def verify(folder, name="记录.jsonl"):
    command = [sys.executable, "-I", str(folder / "seal.py"), str(folder / name), "--anchors", str(folder / "锚点.txt")]
    ran = subprocess.run(command, capture_output=True, check=False)
    return ran.returncode, ran.stdout.decode()


def test_it_holds_papers_files_records_and_how_to_check_them(archived):
    names = opened(case_bundle(archived)).namelist()
    kinds = {name.split("-")[0] for name in names}
    wanted = {"文书/提案.docx", "文书/提案.pdf", "文书/办理情况.pdf", "文书/归档清单.docx", "文书/第001号提案答复", "文书/第001号提案会办意见",
              "附件/01", "记录.jsonl", "锚点.txt", "seal.py", "说明.txt", "manifest.json"}  # fmt: skip
    assert wanted - kinds == set()
    assert "附件/01-答复 1.pdf" in names


def test_every_entry_is_what_the_manifest_says(archived):
    archive = opened(case_bundle(archived))
    manifest = json.loads(archive.read("manifest.json"))
    assert set(manifest["entries"]) == set(archive.namelist()) - {"manifest.json"}
    for name, entry in manifest["entries"].items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == entry["sha256"], name
    assert manifest["lost"] == []


def test_the_same_records_give_the_same_bytes(archived):
    again = Proposal.objects.select_related("session").get(pk=archived.pk)
    assert case_bundle(archived).read() == case_bundle(again).read()


def test_the_stand_alone_verifier_finds_it_true_and_a_change_in_it(archived, tmp_path):
    opened(case_bundle(archived)).extractall(tmp_path)
    code, told = verify(tmp_path)
    assert (code, "这是摘录" in told, "1 个锚点" in told) == (0, True, True), told
    text = (tmp_path / "记录.jsonl").read_text("utf8")
    for change in (text.replace('"archive"', '"close"'), "".join(reversed(text.splitlines(keepends=True)))):
        (tmp_path / "changed.jsonl").write_text(change, "utf8")
        assert verify(tmp_path, "changed.jsonl")[0] == 1


def test_a_line_that_is_cut_out_between_two_neighbours_is_found(archived, tmp_path):
    opened(case_bundle(archived)).extractall(tmp_path)
    lines = (tmp_path / "记录.jsonl").read_text("utf8").splitlines(keepends=True)
    first = json.loads(lines[0])
    forged = (
        json.dumps({**json.loads(lines[1]), "seq": first["seq"] + 1, "previous": "0" * 64}, ensure_ascii=False) + "\n"
    )
    (tmp_path / "forged.jsonl").write_text(lines[0] + forged, "utf8")
    code, told = verify(tmp_path, "forged.jsonl")
    assert (code, "接的不是它前面的一条" in told) == (1, True)


def test_its_word_files_open_and_say_what_happened(archived):
    archive = opened(case_bundle(archived))
    said = {}
    for name in archive.namelist():
        if name.endswith(".docx"):
            book = Document(io.BytesIO(archive.read(name)))
            cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
            said[name] = "\n".join([*(p.text for p in book.paragraphs), *cells])
    assert "全区六层以上无电梯住宅 812 栋。" in said["文书/提案.docx"]
    assert "1．建立一站式受理窗口\n2．设立加装补助资金" in said["文书/提案.docx"]
    assert [
        word
        for word in ("逐条说了办法", "满意", "归档", "区政府督查室 邹督查")
        if word not in said["文书/办理情况.docx"]
    ] == []
    assert "公开决定" not in said["文书/归档清单.docx"]


def test_a_file_that_is_gone_or_changed_is_named_and_the_rest_is_packed(archived):
    Attachment.objects.filter(name="答复 <1>.pdf").update(path="bundle-test/nowhere")
    manifest = json.loads(opened(case_bundle(archived)).read("manifest.json"))
    assert [one["why"] for one in manifest["lost"]] == ["文件不在存放处"]
    assert Reply.objects.filter(case__parent=archived.pk).exists()


@pytest.mark.parametrize(
    "name, kept",
    [
        ("../../etc/passwd", "passwd"),
        ("CON.pdf", "_CON.pdf"),
        ("甲\\乙.pdf", "乙.pdf"),
        ('a"b?.pdf', "ab.pdf"),
        ("", "未命名"),
    ],
)
def test_a_name_is_made_safe_for_every_system(name, kept):
    assert safe(name) == kept


def test_a_session_is_a_folder_a_case_written_to_a_file(archived, district, tmp_path):
    out = io.BytesIO()
    assert [case.number for case in session_bundle(district.committee, district.session, out)] == ["001", "002"]
    archive = opened(out.getvalue())
    listed = json.loads(archive.read("manifest.json"))["cases"]
    assert [one["folder"] for one in listed] == ["001 关于推进老旧小区加装电梯的提案/", "002 关于补助的提案/"]
    for one in listed:
        assert hashlib.sha256(archive.read(one["folder"] + "manifest.json")).hexdigest() == one["manifest"]


def test_the_office_downloads_it_from_the_case_page(archived, district, client):
    client.force_login(district.office.person, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/case/{archived.uid}/").content.decode()
    assert f"/case/{archived.uid}/bundle.zip" in page
    assert "归档材料齐全" in page
    answer = client.get(f"/case/{archived.uid}/bundle.zip")
    assert b"".join(answer.streaming_content) == case_bundle(archived).read()
    client.force_login(district.member.person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/case/{archived.uid}/bundle.zip").status_code == 404


def test_the_command_writes_a_session_and_never_over_a_file(archived, district, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("huiyin.config.home.prepare", lambda: None)
    target = tmp_path / "9-5.zip"
    asked = ["archive", "--committee", district.committee.code, "--session", "9-5", "--to", str(target)]
    assert main(asked) == 0
    assert "2 件" in capsys.readouterr().out
    assert "manifest.json" in zipfile.ZipFile(target).namelist()
    assert main(asked) == 1
    assert "不覆盖" in capsys.readouterr().err
    assert main([*asked[:-3], "3-1", "--to", str(tmp_path / "x.zip")]) == 1
    assert "现有：9-5" in capsys.readouterr().err
