"""The papers of the house as PDF: a letter, a paper with a table, an issue of opinion reports."""

from huiyin.papers import bulletin as issues
from huiyin.papers import letter as letters
from huiyin.papers import paper as papers
from huiyin.papers.typeset import typeset


def letter_pdf(letter: letters.Letter) -> bytes:
    """PDF of the letter. Raises fonts.FontMissing."""
    return typeset("letter", letters.content(letter))


def paper_pdf(paper: papers.Paper) -> bytes:
    """PDF of the paper. Raises fonts.FontMissing."""
    return typeset("paper", papers.content(paper))


def bulletin_pdf(issue: issues.Bulletin) -> bytes:
    """PDF of the issue. Raises fonts.FontMissing."""
    return typeset("bulletin", issues.content(issue))
