"""What an edited version changed of the one before it, by paragraphs and then by characters (difflib)."""

from difflib import SequenceMatcher

Piece = tuple[str, str]
"""("same" | "ins" | "del", text)"""
ALIKE = 0.25
"""Two paragraphs less alike than this are one taken out and one put in, not one changed: nobody reads confetti."""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def joined(text: str) -> str:
    """The text as it is compared: without empty lines and outer space."""
    return "\n".join(lines(text))


def changes(old: str, new: str) -> list[list[Piece]]:
    """The new text by paragraphs, each in pieces; a paragraph that was taken out stands where it stood, struck."""
    before, after = lines(old), lines(new)
    found: list[list[Piece]] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [[("same", line)] for line in after[k:m]]
        else:
            found += _replaced(before[i:j], after[k:m])
    return found


def _replaced(old: list[str], new: list[str]) -> list[list[Piece]]:
    found: list[list[Piece]] = []
    for number in range(max(len(old), len(new))):
        a = old[number] if number < len(old) else ""
        b = new[number] if number < len(new) else ""
        found += within(a, b)
    return found


def within(old: str, new: str) -> list[list[Piece]]:
    """One paragraph against its successor."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if not old or not new or matcher.ratio() < ALIKE:
        return [[(kind, text)] for kind, text in (("del", old), ("ins", new)) if text]
    pieces: list[Piece] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(("same", old[i:j]))
        else:
            pieces += [(kind, text) for kind, text in (("del", old[i:j]), ("ins", new[k:m])) if text]
    return [pieces]


def count(pieces: list[list[Piece]]) -> tuple[int, int]:
    """How many characters were put in, how many taken out."""
    flat = [piece for line in pieces for piece in line]
    return tuple(sum(len(text) for kind, text in flat if kind == wanted) for wanted in ("ins", "del"))  # type: ignore[return-value]
