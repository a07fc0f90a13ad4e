"""Every command has its line and its module, and says in a sentence what went wrong."""

from pathlib import Path

import pytest

from huiyin.config import cli

COMMANDS = Path(cli.__file__).with_name("commands")


def test_every_command_has_a_module_and_every_module_a_command():
    modules = {path.stem for path in COMMANDS.glob("*.py")} - {"__init__", "common"}
    assert modules == {name.replace("import", "importing") for name in cli.COMMANDS}


def test_help_lists_every_command_with_its_line(huiyin):
    code, out, _err = huiyin()
    assert code == 0
    shown = " ".join(out.split())
    assert [
        name for name, line in cli.COMMANDS.items() if f" {name} " not in shown or line.split("（")[0] not in shown
    ] == []


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_explains_itself(huiyin, name):
    with pytest.raises(SystemExit) as left:
        huiyin(name, "--help")
    assert left.value.code == 0


def test_an_unknown_command_is_refused():
    with pytest.raises(SystemExit) as left:
        cli.main(["sing"])
    assert left.value.code == 2


def test_a_failure_is_one_sentence_and_an_exit_code(huiyin, db):
    code, out, err = huiyin("figures", "--committee", "nowhere", "--period", "2023")
    assert (code, out) == (1, "")
    assert err == "huiyin figures：没有代码是“nowhere”的机构。现有：还没有机构，请先运行 huiyin init 或 huiyin demo。\n"


def test_what_nobody_foresaw_is_a_sentence_too(huiyin, db, monkeypatch, tmp_path):
    code, _out, err = huiyin("verify", "--anchors", tmp_path / "none.txt")
    assert (code, err.count("\n"), "Traceback" in err) == (1, 1, False)
    assert "none.txt" in err
    monkeypatch.setenv("HUIYIN_DEBUG", "1")
    with pytest.raises(FileNotFoundError):
        huiyin("verify", "--anchors", tmp_path / "none.txt")
