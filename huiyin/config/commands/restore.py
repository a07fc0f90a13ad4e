"""huiyin restore FILE: a backup into an empty home."""

import argparse
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.config.commands.common import print_json, say, tell, wants_json
from huiyin.exchange.restore import read
from huiyin.reception import citizens


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="文件", help="huiyin backup 做的文件")
    wants_json(parser)


def run(options: argparse.Namespace) -> int:
    manifest = read(options.file, tell)
    rows = sum(part["rows"] for part in manifest["tables"].values())
    facts = {
        "rows": rows,
        "files": len(manifest["files"]),
        "events": manifest["events"],
        "made_at": manifest["made_at"],
        "shut": citizens.shut(),
    }
    if options.json:
        print_json(facts)
    else:
        say(_("恢复好了：{rows} 行，{files} 个附件，账册 {events} 条，核对无误。").format(**facts))
        if facts["shut"]:
            say(
                _(
                    "{shut} 条群众的姓名电话用现在的密钥打不开，已经发出的回执查询码也对不上。请把原来机器的 secret.key 拷到 {home}，再启动。"
                ).format(home=settings.HOME, **facts)
            )
    return 0
