"""The registers of the house, a declaration each."""

from huiyin.registers.declared import enterprises, giving, learning, members, office, press, speaking

__all__ = ["GROUPS", "enterprises", "giving", "learning", "members", "office", "press", "speaking"]

GROUPS = tuple(one.GROUP for one in (members, learning, speaking, giving, enterprises, press, office))
"""In the order in which they are shown."""
