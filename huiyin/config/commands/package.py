"""huiyin package verify FILE: is it whole, and who signed it? Needs no network. huiyin package key: this installation's own."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.config.commands.common import print_json, say, wants_json
from huiyin.exchange import keys, unpacking
from huiyin.exchange.models import Trusted


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=["verify", "key"], metavar="verify|key", help="verify：核对一个包；key：打印本机的公钥"
    )
    parser.add_argument("file", type=Path, nargs="?", metavar="文件", help="要核对的数据包")
    parser.add_argument("--key", metavar="公钥", help="ed25519:…，发出方的公钥；不写就用登记过的互信单位的")
    wants_json(parser)


def run(options: argparse.Namespace) -> int:
    if options.what == "key":
        own = keys.own()
        say(own.text)
        say(_("指纹 {print}").format(print=keys.groups(own.fingerprint)))
        return 0
    if options.file is None:
        say(_("请写明要核对的文件：huiyin package verify 文件.zip"))
        return 2
    if options.key:
        trusted = [keys.read(options.key)]
    else:
        trusted = [keys.read(f"{one.algorithm}:{one.key}") for one in Trusted.objects.filter(ended_at=None)]
    with options.file.open("rb") as file:
        opened = unpacking.check(file, trusted)
    manifest = opened.manifest
    facts = {
        "id": manifest["id"], "from": manifest["from"], "to": manifest["to"], "made_at": manifest["made_at"],
        "cases": len(manifest["cases"]), "parts": opened.parts, "bytes": opened.size, "events": opened.events, "sound": True,
    }  # fmt: skip
    if options.json:
        print_json(facts)
    else:
        say(_("完好：{a}发给{b}，{cases} 件，{parts} 个文件，{events} 条记录，签名指纹 {print}。").format(
            a=manifest["from"].get("name", ""), b=manifest["to"].get("name", ""), cases=facts["cases"], parts=opened.parts,
            events=opened.events, print=keys.groups(opened.key.fingerprint),
        ))  # fmt: skip
    return 0
