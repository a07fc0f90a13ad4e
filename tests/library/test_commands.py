"""The three commands from outside: files in, lines out, bad lines named."""

import json
from pathlib import Path

import pytest

from huiyin.config.cli import main

CORPUS = [
    {"id": "1", "title": "关于推进老旧小区加装电梯的建议", "unit": "区住建局"},
    {"id": 2, "title": "关于加快老旧小区加装电梯的提案", "text": None, "unit": "区住建局"},
    {"id": "3", "title": "关于疏浚城北河道的建议", "text": "", "unit": "区水务局"},
    {"id": "4", "title": "", "unit": ""},
]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_HOME", str(tmp_path / "home"))


def file(path: Path, rows: list[object]) -> str:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), "utf-8")
    return str(path)


def answers(capsys: pytest.CaptureFixture[str]) -> list[dict]:
    return [json.loads(row) for row in capsys.readouterr().out.splitlines()]


def test_similar_answers_every_query_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = file(tmp_path / "c", CORPUS)
    asked = file(tmp_path / "q", [CORPUS[0], {"id": "new", "title": "河道"}, {"id": "empty", "title": ""}, ""])
    assert main(["similar", "--corpus", corpus, "--queries", asked, "--top", "1"]) == 0
    found = answers(capsys)
    assert [row["id"] for row in found] == ["1", "new", "empty"]
    assert [[hit["id"] for hit in row["hits"]] for row in found] == [[2], ["3"], []]
    assert found[0]["hits"][0]["why"]


def test_route_answers_with_chances_and_says_when_it_is_unsure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    train = file(tmp_path / "t", CORPUS)
    asked = file(tmp_path / "q", [{"id": "9", "title": "城南河道淤塞"}, {"id": "0", "title": ""}])
    assert main(["route", "--train", train, "--queries", asked, "--top", "2"]) == 0
    sure, empty = answers(capsys)
    assert sure["hits"][0]["unit"] == "区水务局"
    assert sure["sure"] is True
    assert sum(hit["score"] for hit in empty["hits"]) == pytest.approx(1, abs=0.001)


def test_groups_are_lines_with_ids_and_a_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["groups", "--corpus", file(tmp_path / "c", CORPUS)]) == 0
    (group,) = answers(capsys)
    assert group["ids"] == ["1", 2]
    assert group["group"] == 1


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ('{"id": 1', "第 2 行不是一个完整的 JSON 对象"),
        ("[1]", "第 2 行应当是一个 JSON 对象"),
        ('{"title": "没有编号"}', "第 2 行没有 id"),
        ('{"id": "1", "title": 5}', "第 2 行title 应当是文字"),
        ('{"id": "1", "unit": ["甲", "乙"]}', "第 2 行unit 应当是文字"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], bad: str, sentence: str
) -> None:
    assert main(["groups", "--corpus", file(tmp_path / "c", [CORPUS[0], bad])]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert sentence in told.err


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["groups", "--corpus", str(tmp_path / "none")]) == 1
    assert "none" in capsys.readouterr().err
