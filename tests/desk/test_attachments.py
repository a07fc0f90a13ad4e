"""Files of a case: for those who see it, as downloads, and for nobody else."""

import io

import pytest

from huiyin.desk.cases import uploads
from huiyin.kernel.act import act
from huiyin.kernel.models import Attachment


class Upload:
    """What a browser sends, as Django hands it over."""

    def __init__(self, name, content):
        self.name, self.file = name, io.BytesIO(content)


@pytest.fixture
def paper(district):
    """The stamped scan of a reply that is delivered."""
    part = district.lead(district.proposal("handling", co=[]))
    one = uploads.add(district.unit, part, "scan", Upload("答复 盖章.pdf", b"%PDF-1.7\n%%EOF\n"))
    act(part, "contact", as_=district.unit, **district.talk())
    event = act(part, "reply", as_=district.unit, **district.answer(part, scan=one))
    uploads.tie([one], event)
    act(part, "pass_reply", as_=district.assigning)
    return one


def test_a_file_comes_as_a_download_and_is_never_guessed_at(district, sign_in, paper):
    answer = sign_in(district.unit).get(f"/file/{paper.uid}/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_once_delivered_it_is_for_all_who_see_the_case_and_nobody_else(district, sign_in, paper):
    for role in ("member", "office", "assigning", "leader"):
        assert sign_in(getattr(district, role)).get(f"/file/{paper.uid}/").status_code == 200
    for role in ("other_member", "third_unit", "other_assigning"):
        assert sign_in(getattr(district, role)).get(f"/file/{paper.uid}/").status_code == 404
    foreign = type(district).build()
    assert sign_in(foreign.office).get(f"/file/{paper.uid}/").status_code == 404
    assert sign_in(district.member).get("/file/0000/").status_code == 404


def test_before_that_it_is_for_those_who_work_on_it(district, sign_in):
    part = district.lead(district.proposal("handling", co=[]))
    one = uploads.add(district.unit, part, "scan", Upload("a.pdf", b"%PDF-1.7\n%%EOF\n"))
    assert sign_in(district.unit).get(f"/file/{one.uid}/").status_code == 200
    assert sign_in(district.office).get(f"/file/{one.uid}/").status_code == 404, "no act has used it yet"
    act(part, "contact", as_=district.unit, **district.talk())
    event = act(part, "reply", as_=district.unit, **district.answer(part, scan=one))
    uploads.tie([one], event)
    assert sign_in(district.assigning).get(f"/file/{one.uid}/").status_code == 200
    assert sign_in(district.member).get(f"/file/{one.uid}/").status_code == 404


def test_the_case_page_lists_what_the_reader_may_open(district, sign_in, paper):
    page = sign_in(district.member).get(f"/case/{paper.case.parent.uid}/").content.decode()
    assert f"/file/{paper.uid}/" in page


def test_a_visitor_signs_in_first(district, client, paper):
    assert client.get(f"/file/{paper.uid}/").status_code == 302


def test_a_file_whose_content_is_gone_is_not_found(district, sign_in, paper):
    Attachment.objects.filter(pk=paper.pk).update(path="nowhere/xx")
    assert sign_in(district.unit).get(f"/file/{paper.uid}/").status_code == 404
