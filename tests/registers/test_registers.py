"""The small registers: every declaration is walked once; then one of each sort of life in full."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.desk.registers.writing import LineForm
from huiyin.exchange import registers as tables
from huiyin.exchange.refused import SheetRefused
from huiyin.kernel import clock, ledger
from huiyin.kernel.act import act
from huiyin.kernel.figures import REGISTRY, Scope, period
from huiyin.kernel.models import Attachment, Event, Notice, Organisation, Remark
from huiyin.kernel.refusal import Missing, NotAllowed, Refused, Stale
from huiyin.people.models import MemberAttribute
from huiyin.registers import coverage
from huiyin.registers.effects import current
from huiyin.registers.keeping import keep, keep_all
from huiyin.registers.models import Entry, Record
from huiyin.registers.shape import REGISTERS, Field, Register, ShapeError
from tests.test_addresses import signed_in

DAY = date(2026, 5, 6)


def figure(name, district, text="2026", as_of=None):
    return REGISTRY[f"registers.{name}"].value(Scope(district.committee, period(district.committee, text), as_of))


def filled(register, district):
    """A value for each field of a declaration, as its form would send it."""
    given, people = {}, iter((district.member.person_id, district.other_member.person_id, district.leader.person_id))
    for field in register.fields:
        if field.name == "ends":
            continue
        made = {
            "day": DAY, "int": 7, "money": Decimal("1200.50"), "flag": True, "choice": field.choices[0][0] if field.choices else "",
            "people": [district.member.person_id], "org": district.units[0].pk, "orgs": [district.units[0].pk, district.units[1].pk],
        }  # fmt: skip
        if field.kind == "person":
            given[field.name] = next(people)
        elif field.kind == "record":
            there = Record.objects.filter(register=field.to).first()
            given[field.name] = (
                there or keep(REGISTERS[field.to], district.general, filled(REGISTERS[field.to], district))
            ).pk
        elif field.kind != "case":
            given[field.name] = made.get(field.kind, f"{field.label}之一")
    fitting = {
        "speeches": {"became": ""},
        "division": {"done_on": ""},
        "culture": {"state": "held"},
        "essay_scores": {"judge": district.leader.person_id},
    }
    return given | fitting.get(register.code, {})


def test_every_register_is_written_found_confirmed_counted_shown_and_comes_back_from_its_own_sheet(district):
    office, secretary = signed_in(district.general), district.secretary
    for code, register in REGISTERS.items():
        there = Record.objects.filter(register=code).first()
        made = there or keep(register, district.general, filled(register, district))
        if register.checked and made.state == "waiting":
            act(made, "confirm", as_=secretary)
        entry = current(made)
        assert (entry.sound, made.session_id) == (True, district.session.pk), code
        assert (made.title == entry.name) is not bool(register.veiled), code
        for one in register.figures:
            assert one.rows(Scope(district.committee, period(district.committee, "2026"))).count() in (0, 1, 2), (
                one.name
            )
        assert any(
            one.value(Scope(district.committee, period(district.committee, "2026"))) for one in register.figures
        ), f"{code}: nothing is counted"
        page = office.get(f"/registers/{code}/")
        assert (page.status_code, entry.name in page.content.decode()) == (200, True), code
        sheet = tables.workbook(register, [entry], private=True)
        again = keep_all(register, district.general, tables.load(register, sheet, "甲.xlsx"))
        assert (again.problems, again.created, again.updated) == ([], 0, 0), code
        assert set(LineForm(register, district.general).fields) == {field.name for field in register.fields} | {"key"}
    assert office.get("/registers/").status_code == 200
    assert {field.to for one in REGISTERS.values() for field in one.fields if field.to} <= set(REGISTERS)
    assert ledger.verify(district.committee).sound


def test_a_declaration_that_makes_no_sense_refuses_itself():
    day = Field("on", "哪天", "day", column="at")
    for fields, more in (
        ((day, day), {}), ((Field("title", "名称"),), {}), ((day, Field("sum", "数", column="amount")), {}),
        ((day, Field("kind", "哪一类", "choice")), {}), ((day,), {"reads": ("king",)}), ((day,), {"adds": ("member",)}), ((day,), {"once": ("title",)}),
        ((day, Field("who", "谁", private=True)), {"called": "{who}"}),
    ):  # fmt: skip
        with pytest.raises(ShapeError):
            Register("x", "某", "某", "某", fields, **{"called": "{on}"} | more)


def test_a_correction_says_why_and_the_former_words_stay(district):
    donations = REGISTERS["donations"]
    given = {
        "title": "助学金",
        "what": "study",
        "form": "cash",
        "value": "1000",
        "on": DAY,
        "donors": [district.member.person_id],
    }
    made = keep(donations, district.general, given, key="k")
    assert keep(donations, district.general, given, key="k").pk == made.pk, "a second press is no second line"
    assert figure("donated", district) == 0, "not confirmed yet"
    with pytest.raises(NotAllowed):
        act(made, "confirm", as_=district.general)
    act(made, "confirm", as_=district.secretary)
    assert (figure("donated", district), figure("donated_love", district), figure("donated_goods", district)) == (
        1000,
        1000,
        0,
    )
    with pytest.raises(Missing):
        keep(donations, district.general, given | {"value": "1200"}, made)
    keep(donations, district.general, given | {"value": "1200"}, made, why="收据是 1200 元")
    assert (made.state, figure("donated", district)) == ("waiting", 0), "what was changed is looked at again"
    with pytest.raises(Stale):
        keep(donations, district.general, given, made, why="再改", seen=1)
    act(made, "confirm", as_=district.secretary)
    assert figure("donated", district) == 1200
    assert sorted(Entry.objects.filter(case=made.pk).values_list("amount", flat=True)) == [1000, 1000, 1200, 1200]
    act(made, "strike", as_=district.general, why="重复登记")
    assert (figure("donated", district), Entry.objects.filter(case=made.pk, voided_by=None).count()) == (0, 0)
    assert made.title in signed_in(district.general).get("/registers/donations/?view=struck").content.decode()
    act(made, "restore", as_=district.secretary, why="没有重复")
    act(made, "confirm", as_=district.post("general_office", None, "另一位"))
    assert figure("donated", district) == 1200
    assert ledger.verify(district.committee).sound


def test_bad_input_gets_a_sentence_at_its_field_and_leaves_nothing(district):
    donations, liaison = REGISTERS["donations"], REGISTERS["liaison"]
    bad = {
        "title": "x" * 300,
        "what": "gold",
        "form": "",
        "value": "-5",
        "on": "2026-13-40",
        "donors": ["12345678901234"],
    }
    with pytest.raises(Missing) as refused:
        keep(donations, district.general, bad)
    assert set(refused.value.fields) == {"title", "what", "form", "value", "on", "donors"}
    assert all("“" in str(said) for said in refused.value.fields.values())
    pair = {"leads": district.member.person_id, "led": district.member.person_id, "level": "member", "begins": DAY}
    for given in (pair, pair | {"led": district.other_member.person_id, "ends": DAY - timedelta(days=1)}):
        with pytest.raises(Missing):
            keep(liaison, district.general, given)
    good = pair | {"led": district.other_member.person_id}
    keep(liaison, district.general, good)
    with pytest.raises(Refused, match="已经有了"):
        keep(liaison, district.general, good)
    with pytest.raises(NotAllowed):
        keep(liaison, district.member, good)
    assert Record.objects.count() == 1
    for trick in ({"values": "甲"}, {"values": {"title": "x"}}, {"values": ["a"]}):
        with pytest.raises(Refused):
            act(Record.objects.get(), "write", as_=district.general, why="试", **trick)
    answer = signed_in(district.general).post(
        f"/case/{Record.objects.get().uid}/do/write/", {"values": "甲", "why": "试"}
    )
    assert "在它自己的页面上填写" in answer.content.decode()
    assert Entry.objects.count() == 1


def test_a_rule_is_changed_by_a_new_edition_and_the_old_one_stands_for_its_days(district):
    rules = REGISTERS["rules"]
    first = {"title": "委员履职管理办法", "kind": "member", "decided": "第 3 次主席会议", "on": date(2024, 3, 1)}
    made = keep(rules, district.general, first)
    with pytest.raises(Missing, match="新的一版"):
        keep(rules, district.general, first, made, why="修订", edition=True)
    keep(
        rules,
        district.general,
        first | {"on": date(2026, 4, 1), "change": "加了请假一章"},
        made,
        why="修订",
        edition=True,
    )
    assert [(row.edition, row.until is None) for row in Entry.objects.filter(case=made.pk).order_by("edition")] == [
        (1, False),
        (2, True),
    ]
    assert (figure("rules", district), figure("rules_changed", district), figure("rules_made", district, "2024")) == (
        1,
        1,
        1,
    )
    assert figure("rules", district, as_of=date(2025, 1, 1)) == 1
    assert figure("rules", district, as_of=date(2024, 1, 1)) == 0
    office = signed_in(district.member)
    assert "第 2 版" in office.get("/registers/rules/").content.decode()
    assert "第 2 版" not in office.get("/registers/rules/?on=2025-06-01").content.decode()
    assert "加了请假一章" in office.get(made.get_absolute_url()).content.decode()
    keep(rules, district.general, first | {"on": date(2026, 4, 2), "change": "加了请假一章"}, made, why="日期抄错了")
    assert Entry.objects.filter(case=made.pk, voided_by=None).count() == 2, (
        "a correction of the new edition leaves the old one alone"
    )


def test_pairs_and_party_work_show_whom_they_leave_out(district):
    member, other = district.member, district.other_member
    party = {"committee": district.committee, "name": "party", "recorded_at": clock.now()}
    MemberAttribute.objects.create(member=member.person.memberships.get(), text="中共党员", **party)
    body = Organisation.objects.create(committee=district.committee, kind="committee", name="提案委")
    outside, met = coverage.liaison(district.committee, DAY)
    assert (outside.part, outside.whole, outside.left, met.rate) == (0, 1, ["周其远"], None)
    pair = keep(
        REGISTERS["liaison"],
        district.general,
        {"leads": member.person_id, "led": other.person_id, "level": "member", "begins": date(2026, 1, 1)},
    )
    log = REGISTERS["contacts"]
    with pytest.raises(Missing):
        keep(log, member, {"pair": pair.pk, "on": DAY, "how": "phone"})
    theirs = {"leads": other.person_id, "led": district.leader.person_id, "level": "member", "begins": date(2026, 1, 1)}
    theirs = keep(REGISTERS["liaison"], district.general, theirs)
    form = signed_in(member).get("/registers/contacts/new/").content.decode()
    assert (str(pair.pk) in form, str(theirs.pk) in form) == (True, False), "who is paired with whom is for the two"
    with pytest.raises(Missing, match="看不到"):
        keep(log, member, {"pair": theirs.pk, "on": DAY, "how": "phone", "words": "试"})
    act(theirs, "strike", as_=district.general, why="试")
    made = keep(
        log, member, {"pair": pair.pk, "by": other.person_id, "on": DAY, "how": "phone", "words": "问了企业用工。"}
    )
    assert current(made).values["by"] == member.person_id, "whoever adds is himself the one who went"
    outside, met = coverage.liaison(district.committee, DAY)
    assert (outside.rate, met.rate, figure("contacts", district), figure("contacting", district)) == (100, 100, 1, 1)
    assert coverage.liaison(district.committee, DAY + timedelta(days=120))[1].left == [pair.title]
    keep(
        REGISTERS["party"],
        district.general,
        {
            "title": "提案委党支部",
            "kind": "committee",
            "covers": [body.pk],
            "party_members": [member.person_id],
            "begins": DAY,
        },
    )
    organised, reached = coverage.party(district.committee, DAY)
    assert (organised.rate, reached.part, reached.left) == (100, 1, ["周其远"])
    assert "问了企业用工" not in signed_in(other).get("/registers/contacts/").content.decode(), (
        "a member's list has his own"
    )
    assert signed_in(other).get(pair.get_absolute_url()).status_code == 200, "whoever is named may read it"
    assert signed_in(district.unit).get(pair.get_absolute_url()).status_code == 404


def test_a_friends_address_is_kept_with_consent_shown_to_the_keepers_and_forgotten_on_request(district):
    talents = REGISTERS["talents"]
    given = {
        "name": "程远航",
        "kind": "friend",
        "place": "成都",
        "phone": "13800001234",
        "address": "锦江区某路 9 号",
        "mail": True,
    }
    with pytest.raises(Missing):
        keep(talents, district.general, given)
    made = keep(talents, district.general, given | {"consent": DAY})
    assert (figure("talents", district), figure("mailing", district)) == (1, 1)
    sealed = "".join(Event.objects.filter(case=made.pk).values_list("facts", flat=True))
    assert "程远航" not in sealed
    assert "13800001234" not in sealed
    shown = signed_in(district.leader).get("/registers/talents/").content.decode()
    assert "程远航" not in shown
    assert "成都" in shown
    office, leader = signed_in(district.general), signed_in(district.leader)
    assert "13800001234" in office.get(made.get_absolute_url()).content.decode()
    met = {"who": made.pk, "by": district.member.person_id, "on": DAY, "how": "visit", "words": "谈了返乡"}
    contact = keep(REGISTERS["talent_contacts"], district.general, met)
    for address in (
        made.get_absolute_url(),
        contact.get_absolute_url(),
        "/registers/talent_contacts/",
        "/registers/talents/?q=程远航",
    ):
        assert "程远航" not in leader.get(address).content.decode().replace('value="程远航"', ""), address
    assert made.get_absolute_url() not in leader.get("/registers/talents/?q=13800001234").content.decode()
    assert made.get_absolute_url() in office.get("/registers/talents/?q=程远航").content.decode()
    assert "程远航" in office.get(contact.get_absolute_url()).content.decode()
    file = Attachment.objects.create(
        committee=district.committee, case_id=made.pk, label="evidence_file", name="程远航的同意书.pdf", sha256="0" * 64, size=1, path="x/y",
        content_type="application/pdf", added_at=clock.now(), event_id=Event.objects.filter(case=made.pk).first().pk,
    )  # fmt: skip
    act(made, "forget", as_=district.general, why="本人来信撤回")
    assert not Attachment.objects.filter(pk=file.pk).exists()
    assert "程远航" not in office.get(contact.get_absolute_url()).content.decode()
    left = [
        str(list(Entry.objects.filter(case=made.pk).values())),
        str(list(Remark.objects.filter(event__case=made.pk).values())),
        made.title,
        str(list(Record.objects.filter(pk=contact.pk).values())),
        str(list(Entry.objects.filter(case=contact.pk).values())),
        str(list(Notice.objects.values())),
        Record.objects.get(pk=made.pk).said,
    ]
    assert all("程远航" not in text and "13800001234" not in text for text in left)
    assert ledger.verify(district.committee).sound
    with pytest.raises(Refused):
        act(
            keep(REGISTERS["rules"], district.general, {"title": "甲", "kind": "work", "decided": "乙", "on": DAY}),
            "forget",
            as_=district.general,
            why="试",
        )


def test_essays_are_handed_in_by_their_authors_and_judged_by_others(district):
    essay = keep(REGISTERS["essays"], district.member, {"title": "读《乡土中国》", "kind": "thought", "on": DAY})
    assert (essay.state, figure("essays", district)) == ("waiting", 0)
    act(essay, "confirm", as_=district.general)
    assert figure("essays", district) == 1
    scores = REGISTERS["essay_scores"]
    with pytest.raises(Missing, match="不能评自己"):
        keep(scores, district.general, {"essay": essay.pk, "judge": district.member.person_id, "score": 90, "on": DAY})
    with pytest.raises(Missing, match="0 到 100"):
        keep(scores, district.general, {"essay": essay.pk, "judge": district.leader.person_id, "score": 101, "on": DAY})
    for judge, score in ((district.leader, 80), (district.other_member, 91)):
        keep(scores, district.general, {"essay": essay.pk, "judge": judge.person_id, "score": score, "on": DAY})
    assert "85.5" in signed_in(district.general).get(essay.get_absolute_url()).content.decode()
    assert "essay_scores" not in signed_in(district.member).get("/registers/").content.decode()


def test_effects_of_an_enterprise_count_once_another_has_held_them_against_the_paper(district):
    firm = keep(
        REGISTERS["enterprises"],
        district.general,
        {
            "title": "清泉茶业",
            "person": district.member.person_id,
            "role": "founder",
            "trade": "agri",
            "begins": date(2022, 1, 1),
        },
    )
    effects = REGISTERS["enterprise_effects"]
    report = {"firm": firm.pk, "on": DAY, "provider": "区税务局", "basis": "完税证明"}
    with pytest.raises(Missing):
        keep(effects, district.general, report)
    made = keep(effects, district.general, report | {"tax": "320.5", "jobs": 41})
    assert (figure("added_tax", district), figure("enterprises_agri", district)) == (0, 1)
    act(made, "confirm", as_=district.secretary)
    assert (figure("added_tax", district), figure("added_jobs", district)) == (Decimal("320.50"), 41)


def test_a_weekly_reading_shows_the_weeks_without_one(district):
    for day in (date(2026, 1, 7), date(2026, 1, 14)):
        keep(
            REGISTERS["reading"],
            district.general,
            {"title": f"第 {day.day} 课", "on": day, "lecturer": "周其远", "kind": "member", "heads": 12},
        )
    weeks = coverage.reading(district.committee, date(2026, 1, 21))[0]
    assert (weeks.part, weeks.whole, len(weeks.left)) == (2, 4, 2)
    assert figure("reading_heads", district) == 24


def test_a_sheet_is_written_as_a_whole_or_not_at_all_and_coming_again_doubles_nothing(district):
    head = "标题,哪家媒体,哪一级,什么形式,哪天刊发,哪位委员写的\n"
    good = head + "电梯怎么装,省报,省级,报刊,2026-03-02,林知夏\n桂园夜话,区报,区县级,报刊,2026/4/5,\n"
    office = signed_in(district.general)

    def sends(text, **more):
        return office.post("/registers/media/import/", {"file": SimpleUploadedFile("用稿.csv", text.encode()), **more})

    bad = sends(
        head
        + "电梯怎么装,省报,天级,报刊,2026-03-02,没有的人\n电梯怎么装二,省报,省级,报刊,明天,\n,省报,省级,报刊,2026-03-02,\n"
    )
    told = bad.content.decode()
    assert (bad.status_code, Record.objects.count()) == (422, 0)
    assert all(
        word in told for word in ("第 2 行", "没有“天级”这一项", "名单里没有“没有的人”", "“明天”不是日期", "第 4 行")
    )
    assert sends("甲,乙\n1,2\n").status_code == 422
    assert sends(good, try_only="on").status_code == 200
    assert Record.objects.count() == 0
    assert sends(good).status_code == 302
    assert sends(good).status_code == 302
    assert Record.objects.count() == 2
    for made in Record.objects.all():
        act(made, "confirm", as_=district.secretary)
    assert (figure("media_province", district), figure("media_local", district), figure("media_authors", district)) == (
        1,
        1,
        1,
    )
    assert sends(good.replace("2026-03-02", "2026-03-03")).status_code == 302
    assert (Record.objects.count(), Record.objects.filter(state="waiting").count()) == (2, 1)
    with pytest.raises(SheetRefused):
        tables.load(REGISTERS["media"], "名称\n甲\n".encode(), "坏.csv")
    assert ledger.verify(district.committee).sound


def test_a_list_asks_the_same_number_of_questions_with_one_line_and_with_twenty(
    district, django_assert_max_num_queries
):
    rows = [
        (
            n,
            {
                "title": f"第 {n} 次",
                "what": "service",
                "on": DAY,
                "heads": 3,
                "place": district.units[0].pk,
                "members": [district.member.person_id],
            },
        )
        for n in range(20)
    ]
    keep_all(REGISTERS["volunteering"], district.general, rows)
    office = signed_in(district.general)
    office.get("/registers/volunteering/")
    with django_assert_max_num_queries(30):
        page = office.get("/registers/volunteering/?q=次&sort=service&year=2026")
    assert page.content.decode().count("第 1") >= 2
    with django_assert_max_num_queries(24):
        signed_in(district.general).get("/registers/")


def test_a_clerk_fills_the_form_corrects_it_and_reads_it_on_a_phone(district):
    office: Client = signed_in(district.general)
    empty = office.post("/registers/speeches/new/", {"title": ""})
    assert (empty.status_code, Record.objects.count()) == (422, 0)
    said = {
        "title": "把夜校办到园区",
        "speaker": str(district.member.person_id),
        "meeting": "九届五次会议",
        "on": "2026-01-13",
        "way": "unused",
        "key": "abc",
    }
    assert "没有用上的，请写后来" in office.post("/registers/speeches/new/", said).content.decode()
    for _again in (1, 2):
        assert office.post("/registers/speeches/new/", said | {"became": "opinion"}).status_code == 302
    made = Record.objects.get()
    assert (
        office.post(
            f"/registers/change/{made.uid}/", said | {"became": "kept", "why": "没有转成", "seen": str(made.version)}
        ).status_code
        == 302
    )
    assert (figure("speeches", district), figure("speeches_unused", district), figure("speeches_turned", district)) == (
        1,
        1,
        0,
    )
    assert "没有转成" in office.get(made.get_absolute_url()).content.decode()
    assert office.get("/registers/nothing/").status_code == 404
    assert signed_in(district.unit).get("/registers/speeches/").status_code == 403
