"""The command, run inside the test: huiyin("figures", …) → (exit code, what it printed, what it said on stderr)."""

import os
from collections.abc import Callable, Iterator

import pytest

from huiyin.config import cli


@pytest.fixture
def huiyin(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., tuple[int, str, str]]]:
    def run(*arguments: object) -> tuple[int, str, str]:
        code = cli.main([str(one) for one in arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    before = os.umask(0o022)
    yield run
    os.umask(before)
