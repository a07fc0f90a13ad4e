"""What a restore refuses before it does anything, and what it takes away again."""

import io
import zipfile

import pytest

from huiyin.exchange.restore import _check_names, _copy_files
from huiyin.kernel.refusal import Refused


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "a\\..\\x", ""])
def test_a_name_that_leads_elsewhere_is_refused_before_anything_is_done(name):
    with pytest.raises(Refused, match="没有恢复任何东西"):
        _check_names({"files": {"qy/aa": {}, name: {}}})
    _check_names({"files": {"qy/aa": {}}})


def test_files_copied_before_one_fails_are_taken_away_again(tmp_path):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as box:
        box.writestr("files/qy/one", b"1")
    with zipfile.ZipFile(content) as box, pytest.raises(KeyError):
        _copy_files(box, {"files": {"qy/one": {}, "qy/two": {}}}, tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    with zipfile.ZipFile(content) as box:
        _copy_files(box, {"files": {"qy/one": {}}}, tmp_path)
    assert (tmp_path / "qy" / "one").read_bytes() == b"1"
