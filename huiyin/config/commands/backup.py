"""huiyin backup FILE: everything in one zip, while people work."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.config.commands.common import committee, print_json, say, tell, wants_json
from huiyin.exchange.backup import write


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="文件", help="例如 huiyin-2026-06-18.zip；已经有的不覆盖")
    parser.add_argument("--committee", metavar="代码", help="只装这一个机构的，供它带走；不写就是全部")
    wants_json(parser)


def run(options: argparse.Namespace) -> int:
    manifest = write(options.file, tell, committee(options.committee) if options.committee else None)
    rows = sum(part["rows"] for part in manifest["tables"].values())
    facts = {"file": str(options.file), "rows": rows, "files": len(manifest["files"]), "events": manifest["events"]}
    if options.json:
        print_json(facts)
    else:
        say(_("备份好了：{file}，{rows} 行，{files} 个附件。").format(**facts))
        say(
            _(
                "密钥 secret.key 不在备份里：请另存一份，和备份分开放。没有它，恢复以后各人要重新登录，群众的姓名电话打不开，回执上的查询码对不上。"
            )
        )
    return 0
