"""huiyin report: filled from the records, as text, JSON or Word; what it does not know it names."""

import json


def test_a_report_is_printed_and_written_as_word(huiyin, district, tmp_path):
    district.proposal("filed")
    path = tmp_path / "r.docx"
    code, out, _err = huiyin(
        "report",
        "--committee",
        district.committee.code,
        "--template",
        "proposals",
        "--period",
        "9-5",
        "--json",
        "--docx",
        str(path),
    )
    told = json.loads(out)
    assert (code, told["figures"][0]["text"]) == (0, "1件")
    assert "共收到提案1件" in "".join(told["text"])
    assert path.read_bytes().startswith(b"PK")


def test_an_unknown_report_is_named_with_those_there_are(huiyin, district):
    code, _out, err = huiyin("report", "--committee", district.committee.code, "--template", "x", "--period", "9-5")
    assert (code, "现有：proposals、year" in err) == (1, True)
