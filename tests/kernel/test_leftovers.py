"""What a refused sending left is swept away after thirty days; what an author hung on his draft waits for him."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.desk.cases import uploads
from huiyin.kernel import clock, leftovers
from huiyin.kernel.models import Attachment

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def files(settings, tmp_path):
    settings.FILES = tmp_path
    return tmp_path


def put(district, case, label, content=PDF):
    return uploads.add(district.office, case, label, SimpleUploadedFile("扫描.pdf", content))


def sweep_later(district, days):
    with clock.frozen(clock.now() + timedelta(days=days)):
        return leftovers.sweep(district.committee)


def test_a_refused_sending_is_swept_after_thirty_days_with_its_content(district, files):
    left = put(district, district.proposal("submitted"), "scan")
    assert sweep_later(district, 29) == 0
    assert Path(files, left.path).exists()
    assert sweep_later(district, 31) == 1
    assert not Attachment.objects.filter(pk=left.pk).exists()
    assert not Path(files, left.path).exists()


def test_a_content_that_another_act_uses_stays(district, files):
    case = district.proposal("submitted")
    left, used = put(district, case, "scan"), put(district, case, "evidence")
    Attachment.objects.filter(pk=used.pk).update(event_id=case.pk)
    assert sweep_later(district, 31) == 1
    assert list(Attachment.objects.filter(path=left.path)) == [used]
    assert Path(files, left.path).exists()


def test_what_hangs_on_a_draft_waits_for_its_author(district, files):
    put(district, district.draft(), "attachment")
    assert sweep_later(district, 400) == 0
