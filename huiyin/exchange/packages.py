"""Signed packages between installations: made for one addressee, received by it alone, once, and answered by a package back.

make(cases, to=trusted, as_=post)   →  Package (way "out"), its file in the home
receive(file, as_=post)             →  Package (way "in"), checked whole; nothing is kept of one that is refused
accept(package, as_=post)           →  what it brings counts from now on; whoever asked (`on_accept`) is told
"""

import hashlib
import os
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.exchange import keys, packing, unpacking
from huiyin.exchange.backup import snapshot
from huiyin.exchange.models import Held, Package, Trusted
from huiyin.exchange.telling import STAYS
from huiyin.kernel import clock, ledger
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Case, Post
from huiyin.kernel.refusal import NotAllowed, Refused
from huiyin.kernel.who import in_office
from huiyin.people.roles import OFFICE

MOST_CASES = 1_000
MADE, RECEIVED, ACCEPTED = "package.made", "package.received", "package.accepted"
TAKERS: list[Callable[[Package, Post], None]] = []
"""What else happens when a package is accepted, in the same transaction: a kind of work takes up what was handed to it."""


def on_accept(taker: Callable[[Package, Post], None]) -> None:
    """`taker(package, post)` runs when a package is accepted; it may refuse."""
    if taker not in TAKERS:
        TAKERS.append(taker)


def file_of(package: Package) -> Path:
    """Where the file lies; it may be gone."""
    return Path(settings.PACKAGES) / package.committee.code / f"{package.way}-{package.ident}.zip"


def readable(post: Post) -> QuerySet[Package]:
    """The packages that a post may look into: what came, and what its own house made.

    The proposal office and the general office do not see each other's cases (citizens' voices, opinions, drafts); a package of them
    would be a way round. What came back to a package is read by whoever made that.
    """
    house = OFFICE if post.role in OFFICE else (post.role,)
    rows = Package.objects.filter(committee=post.committee_id)
    made = rows.filter(way="out", post__role__in=house)
    return rows.filter(
        Q(way="in", answers="") | Q(way="in", answers__in=made.values("ident")) | Q(pk__in=made.values("pk"))
    )


def make(cases: Iterable[Case], *, to: Trusted, as_: Post, answers: Package | None = None, words: str = "") -> Package:
    """A package of these cases with their parts, documents, files and records, signed, for one addressee.

    An answer may hold no case: its `words` are the answer. Errors: Refused, NotAllowed; nothing is kept then.
    """
    _may(as_, to)
    rows = _rows([case.pk for case in cases], as_)
    if not rows and not (answers and words):
        raise Refused(_("还没有选案子。请写上要装进去的案号，一行一个。"))
    if answers is not None and (
        (answers.way, answers.other_id) != ("in", to.pk) or not readable(as_).filter(pk=answers.pk).exists()
    ):
        raise Refused(_("回复只能发给来包的单位。请从收到的那个包上点“回复”。"))
    ident, own = secrets.token_hex(16), keys.own()
    head: dict[str, Any] = {
        "id": ident, "made_at": clock.now().isoformat(), "algorithm": own.algorithm, "words": words,
        "from": {"committee": as_.committee.code, "name": as_.committee.name, "key": own.fingerprint, "public": own.text},
        "to": {"committee": to.code, "name": to.name, "key": to.fingerprint}, "answers": answers.ident if answers else "",
    }  # fmt: skip
    package = Package(
        way="out", ident=ident, other=to, answers=head["answers"], words=words, post=as_, made_at=clock.now()
    )
    package.committee = as_.committee
    with _part(package) as part:
        with snapshot():
            package.manifest = packing.write(part, as_.committee, rows, head)
        _keep(package, part, MADE)
    return package


def _may(as_: Post, to: Trusted) -> None:
    if to.committee_id != as_.committee_id:
        raise NotAllowed(_("这个互信单位是别的机构登记的，这里不能用。"))
    if to.ended_at is not None:
        raise Refused(_("“{name}”已经不在互信单位里。请联系系统管理员。").format(name=to.name))
    if not in_office(as_, clock.today()):
        raise NotAllowed(_("“{title}”这个身份已经不在任。请换一个身份。").format(title=as_.title))


