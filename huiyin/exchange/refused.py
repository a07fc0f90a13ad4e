"""The one way in which an exchanged file is refused as a whole."""


class SheetRefused(ValueError):
    """The whole file is refused; str() is a Chinese sentence: what, where, how to mend."""
