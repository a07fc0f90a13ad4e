import hashlib
import io
import os
import zipfile

import openpyxl
import pytest

from huiyin.kernel.files import CONTENT_TYPES, Checked, FileRefused, check_upload, clean_name, store

MB = 1 << 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES = b'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.%s.main+xml"/></Types>'


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return out.getvalue()


def office(part, **more):
    return zipped(**{"[Content_Types].xml": TYPES % b"any", part: b"<x/>"}, **more)


def ole(*streams):
    return OLE + bytes(504) + b"".join((name + "\0").encode("utf-16-le") for name in streams)


def sheet():
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


GOOD = {
    "pdf": b"%PDF-1.7\n1 0 obj", "docx": office("word/document.xml"), "xlsx": sheet(), "pptx": office("ppt/presentation.xml"),
    "doc": ole("WordDocument"), "xls": ole("Workbook"), "wps": ole("WordDocument"), "et": ole("Workbook"),
    "ofd": zipped(**{"OFD.xml": b"<ofd/>"}), "txt": "关于增设老年食堂".encode(), "csv": "案由,提案者\n".encode("gb18030"),
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF", "jpeg": b"\xff\xd8\xff\xe1", "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "gif": b"GIF89a", "webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ", "mp3": b"ID3\x03\x00", "mp4": b"\0\0\0\x20ftypisom",
}  # fmt: skip


def check(content, name, max_bytes=MB):
    return check_upload(io.BytesIO(content), name, max_bytes)


def refusal(content, name, max_bytes=MB):
    with pytest.raises(FileRefused) as caught:
        check(content, name, max_bytes)
    return str(caught.value)


@pytest.mark.parametrize("extension", CONTENT_TYPES)
def test_every_type_that_may_be_sent_is_known_by_its_content(extension):
    content = GOOD[extension]
    checked = check(content, f"附件.{extension.upper()}")
    digest = hashlib.sha256(content).hexdigest()
    assert checked == Checked(digest, len(content), CONTENT_TYPES[extension], extension, f"附件.{extension.upper()}")


@pytest.mark.parametrize("extension", list(CONTENT_TYPES))
@pytest.mark.parametrize("content", [b"MZ\x90\x00\x03" + bytes(60), b"\x7fELF\x02\x01\x01" + bytes(60)])
def test_a_program_is_refused_whatever_its_name(extension, content):
    sentence = refusal(content, f"通知.{extension}")
    assert f"“通知.{extension}”" in sentence
    assert "程序" in sentence


@pytest.mark.parametrize("extension", CONTENT_TYPES)
def test_a_web_page_or_drawing_is_refused_whatever_its_name(extension):
    for content in (b"<!DOCTYPE html><p>x", b'<?xml version="1.0"?><svg/>', b"\n <SCRIPT>alert(1)</SCRIPT>"):
        assert "网页" in refusal(content, f"通知.{extension}")


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.svg", "a.docm", "a.zip", "a.pdf.exe", "a", "", ".pdf."])
def test_a_type_that_is_not_on_the_list_is_refused(name):
    assert "不在可以收的类型里" in refusal(b"%PDF-1.7", name)


@pytest.mark.parametrize(
    "content, name, says",
    [
        (b"", "a.pdf", "是空的"),
        (b"%PDF-" + bytes(MB), "a.pdf", "最多收 1 MB"),
        (GOOD["png"], "a.jpg", "png"),
        (GOOD["docx"], "a.xlsx", "不是 xlsx"),
        (GOOD["xls"], "a.doc", "不是 doc"),
        (b"PK\x03\x04garbage", "a.docx", "损坏"),
        (b"\0\1\2text", "a.txt", "不是 txt"),
        (ole("WordDocument", "EncryptedPackage"), "a.doc", "密码"),
        (ole("WordDocument", "_VBA_PROJECT"), "a.doc", "宏"),
        (office("word/document.xml", word__vbaProject=b"x", **{"word/vbaProject.bin": b"x"}), "a.docx", "宏"),
        (zipped(**{"[Content_Types].xml": b"macroEnabled", "word/document.xml": b""}), "a.docx", "宏"),
        (office("xl/workbook.xml", **{"xl/activeX/activeX1.bin": b"x"}), "a.xlsx", "宏"),
        (office("word/document.xml", **{"word/media/a": bytes(201 * MB)}), "a.docx", "大得不正常"),
        (office("word/document.xml", **{"word/media/a": bytes(30 * MB)}), "a.docx", "大得不正常"),
    ],
)
def test_what_may_not_come_in_is_refused_in_a_sentence(content, name, says):
    sentence = refusal(content, name)
    assert says in sentence
    assert sentence.endswith("。")


