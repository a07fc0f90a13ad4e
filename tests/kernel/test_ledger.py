"""The ledger cannot be rewritten: triggers refuse, and whoever gets past them is found."""

import hashlib
import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

import huiyin.kernel.seal as seal_module
from huiyin.kernel import clock, ledger, triggers
from huiyin.kernel.act import act
from huiyin.kernel.batch import sealed_values
from huiyin.kernel.models import Anchor, Chain, Event, Remark
from huiyin.kernel.refusal import NotAllowed, Refused
from huiyin.kernel.seal import START, read_anchors, seal_of
from tests.district import District


@pytest.fixture
def told(district):
    """A committee with a life in its ledger."""
    district.proposal("archived")
    return district


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def faults(district, **anchors):
    return ledger.verify(district.committee, **anchors).faults


TABLES = ["kernel_event", "kernel_number", "kernel_anchor"]


class TestTriggers:
    @pytest.mark.parametrize("table", TABLES)
    @pytest.mark.parametrize("sql", ["UPDATE {0} SET id = id", "DELETE FROM {0}"])
    def test_no_row_is_changed_or_removed(self, told, table, sql):
        ledger.anchor(told.committee)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run(sql.format(table))

    @pytest.mark.parametrize("table", TABLES)
    def test_no_table_is_emptied(self, told, table):
        if connection.vendor != "postgresql":
            pytest.skip("SQLite has no TRUNCATE")
        run("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run(f"TRUNCATE {table} CASCADE")

    def test_no_row_is_replaced_by_one_of_its_id_or_place(self, told):
        event = Event.objects.filter(committee=told.committee).first()
        columns = ", ".join(f'"{f.column}"' for f in Event._meta.concrete_fields)
        for other in ("", "id + 1"):
            picked = columns.replace('"id"', other or '"id"')
            with pytest.raises(DatabaseError), transaction.atomic():
                run(
                    f"{replace()} INTO kernel_event ({columns}) SELECT {picked} FROM kernel_event WHERE id = %s",
                    event.pk,
                )

    def test_migrating_lays_them_again(self, told):
        with connection.cursor() as cursor:
            for line in triggers.statements(connection.vendor):
                if line.startswith("DROP"):
                    cursor.execute(line)
        assert not triggers.laid()
        assert any("触发器" in fault for fault in faults(told))
        triggers.after_migrate()
        assert triggers.laid()
        assert faults(told) == []

    def test_one_trigger_missing_is_noticed(self, told):
        table = " ON kernel_number" if connection.vendor == "postgresql" else ""
        name = "kernel_number_rows" if table else "kernel_number_no_delete"
        run(f"DROP TRIGGER {name}{table}")
        assert not triggers.laid()
        triggers.lay()


def replace():
    return "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="INSERT OR REPLACE is SQLite's")
def test_a_strangers_connection_without_recursive_triggers_cannot_replace_either():
    import sqlite3

    district = District.build()
    district.proposal("submitted")
    event = Event.objects.filter(committee=district.committee).order_by("seq").last()
    stranger = sqlite3.connect(connection.settings_dict["NAME"])
    try:
        assert stranger.execute("PRAGMA recursive_triggers").fetchone() == (0,)
        for sql in (
            f"INSERT OR REPLACE INTO kernel_event SELECT * FROM kernel_event WHERE id = {event.pk}",
            f"UPDATE OR REPLACE kernel_event SET seq = 1 WHERE id = {event.pk}",
            f"DELETE FROM kernel_event WHERE id = {event.pk}",
        ):
            with pytest.raises(sqlite3.DatabaseError, match="append-only"):
                stranger.execute(sql)
    finally:
        stranger.close()
    assert ledger.verify(district.committee).faults == []


class TestVerify:
    """What is done behind the ledger's back, by somebody who can lift the triggers."""

    def test_a_whole_ledger_is_sound(self, told):
        report = ledger.verify(told.committee)
        assert report.sound
        assert (report.events, report.cases) == (Event.objects.filter(committee=told.committee).count(), 5)
        assert report.as_dict()["sound"] is True

    def test_an_empty_ledger_is_sound(self, district):
        assert faults(district) == []

    def test_a_changed_row_is_found_by_its_number(self, told):
        event = Event.objects.filter(committee=told.committee, step="rate").get()
        with triggers.lifted():
            run("UPDATE kernel_event SET facts = %s WHERE id = %s", '{"rating":"dissatisfied"}', event.pk)
        assert any(f"第 {event.seq} 条" in fault and "改过" in fault for fault in faults(told))

    @pytest.mark.parametrize("column", ["at", "recorded_at", "person_id", "to_state", "seal"])
    def test_every_column_is_sealed(self, told, column):
        values = {"at": "2020-01-01 00:00:00", "recorded_at": "2020-01-01 00:00:00", "person_id": 7}
        with triggers.lifted():
            run(
                f"UPDATE kernel_event SET {column} = %s WHERE committee_id = %s AND seq = 3",
                values.get(column, "x"),
                told.committee.pk,
            )
        assert faults(told) != []

    def test_a_removed_row_is_found(self, told):
        event = Event.objects.get(committee=told.committee, step="contact")
        with triggers.lifted():
            run("DELETE FROM kernel_remark WHERE event_id = %s", event.pk)
            run("DELETE FROM kernel_event WHERE id = %s", event.pk)
        assert any(f"第 {event.seq} 条记录缺失" in fault for fault in faults(told))

    def test_a_removed_tail_is_found_by_the_head_of_the_chain(self, told):
        with triggers.lifted():
            run("DELETE FROM kernel_event WHERE committee_id = %s AND step = 'archive'", told.committee.pk)
        assert any("末尾" in fault for fault in faults(told))

    def test_a_head_that_is_gone_is_found(self, told):
        Chain.objects.filter(committee=told.committee).delete()
        assert faults(told) != []

    def test_a_row_in_anothers_place_is_found(self, told):
        with triggers.lifted():
            run(
                "UPDATE kernel_event SET step = 'forged', id = id - 1 WHERE committee_id = %s AND seq = 2",
                told.committee.pk,
            )
        assert faults(told) != []

    def test_two_rows_that_changed_places_are_found(self, told):
        with triggers.lifted():
            for new, old in ((-1, 2), (2, 3), (3, -1)):
                run(
                    "UPDATE kernel_event SET seq = %s WHERE committee_id = %s AND seq = %s", new, told.committee.pk, old
                )
        assert faults(told) != []

    def test_a_changed_remark_is_found(self, told):
        remark = Remark.objects.filter(committee=told.committee).first()
        Remark.objects.filter(pk=remark.pk).update(body=remark.body + " ")
        assert any(f"第 {remark.event.seq} 条" in fault for fault in faults(told))

    def test_a_state_that_was_changed_behind_the_back_is_found(self, told):
        case = Event.objects.get(committee=told.committee, step="archive").case
        run("UPDATE kernel_case SET state = 'closed' WHERE id = %s", case.pk)
        assert any("按账推算" in fault for fault in faults(told))

    def test_a_case_without_its_events_is_found(self, told):
        run("UPDATE kernel_case SET version = version + 1 WHERE committee_id = %s", told.committee.pk)
        assert len(faults(told)) == 5

    def test_a_stay_that_does_not_fit_is_found(self, told):
        run("UPDATE kernel_stay SET here = %s WHERE committee_id = %s AND state = 'submitted'", True, told.committee.pk)
        assert any("停留" in fault for fault in faults(told))

    def test_one_committees_trouble_is_not_anothers(self, told):
        other = District.build()
        other.proposal("submitted")
        run("UPDATE kernel_case SET state = 'closed' WHERE committee_id = %s", other.committee.pk)
        assert faults(told) == []

    def test_the_list_of_faults_ends_somewhere(self, told):
        for _ in range(20):
            told.proposal("filed")
        with triggers.lifted():
            run("UPDATE kernel_event SET facts = '{ }' WHERE committee_id = %s", told.committee.pk)
        assert len(faults(told)) < 60


def redo(committee, change):
    """What the owner of the database can do: change an event and seal the whole chain anew."""
    previous = START
    with triggers.lifted():
        run("DELETE FROM kernel_anchor WHERE committee_id = %s", committee.pk)
        for event in Event.objects.filter(committee=committee).order_by("seq"):
            change(event)
            previous = seal_of(previous, committee.code, sealed_values(event))
            run("UPDATE kernel_event SET facts = %s, seal = %s WHERE id = %s", event.facts, previous, event.pk)
    Chain.objects.filter(committee=committee).update(seal=previous)


class TestAnchors:
    def forge(self, told):
        kept = ledger.anchor(told.committee)
        outside = read_anchors(ledger.anchor_lines(told.committee), told.committee.code)
        assert outside == {kept.seq: kept.seal}

        def change(event):
            if event.step == "rate":
                event.facts = event.facts.replace("satisfied", "basically")

        redo(told.committee, change)
        return outside

    def test_a_chain_that_was_redone_whole_deceives_only_the_house(self, told):
        outside = self.forge(told)
        assert faults(told) == []
        assert any("锚点" in fault for fault in faults(told, anchors=outside))

    def test_a_tail_cut_off_with_its_head_is_found_by_the_anchor(self, told):
        outside = read_anchors(ledger.anchor_lines(told.committee)) or {ledger.anchor(told.committee).seq: "x"}
        last = Event.objects.get(committee=told.committee, step="archive")
        with triggers.lifted():
            run("DELETE FROM kernel_anchor WHERE committee_id = %s", told.committee.pk)
            run("DELETE FROM kernel_event WHERE id = %s", last.pk)
        before = Event.objects.filter(committee=told.committee).order_by("seq").last()
        Chain.objects.filter(committee=told.committee).update(seq=before.seq, seal=before.seal)
        assert any("锚点" in fault for fault in faults(told, anchors=outside))

    def test_a_day_has_one_anchor(self, told):
        with clock.frozen(date(2026, 3, 2)):
            first = ledger.anchor(told.committee)
        told.proposal("submitted")
        with clock.frozen(date(2026, 3, 2)):
            assert ledger.anchor(told.committee).pk == first.pk
        with clock.frozen(date(2026, 3, 3)):
            assert ledger.anchor(told.committee).seq > first.seq
        assert Anchor.objects.filter(committee=told.committee).count() == 2
        assert faults(told) == []

    def test_before_anything_happened_there_is_none(self, district):
        assert ledger.anchor(district.committee) is None


class TestStandAlone:
    """The verifier that an auditor runs on a machine of his own."""

    def export(self, told, tmp_path, change=None):
        out = io.StringIO()
        assert ledger.export(told.committee, out) == Event.objects.filter(committee=told.committee).count()
        lines = out.getvalue().splitlines(keepends=True)
        file = tmp_path / "ledger.jsonl"
        file.write_text("".join(change(lines) if change else lines), "utf8")
        return file

    def verify(self, file, *more):
        script = Path(seal_module.__file__)
        ran = subprocess.run([sys.executable, "-I", str(script), str(file), *more], capture_output=True, check=False)
        return ran.returncode, ran.stdout.decode()

    def test_it_finds_a_true_export_whole(self, told, tmp_path):
        ledger.anchor(told.committee)
        anchors = tmp_path / "anchors.txt"
        anchors.write_text("回音 锚点\n" + ledger.anchor_lines(told.committee), "utf8")
        code, said = self.verify(self.export(told, tmp_path), "--anchors", str(anchors))
        assert code == 0, said
        assert "1 个锚点" in said
        assert Chain.objects.get(committee=told.committee).seal in said

    @pytest.mark.parametrize(
        "change",
        [
            lambda lines: [line.replace('"rate"', '"rule"') for line in lines],
            lambda lines: lines[:3] + lines[4:],
            lambda lines: [lines[1], lines[0], *lines[2:]],
        ],
    )
    def test_it_finds_what_was_done_to_an_export(self, told, tmp_path, change):
        code, said = self.verify(self.export(told, tmp_path, change))
        assert (code, "第" in said) == (1, True)

    def test_it_finds_a_cut_tail_by_the_anchor(self, told, tmp_path):
        ledger.anchor(told.committee)
        anchors = tmp_path / "anchors.txt"
        anchors.write_text(ledger.anchor_lines(told.committee), "utf8")
        file = self.export(told, tmp_path, lambda lines: lines[:-1])
        assert self.verify(file)[0] == 0
        assert self.verify(file, "--anchors", str(anchors))[0] == 1

    def test_it_says_how_to_call_it(self):
        assert subprocess.run([sys.executable, seal_module.__file__], capture_output=True, check=False).returncode == 2

    def test_an_export_holds_ids_and_facts_and_nothing_personal(self, told, tmp_path):
        text = self.export(told, tmp_path).read_text("utf8")
        assert "0000-1234567" not in text
        assert told.member.person.name not in text
        assert {len(json.loads(line)["seal"]) for line in text.splitlines()} == {64}


class TestErase:
    def test_words_are_forgotten_and_the_chain_stays_whole(self, told):
        remark = Remark.objects.get(event__step="contact", committee=told.committee)
        ledger.erase(remark, as_=told.audit_admin, reason="提案者要求删除。")
        remark.refresh_from_db()
        assert (remark.body, remark.salt, remark.erased_by) == ("", "", told.audit_admin.person)
        assert faults(told) == []
        assert Event.objects.get(committee=told.committee, step="remark.erased").case is None

    def test_not_twice_and_not_next_door(self, told):
        remark = Remark.objects.get(event__step="contact", committee=told.committee)
        with pytest.raises(NotAllowed):
            ledger.erase(remark, as_=District.build().audit_admin, reason="x")
        ledger.erase(remark, as_=told.audit_admin, reason="x")
        with pytest.raises(Refused):
            ledger.erase(remark, as_=told.audit_admin, reason="x")

    def test_the_client_address_is_kept_beside_the_event_and_can_go(self, district):
        proposal = district.proposal("submitted")
        event = act(proposal, "accept", as_=district.office, origin={"address": "192.0.2.7"})
        assert "192.0.2.7" in event.remark.body
        assert "192.0.2.7" not in event.facts


def test_two_committees_have_two_chains(told):
    other = District.build()
    other.proposal("submitted")
    first = Event.objects.filter(committee=other.committee).order_by("seq").first()
    assert first.seq == 1
    assert first.seal == seal_of(START, other.committee.code, sealed_values(first))


def test_a_committee_may_seal_with_sm3(district):
    if "sm3" not in hashlib.algorithms_available:
        pytest.skip("this Python's OpenSSL has no SM3")
    Chain.objects.create(committee=district.committee, algorithm="sm3")
    district.proposal("filed")
    assert faults(district) == []
    out = io.StringIO()
    ledger.export(district.committee, out)
    assert seal_module.check(out.getvalue().splitlines(), {})[2] == []


def test_what_belongs_to_no_case_is_recorded_too(district):
    ledger.record(district.committee, "signed_in", as_=district.office, personal={"address": "192.0.2.7"})
    event = Event.objects.get(committee=district.committee)
    assert (event.case, event.step, event.person_id) == (None, "signed_in", district.office.person_id)
    assert faults(district) == []


def test_a_salt_is_drawn_and_cannot_be_worked_out_from_the_hour(told):
    salts = list(Remark.objects.filter(committee=told.committee).values_list("salt", flat=True))
    assert {len(salt) for salt in salts} == {32}
    assert len({salt[:8] for salt in salts}) == len(salts) > 1, "ids of one minute begin alike, chance does not"


def test_words_that_go_without_being_erased_are_missed(told):
    remark = Remark.objects.filter(committee=told.committee).order_by("pk").first()
    seq = remark.event.seq
    ledger.erase(
        Remark.objects.filter(committee=told.committee).order_by("-pk").first(), as_=told.office, reason="本人要求"
    )
    assert faults(told) == []
    Remark.objects.filter(pk=remark.pk).delete()
    assert faults(told) == [f"第 {seq} 条记录所附的文字不见了，账里没有清除它的记录。"]
