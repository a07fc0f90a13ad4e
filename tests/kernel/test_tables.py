"""When the database looks at its tables again."""

from django.db import connection

from huiyin.kernel import tables


def test_a_house_that_has_doubled_since_the_last_look_is_looked_at_again(district):
    sqlite = connection.vendor == "sqlite"
    tables.look()
    district.proposal("submitted")
    assert not tables.outgrown(), "a handful of acts more is no reason"
    with connection.cursor() as cursor:
        if sqlite:
            cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl = 'kernel_event'")
    assert tables.outgrown(few=0) is sqlite, "PostgreSQL sees to it alone"
    tables.look()
    assert not tables.outgrown(few=0)
