"""What comes in by the public door and should not: files of 200 MB, a child's data, somebody else's address, a hundred of the same."""

import io

import pytest
from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.kernel.act import act
from huiyin.kernel.files import FileRefused
from huiyin.kernel.refusal import Refused
from huiyin.portal import photos
from huiyin.reception.models import PublicVoice, Voice
from tests.stories.test_voice import WORDS

FORM = {"words": WORDS, "back": "self", "website": ""}


class Sparse(io.RawIOBase):
    """200 MB that are nowhere: a picture's first bytes, then nothing."""

    size, name, content_type = 200 * 1024 * 1024, "大.jpg", "image/jpeg"

    def __init__(self):
        self.read_bytes, self.at = 0, 0

    def readinto(self, buffer):
        n = min(len(buffer), self.size - self.at)
        buffer[:n] = (b"\xff\xd8\xff\xe0" + bytes(n))[:n] if self.at == 0 else bytes(n)
        self.at, self.read_bytes = self.at + n, self.read_bytes + n
        return n

    def readable(self):
        return True

    def seekable(self):
        return True

    def tell(self):
        return self.at

    def seek(self, at, whence=0):
        self.at = at if whence == 0 else self.at + at if whence == 1 else self.size + at
        return self.at


def test_a_photo_of_200_mb_is_refused_with_a_sentence_before_it_is_read(district):
    big = Sparse()
    upload = type("Upload", (), {"file": big, "name": big.name, "size": big.size})()
    with pytest.raises(FileRefused, match=str(settings.MAX_UPLOAD_BYTES // 1024 // 1024)):
        photos.cleaned([upload])
    assert big.read_bytes < 30 * 1024 * 1024
    with TemporaryUploadedFile("大.jpg", "image/jpeg", 0, None) as file:
        file.write(b"\xff\xd8\xff\xe0")
        file.file.truncate(settings.MAX_UPLOAD_BYTES + 1)
        file.seek(0)
        answer = Client().post(reverse("voice_door", args=[district.site.door]), FORM | {"photos": file})
    assert answer.status_code == 400
    assert WORDS in answer.content.decode()
    assert Voice.objects.count() == 0


def test_script_in_every_field_and_file_name_stays_words(district):
    bad = "<script>alert(1)</script>"
    picture = io.BytesIO(b"GIF89a")
    picture.name = f"{bad}.gif"
    door = reverse("voice_door", args=[district.site.door])
    answer = Client().post(door, FORM | {"words": bad, "name": bad, "phone": bad, "back": "phone", "photos": picture})
    assert answer.status_code == 400
    assert "<script>alert" not in answer.content.decode()
    answer = Client().post(door, FORM | {"words": bad, "name": bad, "photos": picture})
    assert "<script>alert" not in answer.content.decode()


def test_of_a_child_nothing_is_published_and_the_form_says_what_not_to_write(district):
    door = reverse("voice_door", args=[district.site.door])
    assert "不满十四岁的孩子" in Client().get(door).content.decode()
    Client().post(door, FORM | {"words": "放学路上没有斑马线，我女儿不敢过。", "sensitive": "on"})
    voice = Voice.objects.get()
    facts = {"heading": "没有斑马线", "text": "二小门口没有斑马线。", "checked": True}
    with pytest.raises(Refused, match="不能上回音壁"):
        act(voice, "publish", as_=district.general, **facts)
    assert not PublicVoice.objects.exists()