def test_a_zip_that_lies_about_its_size_is_refused():
    content = office("word/document.xml", **{"word/media/a": bytes(3 * MB)})
    assert check(content, "a.docx")
    lying = content.replace((3 * MB).to_bytes(4, "little"), (4000).to_bytes(4, "little"))
    assert "大得不正常" in refusal(lying, "a.docx")


def test_sound_and_film_stay_small():
    assert "最多收 20 MB" in refusal(GOOD["mp4"] + bytes(20 * MB), "a.mp4", 100 * MB)


@pytest.mark.parametrize(
    "name, clean",
    [
        ("../../etc/通知.pdf", "通知.pdf"),
        ("C:\\文件\\通知.pdf", "通知.pdf"),
        ("通\x00知\r\n.pdf", "通知.pdf"),
        ("通知\u202efdp.exe", "通知fdp.exe"),
        ('a<b>:"|?*.pdf', "ab.pdf"),
        ("  . ", "未命名"),
        ("长" * 200 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_a_name_is_made_safe_to_show_and_to_save(name, clean):
    assert clean_name(name) == clean


def test_the_same_content_is_kept_once_for_each_committee(tmp_path):
    file = io.BytesIO(GOOD["pdf"])
    checked = check_upload(file, "a.pdf", MB)
    path = store(tmp_path, "demo", checked, file)
    assert path == f"demo/{checked.sha256[:2]}/{checked.sha256}"
    assert (tmp_path / path).read_bytes() == GOOD["pdf"]
    before = os.stat(tmp_path / path).st_ino
    assert store(tmp_path, "demo", checked, file) == path
    assert os.stat(tmp_path / path).st_ino == before
    assert store(tmp_path, "other", checked, file).startswith("other/")
    assert sum(1 for found in tmp_path.rglob("*") if found.is_file()) == 2


def test_a_half_written_copy_is_replaced(tmp_path):
    file = io.BytesIO(GOOD["pdf"])
    checked = check_upload(file, "a.pdf", MB)
    target = tmp_path / "demo" / checked.sha256[:2] / checked.sha256
    target.parent.mkdir(parents=True)
    target.write_bytes(b"%PD")
    store(tmp_path, "demo", checked, file)
    assert target.read_bytes() == GOOD["pdf"]


def test_content_that_changed_after_its_check_is_not_kept(tmp_path):
    checked = check(GOOD["pdf"], "a.pdf")
    with pytest.raises(FileRefused, match="变了样"):
        store(tmp_path, "demo", checked, io.BytesIO(b"%PDF-else"))
    assert [found for found in tmp_path.rglob("*") if found.is_file()] == []


@pytest.mark.parametrize("code", ["", "..", "a/b", "/etc", "a\0", "区"])
def test_a_committee_code_that_could_leave_the_folder_is_refused(tmp_path, code):
    with pytest.raises(ValueError, match="cannot name a folder"):
        store(tmp_path, code, check(GOOD["pdf"], "a.pdf"), io.BytesIO(GOOD["pdf"]))


def test_a_zip_whose_checksum_is_wrong_is_broken_and_no_accident(tmp_path):
    content = bytearray(office("word/document.xml"))
    for mark, at in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        place = content.index(mark) + at
        content[place : place + 4] = b"\1\2\3\4"
    assert "损坏" in refusal(bytes(content), "答复.docx")
