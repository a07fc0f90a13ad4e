"""Queries that every act asks, turned into SQL once. Django builds its SQL anew each time, which costs more than the database's answer.

SPONSORS = Prepared(lambda case: Sponsor.objects.filter(case=case).values_list("person_id", flat=True))
SPONSORS.rows(case.pk)
"""

from collections.abc import Callable
from inspect import signature
from typing import Any

from django.db import connection
from django.db.models import QuerySet

MARK = 1 << 62  # stands for the first parameter while the SQL is made; no row has such an id


class Prepared:
    """A queryset of whole rows, or of one column (values_list, flat), whose parameters are ids."""

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"]) -> None:
        self.build = build
        self.made: dict[str, tuple[str, list[Any], Any, list[str] | None, Any]] = {}

    def rows(self, *ids: int) -> list[Any]:
        """The rows (or the values) for these ids."""
        if connection.vendor not in self.made:
            self.made[connection.vendor] = self._make()
        sql, params, converters, names, compiler = self.made[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, [ids[p - MARK] if isinstance(p, int) and p >= MARK else p for p in params])
            found = cursor.fetchall()
        if converters:
            found = [tuple(self._converted(row, converters)) for row in found]
        if names is None:
            return [row[0] for row in found]
        return [compiler.query.model.from_db(connection.alias, names, row) for row in found]

    @staticmethod
    def _converted(row: Any, converters: dict[int, Any]) -> list[Any]:
        values = list(row)
        for position, (convs, expression) in converters.items():
            for convert in convs:
                values[position] = convert(values[position], expression, connection)
        return values

    def _make(self) -> tuple[str, list[Any], Any, list[str] | None, Any]:
        marks = [MARK + n for n in range(len(signature(self.build).parameters))]
        compiler = self.build(*marks).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select]
        names = [column.target.attname for column in columns] if compiler.query.default_cols else None
        return sql, list(params), compiler.get_converters(columns), names, compiler
