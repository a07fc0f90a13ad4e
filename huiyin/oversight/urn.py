"""The urn of a ballot: who is here, who has a slip, the pile of slips that nobody has, and the votes, in no order (decision 0024).

All of it is one sealed piece in one row, opened and sealed anew as a whole at every touch, so that neither rows nor row numbers, neither
times nor PostgreSQL's transaction ids tell one vote from another. The key lies in a file of the home beside the database, is in no backup, and is
destroyed with the count: what a backup holds of a running ballot can never be opened again.
"""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.kernel.codes import LETTERS
from huiyin.kernel.refusal import Refused
from huiyin.oversight.models import Urn

SLIP = 12
ROOM = 4096
"""The sealed piece is a multiple of this many bytes, so that its length does not count the votes."""
dice = secrets.SystemRandom()


@dataclass
class Box:
    """What lies in an urn. `here`, `issued`: ids of the entitled; `held`: whose slip drawn on a phone is not used yet, and which it is.

    With its use a slip leaves `held` for `spent`; a vote is a string, one mark an item, and stands beside no slip.
    """

    here: list[int] = field(default_factory=list)
    issued: list[int] = field(default_factory=list)
    on_paper: list[int] = field(default_factory=list)
    held: dict[str, str] = field(default_factory=dict)
    pile: list[str] = field(default_factory=list)
    spent: list[str] = field(default_factory=list)
    votes: list[str] = field(default_factory=list)
    papers: int = 0
    spoilt: int = 0
    paper_counts: list[dict[str, int]] = field(default_factory=list)
    entered: bool = False
    """Whether the tellers have said what came back on paper: it may be nothing."""

    @property
    def collected(self) -> int:
        return len(self.votes) + self.papers

    def tidy(self) -> None:
        """No list keeps the order in which things happened."""
        for one in (self.here, self.issued, self.on_paper, self.spent):
            one.sort()
        self.held = dict(sorted(self.held.items()))
        dice.shuffle(self.pile)
        dice.shuffle(self.votes)


def lay(case: Any, slips: int) -> Urn:
    """A new urn with so many slips, and its key. The row is not saved yet: it belongs to the batch of the act."""
    folder = key_file(case.pk).parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key_file(case.pk).unlink(missing_ok=True)
    handle = os.open(key_file(case.pk), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, AESGCM.generate_key(256))
        os.fsync(handle)
    finally:
        os.close(handle)
    pile: set[str] = set()
    while len(pile) < slips:
        pile.add("".join(secrets.choice(LETTERS) for _n in range(SLIP)))
    row = Urn(case_id=case.pk, sealed=seal(case.pk, Box(pile=list(pile))))
    row.committee_id = case.committee_id
    return row


def key_file(pk: int) -> Path:
    """Beside the database and outside of what a backup holds."""
    return Path(settings.HOME) / "urns" / f"{pk}.key"


def seal(pk: int, box: Box) -> bytes:
    box.tidy()
    text = json.dumps(asdict(box), separators=(",", ":")).encode()
    text += b" " * (-len(text) % ROOM)
    nonce = os.urandom(12)
    return nonce + _cipher(pk).encrypt(nonce, text, str(pk).encode())


def unseal(pk: int, sealed: bytes | memoryview) -> Box:
    """Errors: Refused where the key is gone or is another: a ballot that came out of a backup, or one that was counted."""
    data = bytes(sealed)
    try:
        return Box(**json.loads(_cipher(pk).decrypt(data[:12], data[12:], str(pk).encode())))
    except InvalidTag:
        raise _lost() from None


def _cipher(pk: int) -> AESGCM:
    try:
        return AESGCM(key_file(pk).read_bytes())
    except (OSError, ValueError):
        raise _lost() from None


def _lost() -> Refused:
    return Refused(_("票箱打不开了：钥匙不在这台机器上（从备份恢复的、已经计过票的，都打不开）。请作废，重新测评。"))


@contextmanager
def opened(pk: int) -> Iterator[Box]:
    """The urn of a ballot, held against everybody else; what is changed inside is sealed anew, or, with an error, nothing is.

    Errors: Refused where it cannot be opened, or there is none.
    """
    with transaction.atomic():
        row = Urn.objects.select_for_update().filter(case=pk).first()
        if row is None or not row.sealed:
            raise _lost()
        box = unseal(pk, row.sealed)
        yield box
        Urn.objects.filter(pk=row.pk).update(sealed=seal(pk, box))


def look(pk: int) -> Box | None:
    """The urn as it stands, to be read; None where it cannot be opened."""
    row = Urn.objects.filter(case=pk).first()
    if row is None or not row.sealed:
        return None
    try:
        return unseal(pk, row.sealed)
    except Refused:
        return None


def destroy(pk: int) -> None:
    """The key is overwritten and gone, once the act that asks for it is committed; the urn of any backup stays shut for good."""
    transaction.on_commit(lambda: _shred(key_file(pk)))


def _shred(path: Path) -> None:
    if not path.exists():
        return
    with path.open("r+b", buffering=0) as file:
        file.write(os.urandom(32))
        os.fsync(file.fileno())
    path.unlink(missing_ok=True)
