"""huiyin reindex: what lists show besides the case itself is worked out again from the rows, and the database looks at its tables."""

import argparse

from django.db import connection
from django.utils.translation import gettext as _

from huiyin.config.commands.common import committees, print_json, say, tell, wants_committee, wants_json
from huiyin.config.derived import rebuild


def arguments(parser: argparse.ArgumentParser) -> None:
    wants_committee(parser)
    wants_json(parser)


def run(options: argparse.Namespace) -> int:
    read = changed = 0
    for house in committees(options.committee):
        for seen, mended in rebuild(house):
            read, changed = read + seen, changed + mended
            tell(_("{code}：看了 {n} 案，改了 {m} 案……").format(code=house.code, n=read, m=changed))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if options.json:
        print_json({"read": read, "changed": changed})
    else:
        say(_("看了 {n} 案，改了 {m} 案，数据库也理过了。").format(n=read, m=changed))
    return 0
