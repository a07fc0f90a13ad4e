"""Who spoke: kept sealed, shown masked, opened with a reason that stays on record (erasing.py: until its time is over)."""

import base64
import hashlib
import hmac
import json
import re
from datetime import timedelta
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.kernel import clock, codes
from huiyin.kernel.models import Committee
from huiyin.kernel.refusal import Refused
from huiyin.reception.models import Citizen

PHONE = re.compile(r"1\d{10}|0\d{2,3}[-－\s]?\d{7,8}|[2-9]\d{6,7}")
MOBILE = 11  # digits; of a shorter number so much shown would leave one to guess


def check_phone(text: str) -> str:
    """The telephone without spaces. Errors: Refused with the sentence of the form."""
    phone = re.sub(r"[\s（）()]", "", text)
    if not PHONE.fullmatch(phone):
        raise Refused(
            _("电话少了或多了几位。手机号是 11 位，座机请带区号。"),
            {"phone": _("电话少了或多了几位。手机号是 11 位，座机请带区号。")},
        )
    return phone


def seal(committee: Committee, voice: Any, name: str, phone: str) -> Citizen:
    """The row that keeps a name and a telephone; not yet written."""
    body = json.dumps({"name": name.strip(), "phone": phone}, ensure_ascii=False)
    mark = hmac.new(_key(b"mark"), phone.encode(), hashlib.sha256).hexdigest() if phone else ""
    row = Citizen(
        voice=voice, sealed=_box().encrypt(body.encode()).decode() if name.strip() or phone else "", mark=mark
    )
    row.committee = committee
    return row


def opened(citizen: Citizen | None) -> dict[str, str]:
    """{name, phone}: empty when nothing was left, or when it was erased. Only after a reason has been given."""
    if citizen is None or not citizen.sealed:
        return {"name": "", "phone": ""}
    try:
        return dict(json.loads(_box().decrypt(citizen.sealed.encode())))
    except InvalidToken:
        raise Refused(_("姓名电话打不开：本机的密钥不是当初封存时的那一把。请系统管理员核对 secret.key。")) from None


def shut() -> int:
    """How many sealed names and telephones this house's key does not open: the key of another house made them."""
    lost = 0
    for sealed in Citizen.objects.exclude(sealed="").values_list("sealed", flat=True).iterator():
        try:
            _box().decrypt(sealed.encode())
        except InvalidToken:
            lost += 1
    return lost


def masked(citizen: Citizen | None) -> dict[str, str]:
    """What may stand on the screen unasked: 王**, 139****0000."""
    try:
        who = opened(citizen)
    except Refused:
        return {"name": "***", "phone": "***"}
    name, phone = who["name"], who["phone"]
    return {
        "name": name[:1] + "**" if name else "",
        "phone": f"{phone[:3]}****{phone[-4:]}" if len(phone) >= MOBILE else "*" * max(len(phone) - 2, 0) + phone[-2:],
    }


def same_person(committee: Committee, phone: str) -> int:
    """How many voices of the last thirty days came from this telephone."""
    if not phone:
        return 0
    mark = hmac.new(_key(b"mark"), phone.encode(), hashlib.sha256).hexdigest()
    since = clock.now() - timedelta(days=30)
    return Citizen.objects.filter(committee=committee, mark=mark, voice__opened_at__gte=since).count()


def code_of(voice: Any) -> str:
    """The secret code of a receipt: eight letters made from the voice and the house's key, so that it is kept nowhere."""
    digest = hmac.new(_key(b"receipt"), str(voice.pk).encode(), hashlib.sha256).digest()
    return codes.spelled(digest)


def is_code(voice: Any, given: str) -> bool:
    """In constant time; capitals and spaces do not matter."""
    return hmac.compare_digest(code_of(voice).encode(), re.sub(r"[\s-]", "", given).lower().encode("utf-8", "replace"))


@cache
def _key(purpose: bytes) -> bytes:
    return hashlib.blake2b(
        settings.SECRET_KEY.encode(), key=b"huiyin.reception", person=purpose[:16], digest_size=32
    ).digest()


@cache
def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(b"citizen")))


def sealed(text: str) -> str:
    """A few words (a subscriber's address) under the house's key."""
    return _box().encrypt(text.encode()).decode()


def unsealed(token: str) -> str:
    """What was sealed; "" where another house's key did it."""
    try:
        return _box().decrypt(token.encode()).decode()
    except InvalidToken:
        return ""


def mark_of(text: str) -> str:
    """A keyed digest: the same address again, and nothing that leads back to it."""
    return hmac.new(_key(b"mark"), text.encode(), hashlib.sha256).hexdigest()
