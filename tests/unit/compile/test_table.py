"""Rows as a snapshot keeps them are the rows they were made of."""

from __future__ import annotations

import json

import pytest

from accordgraph.compile.table import Table, packed, read

ROWS = [{"a": "x", "b": None}, {"a": "y", "b": True}]


def test_rows_come_back_as_they_were() -> None:
    back = read(json.dumps(packed({"some": ROWS, "none": []})))
    assert {name: list(table) for name, table in back.items()} == {"some": ROWS, "none": []}
    assert packed(back) == packed({"some": ROWS, "none": []})


def test_a_table_is_a_sequence_of_rows() -> None:
    table = Table.of(ROWS)
    assert (len(table), table[1], table[:1], list(reversed(table))) == (2, ROWS[1], ROWS[:1], ROWS[::-1])
    assert ROWS[0] in table
    assert table == Table.of(ROWS) != Table.of(ROWS[:1])


def test_values_that_do_not_fit_the_columns_are_no_row() -> None:
    with pytest.raises(ValueError, match="longer"):
        list(Table(("a",), [["x", "y"]]))
