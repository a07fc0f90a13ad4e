"""Django's SQLite, with one word changed: our ids, made before the row is written, are declared `integer` and not `bigint`.

SQLite keeps a table in the order of an `integer` primary key; of any other it makes an index beside the table and looks twice: first there,
then in the table. Both words mean the same to it otherwise (whole numbers of up to eight bytes). So a row is found by its id in one
descent instead of two, every index ends with the id and may answer alone, and each table has one index less to write. A home made before
keeps its tables as they are and works; `huiyin backup` and `huiyin restore` into an empty home make them anew.
"""

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    data_types = {**base.DatabaseWrapper.data_types, "BigIntegerField": "integer"}
