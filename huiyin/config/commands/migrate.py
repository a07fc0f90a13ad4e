"""huiyin migrate: the database to this version. Every command does it when needed; this one says what it does."""

import argparse

from django.utils.translation import gettext as _

from huiyin.config.commands.common import say
from huiyin.config.home import prepare
from huiyin.kernel import founding

PREPARED = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--verbose", action="store_true", help="逐步打印")


def run(options: argparse.Namespace) -> int:
    new = founding.is_empty()
    count = prepare(options.verbose)
    if new:
        say(_("数据库建好了。"))
    else:
        say(
            _("升级了 {n} 步，数据库是这一版的了。").format(n=count) if count else _("数据库已经是这一版的，不用升级。")
        )
    return 0
