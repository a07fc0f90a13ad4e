import pytest

from huiyin.papers import fonts
from huiyin.papers.fonts import Faces, FontMissing, choose


def test_an_office_with_the_official_fonts_uses_them():
    families = ["Arial", "仿宋_GB2312", "方正小标宋简体", "SimHei", "SimSun", "Noto Serif CJK SC"]
    assert choose(families) == Faces(body="仿宋_GB2312", title="方正小标宋简体", heading="SimHei", figures="SimSun")


def test_a_server_uses_the_free_substitutes():
    chosen = choose(["DejaVu Sans", "Noto Sans CJK SC", "Noto Serif CJK SC"])
    assert chosen == Faces("Noto Serif CJK SC", "Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Serif CJK SC")


def test_one_chinese_font_is_enough():
    assert choose(["Noto Sans CJK SC"]) == Faces(*["Noto Sans CJK SC"] * 4)


def test_names_are_found_in_any_case_and_kept_as_the_machine_spells_them():
    assert choose(["FANGSONG", "simsun"]).body == "FANGSONG"


def test_without_a_chinese_font_the_sentence_says_what_to_install():
    with pytest.raises(FontMissing, match="fonts-noto-cjk"):
        choose(["Libertinus Serif", "DejaVu Sans"])


def test_this_machine_has_a_font():
    assert fonts.faces().body in fonts.installed().families()
