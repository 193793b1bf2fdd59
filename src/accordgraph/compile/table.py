"""Rows as a snapshot keeps them: the names of the columns once, then the values.

>>> table = Table.of([{"a": 1, "b": "x"}, {"a": 2, "b": None}])
>>> table.columns, table.values, table[1]
(('a', 'b'), [[1, 'x'], [2, None]], {'a': 2, 'b': None})

A row is made when it is looked at, so a table of half a million costs little more than its values.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, overload

from accordgraph.stored_queries import Row

Rows = Mapping[str, Sequence[Row]]
"""The rows of stored queries, by the query's name."""


class Table(Sequence[Row]):
    """Rows of one query."""

    def __init__(self, columns: Iterable[str], values: list[list[Any]]) -> None:
        self.columns, self.values = tuple(columns), values

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Table:
        """A table of rows that all have the same columns."""
        if isinstance(rows, Table):
            return rows
        columns = tuple(rows[0]) if rows else ()
        return cls(columns, [[row[name] for name in columns] for row in rows])

    def row(self, values: list[Any]) -> Row:
        """Values of this table as a row."""
        return dict(zip(self.columns, values, strict=True))

    def __eq__(self, other: object) -> bool:
        """Whether another table has the same columns and values."""
        if not isinstance(other, Table):
            return NotImplemented
        return (self.columns, self.values) == (other.columns, other.values)

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.values)

    def __iter__(self) -> Iterator[Row]:
        """The rows, each made anew."""
        return map(self.row, self.values)

    def __reversed__(self) -> Iterator[Row]:
        """The rows from the last on, each made anew."""
        return map(self.row, reversed(self.values))

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        """One row, or several."""
        if isinstance(index, slice):
            return [self.row(values) for values in self.values[index]]
        return self.row(self.values[index])


def packed(rows: Rows) -> dict[str, Any]:
    """Rows as plain values for a file of JSON."""
    tables = {name: Table.of(found) for name, found in rows.items()}
    return {name: {"columns": table.columns, "values": table.values} for name, table in tables.items()}


def read(text: bytes | str) -> dict[str, Table]:
    """The rows that a file of `packed` ones holds."""
    return {name: Table(told["columns"], told["values"]) for name, told in json.loads(text).items()}
