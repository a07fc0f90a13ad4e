"""The `huiyin` command. Each subcommand is a module in config/commands with `arguments(parser)` and `run(options) -> exit code`.

It may be run in an empty home: whatever is needed (folder, database, translations) is made on the way. A failure is one sentence
on stderr and an exit code that is not 0; HUIYIN_DEBUG=1 shows where it came from.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

# Plain strings: `huiyin --help` is answered before any home is touched or any language known.
COMMANDS = {
    "serve": "启动网站（--demo：还没有机构时先装上演示区）",
    "tick": "发提醒、寄通知、记当天的锚点，办一遍（serve 会自己每分钟办）",
    "demo": "装一个编出来的演示区，有各种身份和三百多件提案",
    "init": "建一个机构：政协、三位管理员、第一次会议，打印激活单",
    "import": "从 Excel、CSV 导入提案目录和各种名单，先查后写",
    "replay": "按真实日期重走一份历史文件，一行一步",
    "figures": "一个机构一个时期的全部数字",
    "report": "一份按记录填好的报告，打印文字、JSON，或写成 Word",
    "verify": "核对账册：封印、锚点、状态都对不对得上",
    "anchors": "打印每天的锚点，存到系统外面",
    "ledger": "导出账册，供独立核对（python seal.py 账册.jsonl）",
    "archive": "把一次会议的提案装成卷：一个 zip，每案一个文件夹",
    "backup": "备份全部数据和附件到一个文件",
    "restore": "把备份恢复到一个空的家，SQLite 和 PostgreSQL 可以互换",
    "package": "核对一个签了名的数据包（verify 文件），打印本机的公钥（key）",
    "replication": "打印 PostgreSQL 之间复制公开内容的语句（send、keep、receive）",
    "reindex": "重算清单上的各列，重建搜索的索引，整理数据库",
    "similar": "给一件件提案找相像的（文件进，文件出）",
    "route": "给一件件提案找承办单位（文件进，文件出）",
    "groups": "从一批提案里找出可以并案的（文件进，文件出）",
    "migrate": "把数据库升到这一版",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    name, rest = split(given)
    if name is None:
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    os.umask(0o077)  # a home holds personal data
    try:
        return run(name, rest)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has gone (huiyin … | head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 141
    except Exception as trouble:
        if os.environ.get("HUIYIN_DEBUG") == "1":
            raise
        sys.stderr.write(f"huiyin {name}：{sentence(trouble)}\n")
        return 1


def split(given: list[str]) -> tuple[str | None, list[str]]:
    """The command's name and its own arguments; None when only help was asked for. Unknown names end in argparse's exit 2."""
    parser = argparse.ArgumentParser(
        prog="huiyin",
        description="回音：区县政协的数字工作台。数据在 HUIYIN_HOME（默认 ./var），数据库在 DATABASE_URL（默认那里的 SQLite）。",
        epilog="huiyin 命令 --help 看一个命令的用法。出错时加 HUIYIN_DEBUG=1 看详情。",
    )
    commands = parser.add_subparsers(title="命令", metavar="命令", dest="command")
    for name, line in COMMANDS.items():
        commands.add_parser(name, help=line, add_help=False)
    if not given:
        parser.print_help()
        return None, []
    known, rest = parser.parse_known_args(given[:1])
    return known.command, [*rest, *given[1:]]


def run(name: str, rest: list[str]) -> int:
    """Set Django up, prepare the home, and hand over to the command's module."""
    import django

    if "-h" not in rest and "--help" not in rest:
        from huiyin.config.home import make

        make()
    django.setup()
    module = importlib.import_module(f"huiyin.config.commands.{name.replace('import', 'importing')}")
    parser = argparse.ArgumentParser(prog=f"huiyin {name}", description=COMMANDS[name])
    module.arguments(parser)
    options = parser.parse_args(rest)
    if getattr(module, "PREPARED", True):
        from huiyin.config.home import prepare

        prepare()
    code: int | None = module.run(options)
    return code or 0


def sentence(trouble: Exception) -> str:
    """What went wrong, in one line, for whoever typed the command."""
    text = " ".join(str(trouble).split())
    if isinstance(trouble, OSError) and trouble.filename:
        return f"{trouble.filename}：{trouble.strerror}。"
    if type(trouble).__module__.startswith("huiyin."):
        return text
    return f"没有办成（{type(trouble).__name__}：{text or '没有更多说明'}）。加 HUIYIN_DEBUG=1 再来一次可以看到详情。"


if __name__ == "__main__":
    sys.exit(main())
