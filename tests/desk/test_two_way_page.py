"""What a unit says of a proposal stands on the case page for those who lead the work, and for itself."""

from huiyin.kernel.act import act
from tests.desk.reading import text_of

WORDS = "建议里的数字很扎实，照着就能办。"


def test_the_office_reads_it_on_the_case_and_the_proposer_does_not(district, sign_in):
    case = district.proposal("replied")
    act(district.lead(case), "rate_case", as_=district.unit, value="good", merits=["concrete"], words=WORDS)
    for name in ("office", "leader", "assigning", "unit"):
        assert WORDS in text_of(sign_in(district.posts[name]), f"/case/{case.uid}/"), name
    for name in ("member", "co_unit"):
        page = text_of(sign_in(district.posts[name]), f"/case/{case.uid}/")
        assert (WORDS in page, "质量高" in page) == (False, False), name
