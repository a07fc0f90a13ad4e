"""huiyin replication send|keep|receive: the statements by which published rows travel between PostgreSQL servers, to be run with psql."""

import argparse

from huiyin.config.commands.common import say
from huiyin.exchange import replication


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=["send", "keep", "receive"], metavar="send|keep|receive",
        help="send：在发送方自己的库里运行；keep：在接收方的 huiyin_received 库里运行一次；receive：在那个库里为每个发送方运行一次",
    )  # fmt: skip
    parser.add_argument("--from", dest="sender", default="", metavar="连接", help="发送方数据库的连接串（libpq 写法）")
    parser.add_argument("--code", default="", metavar="代号", help="给发送方起的代号，例如 qingyuan")
    parser.add_argument("--onward", action="store_true", help="收的是对方转来的，不是对方自己的")


def run(options: argparse.Namespace) -> int:
    if options.what == "send":
        lines = replication.sending()
    elif options.what == "keep":
        lines = replication.keeping()
    else:
        publication = replication.RECEIVED if options.onward else replication.OWN
        lines = replication.receiving(options.sender, options.code, publication)
    say("\n".join(lines))
    return 0
