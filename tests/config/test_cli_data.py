"""The commands that read and move data, on a small district."""

import io
import json
import sys
from datetime import date

import pytest
from django.db import connection

from huiyin.config.derived import rebuild
from huiyin.desk.records import Verification
from huiyin.exchange.excel import workbook
from huiyin.kernel import figures, triggers
from huiyin.kernel.models import Case, Event, Period, Person, Post
from huiyin.library.search import search
from huiyin.people.models import Unit
from huiyin.proposals.models import Proposal


def test_figures_prints_every_figure_with_its_parts(huiyin, district):
    district.proposal("closed")
    district.proposal("filed")
    code, out, _err = huiyin("figures", "--committee", district.committee.code, "--period", "9-5", "--json")
    found = {row["name"]: row for row in json.loads(out)}
    assert (code, set(found)) == (0, set(figures.REGISTRY))
    assert found["proposals.filed"] == {
        "name": "proposals.filed", "label": "立案", "unit": "件", "value": 2, "numerator": None, "denominator": None, "rows": 2,
        "row_count": 2,
    }  # fmt: skip
    rate = found["proposals.satisfaction_wide"]
    assert (rate["value"], rate["numerator"], rate["denominator"]) == (100.0, 1, 1)


def test_figures_may_be_asked_as_of_a_day_and_read_as_a_table(huiyin, district):
    district.proposal("filed")
    code, out, _err = huiyin("figures", "--period", "9-5", "--as-of", "2020-01-01")
    line = next(line for line in out.splitlines() if line.endswith("proposals.filed"))
    assert (code, line.split()) == (0, ["立案", "0件", "0", "行", "proposals.filed"])


def test_a_year_of_which_nothing_is_known_is_said_to_be_unknown(huiyin, district):
    code, _out, err = huiyin("figures", "--period", "2031")
    assert (code, "2031 年没有届次，也没有提案。现有：9-5（2026）。" in err) == (1, True)
    assert huiyin("figures", "--period", "9-8")[0] == 1


@pytest.mark.parametrize("what", ["proposals", "members"])
def test_an_import_of_a_file_that_is_not_there_says_so(huiyin, district, tmp_path, what):
    code, _out, err = huiyin("import", what, tmp_path / "没有.xlsx")
    assert code == 1
    assert "找不到“" in err
    assert "No such file" not in err


def test_verify_finds_a_row_changed_behind_its_back(huiyin, district):
    proposal = district.proposal("filed")
    assert huiyin("verify", "--json")[0] == 0
    assert Verification.objects.get(committee=district.committee).sound, (
        "the foot of every page says when it was checked"
    )
    with triggers.lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_event SET facts = '{}' WHERE case_id = %s AND step = 'file'", [proposal.pk])
    code, out, _err = huiyin("verify")
    assert code == 1
    assert "与封印不符" in out


def test_anchors_kept_outside_find_a_chain_that_was_redone(huiyin, district, tmp_path):
    district.proposal("filed")
    kept = tmp_path / "anchors.txt"
    assert huiyin("anchors", "--out", kept)[0] == 0
    assert huiyin("verify", "--anchors", kept)[0] == 0
    day, code, seq, seal = kept.read_text().split()
    assert json.loads(huiyin("anchors", "--json")[1]) == [{"day": day, "committee": code, "seq": seq, "seal": seal}]
    kept.write_text(f"{day} {code} {seq} {'f' * 64}\n")
    failed, out, _err = huiyin("verify", "--anchors", kept)
    assert (failed, "与锚点不符" in out) == (1, True)


def test_the_exported_ledger_is_checked_by_the_file_that_imports_nothing(huiyin, district, tmp_path):
    from huiyin.kernel import seal

    district.proposal("filed")
    out = tmp_path / "ledger.jsonl"
    assert huiyin("ledger", "export", "--out", out)[0] == 0
    count, _last, faults = seal.check(out.read_text("utf-8").splitlines(), {})
    assert (count, faults) == (Event.objects.filter(committee=district.committee).count(), [])


