"""The tables of measurements name the rows that the benchmarks print."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from names import BESIDE, BROWSER, ENDPOINT, GROWTH, PAIRS, REAL, SIZES

FOLDER = Path(__file__).parents[1] / "benchmarks"
Table = list[list[str]]


def tables(text: str) -> list[Table]:
    """The tables of a guide, each as its rows of cells, the one of the header first."""
    found: list[Table] = []
    inside = False
    for line in text.splitlines():
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not inside:
                found.append([])
            if not all(re.fullmatch("-+", cell) for cell in cells):
                found[-1].append(cells)
        inside = line.startswith("|")
    return found


def under(text: str, section: str) -> Table:
    """The first table under a heading, its header first."""
    _, _, below = text.partition(f"\n## {section}\n")
    return tables(below)[0]


@pytest.fixture
def guide() -> str:
    return (FOLDER / "README.md").read_text(encoding="utf-8")


def faults(text: str) -> list[str]:
    """What the tables name otherwise than the benchmarks do."""
    grows, beside = (
        under(text, "How time and memory grow"),
        under(text, "All pairs, beside a search from each source"),
    )
    sizes = [f"{size:,}" for size in SIZES]
    columns = [f"{name}: {size}" if size is sizes[0] else size for name in BESIDE for size in sizes]
    right = {
        "growth": [row[0] for row in grows[1:]] == list(GROWTH),
        "goals": [row[0] for row in beside[1:]] == list(PAIRS),
        "sizes": grows[0][1:] == sizes,
        "beside": beside[0][1:] == columns,
        "graph": [row[0] for row in under(text, "The graph itself")[1:]] == list(REAL),
        "endpoint": [row[0] for row in under(text, "The SPARQL endpoint beside its peers")[1:]]
        == list(ENDPOINT),
        "browser": [row[0] for row in under(text, "Pages in a browser")[1:]] == list(BROWSER),
    }
    return [name for name, agrees in right.items() if not agrees]


def test_the_tables_name_the_rows_that_are_printed(guide: str) -> None:
    assert not faults(guide)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("| read and compile |", "| reading |", "growth"),
        ("| licence |", "| licences |", "goals"),
        ("| what | 300 |", "| what | 400 |", "sizes"),
        ("networkx: 300", "graph: 300", "beside"),
        ("| one question, median |", "| a question |", "graph"),
        ("| cheap queries refused meanwhile |", "| cheap queries refused |", "endpoint"),
        ("| sliding through the network,", "| sliding,", "browser"),
    ],
)
def test_a_table_that_names_another_row_is_found(guide: str, old: str, new: str, fault: str) -> None:
    assert old in guide and faults(guide.replace(old, new)) == [fault]


@pytest.mark.parametrize("program", ["scale.py", "cohorts.py", "real_graph.py", "endpoint.py", "browser.py"])
def test_programs_take_the_names_from_one_list(program: str) -> None:
    tree = ast.parse((FOLDER / program).read_text(encoding="utf-8"))
    written = [each.value for each in ast.walk(tree) if isinstance(each, ast.Constant)]
    printed = [text for text in written if isinstance(text, str)][1:]  # the first is what the file is about
    assert any(isinstance(node, ast.ImportFrom) and node.module == "names" for node in ast.walk(tree))
    rows = (*GROWTH[1:], *REAL, *ENDPOINT, *BROWSER)
    assert not [name for name in rows for text in printed if name in text]
