"""What the committees published, carried from server to server by PostgreSQL's logical replication: the statements for both ends.

The rows do not enter a receiver's own tables, where they would stand beside his own work: he keeps a database for them (`huiyin_received`),
with the same columns and no foreign keys. From there they are published once more, so that what a district made public is read by the
city and by the province. A published text is never changed (handling.PublicVersion); its end and its voiding travel like any row.
"""

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from huiyin.handling.models import PublicVersion
from huiyin.kernel.models import Committee
from huiyin.kernel.refusal import Refused

DATABASE = "huiyin_received"
OWN, RECEIVED = "huiyin_published", "huiyin_received"
"""Publications: of an installation's own rows, and, in the other database, of those that it was sent."""
TABLES: dict[Any, tuple[str, ...] | None] = {Committee: ("id", "code", "name"), PublicVersion: None}
"""What travels: a model, and of it these columns or all. A committee's secrets (when its rules changed, its tree) stay at home."""


def columns(model: Any) -> list[tuple[str, str]]:
    """(name, type) of every column that travels. Errors: Refused on another database than PostgreSQL."""
    if connection.vendor != "postgresql":
        raise Refused(
            _("数据库复制只在 PostgreSQL 之间。这个家用的是 {name}，请用数据包。").format(name=connection.vendor)
        )
    wanted = TABLES[model]
    fields = [field for field in model._meta.local_concrete_fields if wanted is None or field.column in wanted]
    return [(field.column, str(field.db_type(connection)).replace("serial", "bigint")) for field in fields]


def sending() -> list[str]:
    """Run once in an installation's own database; a superuser's, with wal_level = logical."""
    tables = ", ".join(f"{model._meta.db_table} ({_names(model)})" for model in TABLES)
    return [f"CREATE PUBLICATION {OWN} FOR TABLE {tables};"]


def keeping() -> list[str]:
    """Run once in the receiver's second database (DATABASE): its tables, and the publication by which they go on."""
    made = []
    for model in TABLES:
        lines = ", ".join(f"{name} {kind}" for name, kind in columns(model))
        made.append(f"CREATE TABLE {model._meta.db_table} ({lines}, PRIMARY KEY (id));")
    names = ", ".join(model._meta.db_table for model in TABLES)
    return [*made, f"CREATE PUBLICATION {RECEIVED} FOR TABLE {names};"]


def receiving(sender: str, code: str, publication: str = OWN) -> list[str]:
    """Run in DATABASE for each sender. `sender`: how its database is reached (libpq); `code`: a name for it here. Errors: Refused."""
    if not (code.isascii() and code.isidentifier() and len(code) <= 40):
        raise Refused(_("给发送方起一个代号，用小写字母、数字和下划线，例如 qingyuan。"))
    reach = sender.replace("'", "''")
    return [
        f"CREATE SUBSCRIPTION from_{code}_{publication} CONNECTION '{reach}' PUBLICATION {publication} WITH (streaming = on);"
    ]


def _names(model: Any) -> str:
    return ", ".join(name for name, _kind in columns(model))
