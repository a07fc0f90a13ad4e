"""The registers of the house, a declaration each."""

from huiyin.registers.declared import enterprises, giving, learning, members, office, press, speaking

__all__ = ["enterprises", "giving", "learning", "members", "office", "press", "speaking"]