def test_reindex_mends_what_lists_show(huiyin, district):
    proposal = district.proposal("handling")
    wanted = (
        Proposal.objects.filter(pk=proposal.pk)
        .values("unit_names", "proposers", "lead_unit", "owner_role", "due")
        .get()
    )
    Proposal.objects.filter(pk=proposal.pk).update(unit_names="", proposers="", lead_unit=None, owner_role="", due=None)
    code, out, _err = huiyin("reindex", "--json")
    assert (code, json.loads(out)["changed"]) == (0, 1)
    assert Proposal.objects.filter(pk=proposal.pk).values(*wanted).get() == wanted
    assert json.loads(huiyin("reindex", "--json")[1])["changed"] == 0


def test_reindex_reads_every_case_anew_for_the_search_and_shows_how_far_it_is(huiyin, district):
    district.proposal("filed", title="关于加装电梯的提案")
    district.draft(title="还没交的")
    code, out, err = huiyin("reindex", "--json")
    assert (code, json.loads(out)["indexed"]) == (0, 1)
    assert "索引 1／1 件" in err
    assert search(district.office, "电梯").index == "fresh"


@pytest.mark.parametrize(
    "state", ["draft", "submitted", "not_filed", "planned", "assigned", "replied", "rehandle", "ruling", "archived"]
)
def test_reindex_changes_nothing_that_act_wrote(district, state):
    district.proposal(state)
    before = list(Case.objects.order_by("pk").values())
    assert sum(changed for _read, changed in rebuild(district.committee)) == 0
    assert list(Case.objects.order_by("pk").values()) == before


def test_a_catalogue_is_listed_then_imported(huiyin, district, tmp_path):
    path = tmp_path / "目录.csv"
    path.write_text("案由,主办单位\n关于老年食堂的提案,区水务局\n", "utf-8")
    code, out, _err = huiyin("import", "proposals", path)
    assert (code, "没有这些单位（1）：区水务局（1）" in out) == (1, True)
    code, out, _err = huiyin("import", "proposals", path, "--create-missing", "--dry-run", "--json")
    assert (code, json.loads(out)["written"], Proposal.objects.count()) == (0, False, 0)
    code, out, _err = huiyin("import", "proposals", path, "--create-missing")
    assert (code, out.splitlines()[-1]) == (0, "1 行都写进去了，6 步，新建单位 1 个、会议 0 次。")
    assert Proposal.objects.get().state == "assigned"


def test_every_refused_row_is_reported(huiyin, district, tmp_path):
    path = tmp_path / "目录.csv"
    path.write_text("案由,答复日期\n甲,2023.5\n,2023.5.6\n", "utf-8")
    code, out, _err = huiyin("import", "proposals", path)
    assert (code, [line[:3] for line in out.splitlines()]) == (1, ["第 2", "第 3", "2 行"])


def test_other_headers_are_read_with_a_mapping(huiyin, district, tmp_path):
    (tmp_path / "目录.csv").write_text("事由\n关于老年食堂的提案\n", "utf-8")
    (tmp_path / "表头.toml").write_text('title = "事由"\n', "utf-8")
    assert huiyin("import", "proposals", tmp_path / "目录.csv", "--mapping", tmp_path / "表头.toml")[0] == 0


def test_a_file_that_is_no_table_is_refused_in_a_sentence(huiyin, district, tmp_path):
    (tmp_path / "目录.xlsx").write_bytes(b"not a workbook")
    code, _out, err = huiyin("import", "proposals", tmp_path / "目录.xlsx")
    assert (code, err.startswith("huiyin import："), err.count("\n")) == (1, True, 1)


def test_a_list_of_units_moves_in(huiyin, district, tmp_path):
    path = tmp_path / "单位.xlsx"
    path.write_bytes(workbook(["单位名称", "归口交办机关"], [["区水务局", "区政府督查室"]]))
    code, out, _err = huiyin("import", "units", path)
    assert (code, Unit.objects.filter(name="区水务局").count()) == (0, 1), out