def _rows(pks: list[int], as_: Post) -> list[Any]:
    """The cases as rows of their own kinds, in the order given. Errors: Refused when there are too many, or one is not to be seen."""
    if len(pks) > MOST_CASES:
        raise Refused(_("一个包最多装 {n} 件。请分成几个包。").format(n=MOST_CASES))
    kinds = (
        Case.objects.filter(pk__in=pks, committee=as_.committee_id).order_by().values_list("kind", flat=True).distinct()
    )
    found: dict[int, Any] = {}
    for kind in kinds:
        if kind in STAYS:
            what = _("{kind}里有个人信息，到期或本人撤回同意就要删除，不装进数据包。请改装由它形成的案子。")
            raise Refused(what.format(kind=flow_of(kind).label))
        flow = flow_of(kind)
        seen = flow.Model.objects.filter(flow.sees.twin(as_), committee=as_.committee_id, pk__in=pks).distinct()
        for row in seen.select_related("session"):
            row.committee = as_.committee
            found[row.pk] = row
    if len(found) != len(set(pks)):
        raise NotAllowed(_("有的案子您看不到，或者不在这里。请核对案号；一件也没有装。"))
    return [found[pk] for pk in dict.fromkeys(pks)]


@contextmanager
def _part(package: Package) -> Iterator[IO[bytes]]:
    """The file while it is being written: nobody's until it is kept, and gone if it is not."""
    folder = file_of(package).parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".part-") as part:
        yield part


def _keep(package: Package, part: IO[bytes], step: str) -> None:
    """The row, the record, and the file under its name: all three or none."""
    part.flush()
    os.fsync(part.fileno())
    part.seek(0)
    package.sha256 = hashlib.file_digest(part, "sha256").hexdigest()  # type: ignore[arg-type]
    package.size = part.tell()
    package.count = len(package.cases)
    facts = {
        "package": package.ident, "to": package.other.name, "cases": package.count, "sha256": package.sha256,
        "fingerprint": package.other.fingerprint, "answers": package.answers,
    }  # fmt: skip
    with transaction.atomic():
        package.save(force_insert=True)
        ledger.record(package.committee, step, as_=package.post, facts=facts)
        if package.way == "in":
            Held.objects.bulk_create(
                Held(package=package, other=package.other, case=one["id"][:20], version=one["version"])
                for one in package.cases
            )
        os.link(part.name, file_of(package))


def receive(file: BinaryIO, *, as_: Post) -> Package:
    """Check a package and keep it, not yet accepted. Errors: Refused with a sentence; nothing is kept then."""
    if not in_office(as_, clock.today()):
        raise NotAllowed(_("“{title}”这个身份已经不在任。请换一个身份。").format(title=as_.title))
    trusted = list(Trusted.objects.filter(committee=as_.committee_id, ended_at=None))
    opened = unpacking.check(file, [keys.read(f"{one.algorithm}:{one.key}") for one in trusted])
    manifest = opened.manifest
    other = _sender(trusted, manifest, opened.key)
    _addressed(manifest, as_)
    _fresh(manifest, other, as_)
    package = Package(
        way="in", ident=manifest["id"], other=other, answers=str(manifest.get("answers", ""))[:40],
        words=str(manifest.get("words", ""))[:20_000], manifest=manifest, post=as_, made_at=clock.now(),
    )  # fmt: skip
    package.committee = as_.committee
    with _part(package) as part:
        file.seek(0)
        while piece := file.read(packing.CHUNK):
            part.write(piece)
        try:
            _keep(package, part, RECEIVED)
        except (IntegrityError, FileExistsError):  # the same package twice at the same moment
            raise _replayed(manifest) from None
    return package


def _sender(trusted: list[Trusted], manifest: dict[str, Any], key: keys.Key) -> Trusted:
    """The committee that this key was entered for. Errors: Refused when it signs for another than itself."""
    for one in trusted:
        if (one.fingerprint, one.code) == (key.fingerprint, manifest["from"]["committee"]):
            return one
    raise Refused(
        _("这把公钥登记给了别的机构，包却说是“{code}”发的。没有收下；请系统管理员和对方核对。").format(
            code=manifest["from"]["committee"][:40]
        )
    )


