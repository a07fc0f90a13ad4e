"""huiyin archive: the volumes of a whole session in one zip, a folder a case."""

import argparse
import os
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.config.commands.common import committee, print_json, say, tell, wants_committee, wants_json
from huiyin.exchange.bundle import session_bundle
from huiyin.kernel.models import Period
from huiyin.kernel.refusal import Refused


def arguments(parser: argparse.ArgumentParser) -> None:
    wants_committee(parser)
    parser.add_argument("--session", required=True, metavar="届次", help="例如 9-5（九届五次会议）")
    parser.add_argument("--to", required=True, type=Path, metavar="文件", help="例如 9-5.zip；已经有的不覆盖")
    wants_json(parser)


def run(options: argparse.Namespace) -> int:
    house = committee(options.committee)
    session = Period.objects.filter(committee=house, kind="session", code=options.session).first()
    if session is None:
        known = "、".join(Period.objects.filter(committee=house, kind="session").values_list("code", flat=True))
        raise Refused(
            _("没有“{code}”这次会议。现有：{known}。").format(code=options.session, known=known or _("一次也没有"))
        )
    if options.to.exists():
        raise Refused(_("{file} 已经在了，不覆盖旧文件。请换一个名字。").format(file=options.to))
    part, count = options.to.with_name(f".{options.to.name}.part"), 0
    try:
        with part.open("wb") as file:
            for count, _case in enumerate(session_bundle(house, session, file), 1):
                if not count % 50:
                    tell(_("装好 {n} 件……").format(n=count))
            file.flush()
            os.fsync(file.fileno())
        part.rename(options.to)
    finally:
        part.unlink(missing_ok=True)
    size = options.to.stat().st_size
    if options.json:
        print_json({"file": str(options.to), "cases": count, "bytes": size})
    else:
        say(_("装好了：{file}，{n} 件，{m} MB。").format(file=options.to, n=count, m=round(size / 1024 / 1024, 1)))
    return 0
