"""The seal of an event, and a verifier that needs nothing but Python: `python seal.py LEDGER.jsonl [--anchors FILE]`.

LEDGER.jsonl is what `huiyin ledger export` writes: one event a line, in order; or the extract of one case, as a case page and an
archive bundle give it. This file imports nothing of Huiyin, so that an
auditor can read it in one sitting and run it on a machine of his own.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Sequence

FIELDS = (
    "seq", "id", "case_id", "kind", "step", "from_state", "to_state", "at", "recorded_at", "post_id", "person_id",
    "organisation_id", "for_post_id", "source", "facts", "digest", "voids", "key",
)  # fmt: skip
START = "0" * 64


def seal_of(previous: str, committee: str, values: Sequence[object], algorithm: str = "sha256") -> str:
    """The seal of one event. `values` stand in the order of FIELDS; None counts as empty; hex text of 64 digits."""
    line = "\x1f".join(["" if value is None else str(value) for value in values])
    return _hash(algorithm, f"{previous}\x1e{committee}\x1e{line}".encode())


def digest_of(salt: str, body: str, algorithm: str = "sha256") -> str:
    """The digest by which an event holds on to a remark that may later be erased."""
    return _hash(algorithm, f"{salt}\x1e{body}".encode())


def _hash(algorithm: str, text: bytes) -> str:
    return (hashlib.sha256(text) if algorithm == "sha256" else hashlib.new(algorithm, text)).hexdigest()


def check(lines: Iterable[str], anchors: dict[int, str]) -> tuple[int, str, list[str]]:
    """Events read, the last seal, and a sentence for each fault (none when the ledger is whole).

    In an extract each line brings the seal before its own as `previous`: every line is held against that, and against the line
    before it where none is left out. An extract cannot show that nothing else was recorded.
    """
    previous, expected, count, extract, faults = START, 1, 0, False, []
    for text in lines:
        event = json.loads(text)
        extract, count = extract or "previous" in event, count + 1
        if "previous" in event:
            faults += _gap(event, previous, expected)
            previous, expected = event["previous"], event["seq"]
        if event["seq"] != expected:
            faults.append(f"第 {expected} 条记录缺失：后面接着的是第 {event['seq']} 条。")
            expected = event["seq"]
        seal = seal_of(previous, event["committee"], [event[name] for name in FIELDS], event.get("algorithm", "sha256"))
        if seal != event["seal"]:
            faults.append(f"第 {event['seq']} 条记录与封印不符：内容被改过，或前一条被换过。")
        if event["seq"] in anchors and anchors[event["seq"]] != event["seal"]:
            faults.append(f"第 {event['seq']} 条记录与存在外面的锚点不符：这条以前的记录被整体重做过。")
        previous, expected = event["seal"], expected + 1
    if anchors and not extract and max(anchors) >= expected:
        faults.append(f"锚点记到第 {max(anchors)} 条，账里只有 {expected - 1} 条：末尾的记录被删过。")
    return count, previous, faults


def _gap(event: dict[str, object], previous: str, expected: int) -> list[str]:
    """What is wrong between one line of an extract and the line before it."""
    seq = event["seq"]
    if not isinstance(seq, int) or seq < expected:
        return [f"第 {seq} 条记录排在了后面的记录之后。"]
    if seq == expected and event["previous"] != previous:
        return [f"第 {seq} 条记录接的不是它前面的一条。"]
    return []


def read_anchors(text: str, committee: str | None = None) -> dict[int, str]:
    """seq → seal, from lines of `day committee seq seal`; other lines are left out."""
    anchors = {}
    for line in text.splitlines():
        parts = line.split()
        if len(parts) == 4 and parts[2].isdigit() and committee in (None, parts[1]):
            anchors[int(parts[2])] = parts[3]
    return anchors


def main(arguments: list[str]) -> int:
    if not arguments:
        sys.stderr.write("用法：python seal.py 账册.jsonl [--anchors 锚点.txt]\n")
        return 2
    anchors = {}
    if "--anchors" in arguments:
        with open(arguments[arguments.index("--anchors") + 1], encoding="utf8") as file:
            anchors = read_anchors(file.read())
    with open(arguments[0], encoding="utf8") as file:
        count, last, faults = check(file, anchors)
    sys.stdout.write("".join(fault + "\n" for fault in faults))
    sys.stdout.write(f"{count} 条记录，{len(anchors)} 个锚点，末条封印 {last}\n")
    with open(arguments[0], encoding="utf8") as file:
        if any('"previous"' in text for text in file):
            sys.stdout.write("这是摘录：核的是每一条和它的封印；摘录不能证明没有别的记录。\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
