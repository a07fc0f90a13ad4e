"""A signed package made and checked, against hashing and zipping the same bytes; and an API list of a hundred cases: `python -m benchmarks.packages`."""

import atexit
import hashlib
import io
import os
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

CASES, BYTES = int(os.environ.get("PACKAGE_CASES", 200)), int(os.environ.get("PACKAGE_BYTES", 100 * 1024 * 1024))


def main() -> bool:
    home = tempfile.mkdtemp(prefix="huiyin-packages-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["HUIYIN_HOME"] = home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    sys.path.insert(0, str(Path(__file__).parent.parent))
    import django

    django.setup()
    from huiyin.config.home import prepare

    prepare()
    return measure(Path(home))


def measure(home: Path) -> bool:
    from benchmarks.line import line
    from huiyin.exchange import keys, packages, unpacking
    from tests.district import District

    district = District.build("packages")
    cases = [district.proposal("submitted") for _n in range(CASES)]
    with_files(district, cases)
    to = packages.trust(district.system_admin, name="市政协", code="city", key=keys.own().text)
    (made, making) = timed(lambda: packages.make(cases, to=to, as_=district.office))
    with packages.file_of(made).open("rb") as file:
        opened, checking = timed(lambda: unpacking.check(file, [keys.own()]))
    _none, plain = timed(lambda: hashed_and_zipped(home / "files", home / "plain.zip"))
    print(
        f"{CASES} cases, {opened.size / 1024 / 1024:.0f} MB: made in {making:.1f} s, checked in {checking:.1f}, hashed and zipped in {plain:.1f} (CPU)"
    )
    fits = line("package.made_and_checked", (making + checking) / plain, "times hashing and zipping", 2)
    return listed(district) and fits


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    """What it gave, and the seconds of CPU that it took."""
    before = time.process_time()
    return call(), time.process_time() - before


def with_files(district: Any, cases: list[Any]) -> None:
    from django.conf import settings

    from huiyin.kernel import clock
    from huiyin.kernel.files import check_upload, store
    from huiyin.kernel.models import Attachment, Event

    for case in cases:
        content = b"%PDF-1.7\n" + os.urandom(BYTES // CASES)
        checked = check_upload(io.BytesIO(content), "a.pdf", 1 << 30)
        path = store(settings.FILES, district.committee.code, checked, io.BytesIO(content))
        Attachment.objects.create(
            committee=district.committee, case_id=case.pk, label="attachment", name="a.pdf", sha256=checked.sha256, size=checked.size,
            content_type=checked.content_type, path=path, added_at=clock.now(), event_id=Event.objects.filter(case=case.pk)[0].pk,
        )  # fmt: skip


def hashed_and_zipped(root: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as box:
        for path in root.rglob("*"):
            if path.is_file():
                with path.open("rb") as file:
                    hashlib.file_digest(file, "sha256")  # type: ignore[arg-type]
                box.write(path)


def listed(district: Any) -> bool:
    from django.conf import settings
    from django.test import Client

    from benchmarks.line import line, median_both
    from huiyin.api import tokens

    settings.ALLOWED_HOSTS = ["testserver"]
    secret = tokens.make(district.office, by=district.office, name="bench", scope="read", days=1)[1]
    client, head = Client(), {"Authorization": f"Bearer {secret}"}

    def ask() -> None:
        assert len(client.get("/api/v1/cases/proposal/?limit=100", headers=head).json()["items"]) == 100

    ask()
    wall, cpu = median_both([ask] * 25)
    line("api.list_of_100.wall", wall, "ms", 25)
    return line("api.list_of_100.cpu", cpu, "ms", 25)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
