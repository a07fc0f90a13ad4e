"""huiyin demo: the invented district, in a home of its own."""

import argparse

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.config.commands.common import print_json, say, tell, wants_json
from huiyin.demo.load import load
from huiyin.kernel.models import Committee


def arguments(parser: argparse.ArgumentParser) -> None:
    wants_json(parser)


def run(options: argparse.Namespace) -> int:
    there = Committee.objects.filter(demo=True).first()
    facts = {"committee": there.code, "loaded": False} if there else {**load(progress=tell), "loaded": True}
    if options.json:
        print_json(facts)
        return 0
    if there:
        say(_("演示区已经在 {home} 里了。").format(home=settings.HOME))
    say(_("运行 huiyin serve，在这台电脑上打开 http://{host}:{port}/accounts/login/ ，点一个名字就能进去。").format(
        host=settings.HOST, port=settings.PORT
    ))  # fmt: skip
    return 0
