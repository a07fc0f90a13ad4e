"""What an act writes is gathered first and written at once."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.kernel.act import Move, act, act_many
from huiyin.kernel.batch import Batch, canonical, moment
from huiyin.kernel.models import Case, Event, Facet, Todo
from huiyin.kernel.prepared import Prepared
from huiyin.proposals.models import Proposal

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@settings(max_examples=40)
@given(st.dictionaries(st.text(), JSON))
def test_the_same_facts_always_have_the_same_text(facts):
    assert canonical(facts) == canonical(dict(reversed(facts.items())))


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), st.integers(-12, 12))
def test_a_moment_is_sealed_in_one_way_wherever_it_was_said(at, zone):
    at = at.replace(tzinfo=UTC)
    assert moment(at) == moment(at.astimezone(timezone(timedelta(hours=zone)))) == at.strftime("%Y-%m-%d %H:%M:%S.%f")


def statements(call):
    with CaptureQueriesContext(connection) as seen:
        call()
    return [
        q["sql"] for q in seen.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]


def test_a_typical_act_takes_eleven_statements(district):
    one, other = district.proposal("submitted"), district.proposal("submitted")
    act(one, "accept", as_=district.office)
    assert len(statements(lambda: act(other, "accept", as_=district.office))) == 11


def test_ten_acts_take_far_fewer_statements_than_ten_times_one(district):
    proposals = [district.proposal("submitted") for _ in range(10)]
    assert len(statements(lambda: act_many([Move(p, "accept") for p in proposals], as_=district.office))) < 65


def test_a_row_that_changes_twice_is_written_once(district):
    proposal = district.proposal("submitted")
    batch = Batch(district.committee)
    batch.change(proposal, title="一")
    batch.change(proposal, title="二", subject="其他")
    written = statements(batch.write)
    assert [sql.split()[1] for sql in written] == ['"kernel_case"', '"proposals_proposal"']
    assert Proposal.objects.get(pk=proposal.pk).title == "二"


def test_a_new_row_is_not_updated_but_written_as_it_last_was(district):
    proposal = district.proposal("submitted")
    batch = Batch(district.committee)
    facet = Facet(
        committee=district.committee, case=proposal, name="a", value="一", recorded_at=proposal.opened_at, event_id=1
    )
    batch.add(facet)
    batch.change(facet, value="二")
    assert len(statements(batch.write)) == 1
    assert Facet.objects.get(pk=facet.pk).value == "二"


def test_a_batch_comes_back_to_where_it_stood_unless_rows_were_touched(district):
    proposal, batch = district.proposal("submitted"), Batch(district.committee)
    mark = batch.mark()
    batch.events.append(Event())
    assert (batch.back_to(mark), batch.events) == (True, [])
    batch.change(proposal, title="一")
    assert batch.back_to(mark) is False


def test_a_prepared_query_gives_what_django_gives(district):
    proposal = district.proposal("filed", items=["一", "二"])
    whole = Prepared(lambda pk: Proposal.objects.filter(pk=pk))
    found = whole.rows(proposal.pk)[0]
    expected = Proposal.objects.get(pk=proposal.pk)
    assert {f.attname: getattr(found, f.attname) for f in Proposal._meta.concrete_fields} == {
        f.attname: getattr(expected, f.attname) for f in Proposal._meta.concrete_fields
    }
    assert whole.rows(1) == []
    column = Prepared(
        lambda pk, session: Case.objects.filter(pk=pk, session=session).values_list("opened_at", flat=True)
    )
    assert column.rows(proposal.pk, district.session.pk) == [expected.opened_at]


@pytest.mark.parametrize("name", ["kernel_event", "kernel_case"])
def test_names_in_our_sql_are_names_of_tables(db, name):
    assert name in connection.introspection.table_names()


def test_a_json_field_that_holds_a_text_is_written_as_json(district):
    todo = Todo.objects.get(case=district.proposal("submitted"), closed_at=None)
    batch = Batch(district.committee)
    batch.change(todo, history="一句话")
    batch.write()
    todo.refresh_from_db()
    assert todo.history == "一句话"