def _addressed(manifest: dict[str, Any], as_: Post) -> None:
    to = manifest["to"]
    if (to["committee"], to["key"]) != (as_.committee.code, keys.own().fingerprint):
        raise Refused(
            _("这个包是发给“{name}”的，不是发给这里的，没有收下。请转给它，或让发出方重做一份。").format(
                name=str(to.get("name", to["committee"]))[:60]
            )
        )


def _fresh(manifest: dict[str, Any], other: Trusted, as_: Post) -> None:
    """Neither the same package again, nor one older than what was received of the same cases."""
    there = Package.objects.filter(committee=as_.committee_id, way="in")
    if there.filter(ident=manifest["id"]).exists():
        raise _replayed(manifest)
    named = str(manifest.get("answers", ""))
    if named and not Package.objects.filter(committee=as_.committee_id, way="out", ident=named, other=other).exists():
        raise Refused(_("这个包说是回复，可这里没有发过它回复的那个包。没有收下；请和发出方核对。"))
    known = known_versions(other, [one["id"] for one in manifest["cases"]])
    for one in manifest["cases"]:
        if known.get(one["id"], 0) > one["version"]:
            what = _("《{title}》已经收过更新的一份，这个包是旧的，没有收下。请向发出方要最新的。")
            raise Refused(what.format(title=one["title"][:60]))


def known_versions(other: Trusted, cases: list[str]) -> dict[str, int]:
    """Case id → the newest version of it that came from there."""
    rows = Held.objects.filter(other=other, case__in=cases).order_by().values_list("case")
    return dict(rows.annotate(n=Max("version")))


def _replayed(manifest: dict[str, Any]) -> Refused:
    return Refused(
        _("这个包已经收过一次（编号 {ident}），不再收第二次。它在“数据包”里。").format(ident=manifest["id"][:8])
    )


def accept(package: Package, *, as_: Post) -> Package:
    """What came counts from now on. Errors: Refused when it was accepted before, or is none that came."""
    if package.way != "in" or not readable(as_).filter(pk=package.pk).exists():
        raise NotAllowed(_("这个包不是这里收到的。"))
    if not in_office(as_, clock.today()):
        raise NotAllowed(_("“{title}”这个身份已经不在任。请换一个身份。").format(title=as_.title))
    with transaction.atomic():
        mine = Package.objects.filter(pk=package.pk, accepted_at=None).update(accepted_at=clock.now(), accepted_by=as_)
        if not mine:
            raise Refused(_("这个包已经接收过了。"))
        ledger.record(
            as_.committee, ACCEPTED, as_=as_,
            facts={"package": package.ident, "to": package.other.name, "cases": package.count, "sha256": package.sha256},
        )  # fmt: skip
        package.refresh_from_db()
        package.committee = as_.committee
        for taker in TAKERS:
            taker(package, as_)
    return package


def trust(as_: Post, *, name: str, code: str, key: str) -> Trusted:
    """Enter whom to believe. Errors: Refused with a sentence for what is no key, or stands there already."""
    read = keys.read(key)
    if read.fingerprint == keys.own().fingerprint and code == as_.committee.code:
        raise Refused(_("这是本机自己的公钥。这里登记的是对方的。"))
    there = Trusted.objects.filter(committee=as_.committee_id, code=code, fingerprint=read.fingerprint, ended_at=None)
    if there.exists():
        raise Refused(_("“{code}”的这把公钥已经登记过了。").format(code=code))
    with transaction.atomic():
        made = Trusted.objects.create(
            committee=as_.committee, name=name, code=code, algorithm=read.algorithm, key=read.text.partition(":")[2],
            fingerprint=read.fingerprint, added_at=clock.now(),
        )  # fmt: skip
        facts = {"name": name, "code": code, "fingerprint": read.fingerprint}
        ledger.record(as_.committee, "key.trusted", as_=as_, facts=facts)
    return made


def distrust(trusted: Trusted, *, as_: Post) -> None:
    """Believe it no longer; what came before stays. Nothing happens a second time."""
    with transaction.atomic():
        if Trusted.objects.filter(pk=trusted.pk, committee=as_.committee_id, ended_at=None).update(
            ended_at=clock.now()
        ):
            facts = {"name": trusted.name, "code": trusted.code, "fingerprint": trusted.fingerprint}
            ledger.record(as_.committee, "key.ended", as_=as_, facts=facts)