def test_a_history_file_is_replayed_from_a_file_or_from_a_pipe(huiyin, district, tmp_path, monkeypatch):
    text = '{"do": "open", "kind": "proposal", "case": "p1", "facts": {"title": "关于甲的提案"}}\n'
    (tmp_path / "h.jsonl").write_text(text, "utf-8")
    assert huiyin("replay", tmp_path / "h.jsonl")[:2] == (0, "走完了 1 步，1 案。\n")
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    code, out, _err = huiyin("replay", "-", "--json")
    assert (code, json.loads(out)["acts"]) == (0, 1)


def test_a_history_that_cannot_be_played_says_where(huiyin, district, tmp_path):
    (tmp_path / "h.jsonl").write_text('{"do": "submit", "case": "p1"}\n', "utf-8")
    code, _out, err = huiyin("replay", tmp_path / "h.jsonl")
    assert (code, "第 1 行：“p1”还没有开过" in err) == (1, True)
    code, out, _err = huiyin("replay", tmp_path / "h.jsonl", "--json")
    assert (code, json.loads(out)["refused"]["line"]) == (1, 1)


def test_history_takes_its_scans_from_beside_the_file(huiyin, district, tmp_path):
    (tmp_path / "意见表.txt").write_text("满意", "utf-8")
    head = [
        {"do": "open", "kind": "proposal", "case": "p1", "facts": {"title": "关于甲的提案"}},
        *({"do": step, "case": "p1"} for step in ("submit", "accept", "file", "plan", "assign", "answered")),
    ]
    for name, code in (("意见表.txt", 0), ("../外面.txt", 1), ("没有.pdf", 1)):
        rating = {"do": "rate_on_paper", "case": "p1", "facts": {"rating": "satisfied", "scan": name}}
        path = tmp_path / "h.jsonl"
        path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in [*head, rating]), "utf-8")
        assert huiyin("replay", path)[0] == code
    assert Proposal.objects.get().attachments.get().name == "意见表.txt"


def test_init_founds_a_committee_and_prints_its_slips(huiyin, db, tmp_path):
    units = tmp_path / "单位.xlsx"
    units.write_bytes(workbook(["单位名称"], [["区水务局"]]))
    given = [
        "--code",
        "qy",
        "--name",
        "政协清源区委员会",
        "--short",
        "清源区政协",
        "--place",
        "清源区",
        "--opens",
        "2026-01-12",
    ]
    given += ["--system", "何衡:hh", "--security", "孔明:km", "--audit", "曾照:zz", "--term", 9, "--session", 5]
    code, out, err = huiyin("init", *given, "--units", units, "--json")
    made = json.loads(out)
    assert (code, [slip["username"] for slip in made["slips"]], made["session"]) == (0, ["hh", "km", "zz"], "9-5"), err
    assert set(Post.objects.exclude(person=None).values_list("role", flat=True)) == {
        "system_admin",
        "security_admin",
        "audit_admin",
    }
    assert (Unit.objects.get().name, Period.objects.get(code="9-5").opens) == ("区水务局", date(2026, 1, 12))
    assert huiyin("init", *given)[0] == 1


def test_init_that_fails_leaves_nothing(huiyin, db, tmp_path):
    units = tmp_path / "单位.xlsx"
    units.write_bytes(workbook(["单位名称", "归口交办机关"], [["区水务局", "没有这个机关"]]))
    given = [
        "--code",
        "qy",
        "--name",
        "政协",
        "--short",
        "政协",
        "--place",
        "区",
        "--system",
        "甲:aa",
        "--security",
        "乙:bb",
        "--audit",
        "丙:cc",
    ]
    code, _out, err = huiyin("init", *given, "--units", units)
    assert (code, "没有这个机关" in err, Person.objects.count()) == (1, True, 0)


def test_tick_says_what_it_did(huiyin, district):
    district.proposal("filed")
    code, out, _err = huiyin("tick", "--json")
    assert (code, json.loads(out)["anchors"]) == (0, 1)


def test_a_ticker_ends_when_the_server_beside_it_is_gone(huiyin, db):
    assert huiyin("tick", "--every", 60, "--beside", 1)[0] == 0


def test_migrate_in_a_home_of_this_version_has_nothing_to_do(huiyin, db):
    assert huiyin("migrate")[:2] == (0, "数据库已经是这一版的，不用升级。\n")
