"""The calendar holds one's own deadlines, in lines that any calendar reads, and no text can break out of its line."""

from huiyin.api import calendar, tokens


def test_it_holds_ones_own_deadlines_and_nobody_elses(district, client):
    case = district.proposal("handling", title="加装电梯；补助,\n一事\\的提案")
    secret = tokens.make(district.unit, by=district.unit, name="日历", scope="calendar", days=9)[1]
    text = client.get(f"/calendar/{secret}.ics").content.decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    whole = text.replace("\r\n ", "")
    assert whole.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert (
        whole.count("BEGIN:VEVENT")
        == whole.count("END:VEVENT")
        == district.lead(case).todos.filter(closed_at=None).exclude(due=None).count()
        > 0
    )
    assert "期限：" in whole
    other = tokens.make(district.third_unit, by=district.third_unit, name="日历", scope="calendar", days=9)[1]
    assert "VEVENT" not in client.get(f"/calendar/{other}.ics").content.decode()
    api = tokens.make(district.unit, by=district.unit, name="程序", scope="act", days=9)[1]
    assert [client.get(f"/calendar/{one}.ics").status_code for one in (api, "x", "hy_")] == [404] * 3


def test_a_text_cannot_end_its_line():
    assert calendar.escaped("a;b,c\\d\r\nBEGIN:VEVENT\x00") == "a\\;b\\,c\\\\d\\nBEGIN:VEVENT"
    assert calendar.folded("字" * 40).count("\r\n ") == 1
