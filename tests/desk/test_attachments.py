"""Files of a case: for those who see it, as downloads, and for nobody else."""

import io

import pytest

from huiyin.desk.cases import files, uploads
from huiyin.kernel.act import act
from huiyin.kernel.models import Attachment, Event


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


def test_files_of_one_name_are_told_apart_by_step_part_and_day(district, sign_in, paper):
    page = sign_in(district.unit).get(f"/case/{paper.case.parent.uid}/").content.decode()
    about = page.split("答复 盖章.pdf</a><small>")[1].split("<")[0]
    assert about.split(" · ")[1:3] == ["住房城乡建设局", "写答复"]


def test_a_visitor_signs_in_first(district, client, paper):
    assert client.get(f"/file/{paper.uid}/").status_code == 302


def test_a_file_whose_content_is_gone_is_not_found(district, sign_in, paper):
    Attachment.objects.filter(pk=paper.pk).update(path="nowhere/xx")
    assert sign_in(district.unit).get(f"/file/{paper.uid}/").status_code == 404


def test_a_file_that_came_twice_with_one_act_belongs_to_it_once(district, paper):
    part = Attachment.objects.get(pk=paper.pk)
    event = Event.objects.get(pk=part.event_id)
    again = uploads.add(district.unit, event.case, "scan", Upload("答复 盖章.pdf", b"%PDF-1.7\n%%EOF\n"))
    other = uploads.add(district.unit, event.case, "evidence", Upload("凭据.pdf", b"%PDF-1.7\n%%EOF\n"))
    uploads.tie([again, other], event)
    tied = Attachment.objects.filter(event_id=event.pk).order_by("pk").values_list("label", flat=True)
    assert list(tied) == ["scan", "evidence"]


def test_paper_that_somebody_signed_is_for_the_offices_and_for_himself(district, sign_in):
    proposal = district.proposal("draft")
    one = uploads.add(district.office, proposal, "evidence", Upload("意见.pdf", b"%PDF-1.7\n%%EOF\n"))
    event = act(
        proposal, "submit", as_=district.office, for_=district.member, evidence=one, publish_wish="yes", no_secret=True
    )
    uploads.tie([one], event)
    one.refresh_from_db()
    for role in ("office", "director", "member"):
        assert sign_in(getattr(district, role)).get(f"/file/{one.uid}/").status_code == 200, role
    readers = ("assigning", "unit", "co_unit", "other_member", "reviewer")
    assert [role for role in readers if files.readable(getattr(district, role), one, proposal)] == ["assigning"]
