"""huiyin reindex: what lists show besides the case itself is worked out again from the rows, the library reads every case anew, and the
database looks at its tables."""

import argparse
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from huiyin.config.commands.common import committees, print_json, say, tell, wants_committee, wants_json
from huiyin.config.derived import rebuild
from huiyin.kernel.models import Committee
from huiyin.library import freshness


def arguments(parser: argparse.ArgumentParser) -> None:
    wants_committee(parser)
    wants_json(parser)


def run(options: argparse.Namespace) -> int:
    read = changed = indexed = 0
    houses = committees(options.committee)
    for house in houses:
        for seen, mended in rebuild(house):
            read, changed = read + seen, changed + mended
            tell(_("{code}：看了 {n} 案，改了 {m} 案……").format(code=house.code, n=read, m=changed))
    if not options.committee:  # the words of files: nobody knows whose they are, so they go when all is read anew
        shutil.rmtree(Path(settings.LIBRARY) / "texts", ignore_errors=True)
    for house in houses:
        indexed += _index(house)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if options.json:
        print_json({"read": read, "changed": changed, "indexed": indexed})
    else:
        say(_("看了 {n} 案，改了 {m} 案，{k} 件进了索引，数据库也理过了。").format(n=read, m=changed, k=indexed))
    return 0


def _index(house: Committee) -> int:
    """Errors: Busy while another process writes the same index."""
    return freshness.rebuild(
        house, lambda n, total: tell(_("{code}：索引 {n}／{total} 件……").format(code=house.code, n=n, total=total))
    )
