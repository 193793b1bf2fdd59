"""Who imports whom: downwards only, without circles, and each library where it belongs.

Imports inside functions and under TYPE_CHECKING count, and so does ``import_module("accordgraph.…")``.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import pytest

PACKAGE = "accordgraph"
LINES = 400

LEVELS = (
    ("", "errors", "namespaces"),  # "" is accordgraph/__init__.py
    ("settings", "dumps", "findings", "sizes", "tables"),
    ("pathways", "turtle", "stored_queries", "sparql"),
    ("names", "compile", "constraints", "networks", "references", "reasoning", "stored_files", "terms_words"),
    ("evidence",),
    ("validation", "records", "answers", "questions", "terms"),
    ("content", "layouts", "measures", "scenarios"),
    (
        "snapshot",
        "telling",
        "timeline",
        "gaps",
        "registrations",
        "sentences",
        "opened",
        "folding",
        "removals",
    ),
    (
        "behind",
        "beside",
        "descriptions",
        "executables",
        "explained",
        "glossary",
        "listings",
        "receipts",
        "terms_guide",
    ),
    ("admissions", "cohorts", "comparisons"),
    ("accessions", "matrices"),
    ("service", "documentation", "cohort_dask", "cohort_files"),
    ("cohort_runs", "pictures", "export", "differences", "curation", "publishing", "side_by_side"),
    ("cli_base",),
    (
        "web",
        "cli_accessions",
        "cli_cohorts",
        "cli_data",
        "cli_matrix",
        "cli_publish",
        "cli_receipts",
        "cli_scenarios",
    ),
    ("cli",),
)
LEVEL = {unit: level for level, units in enumerate(LEVELS) for unit in units}
NOWHERE = len(LEVELS)

SIDEWAYS: dict[tuple[str, str], str] = {}
"""Imports between units of one level, each with its reason."""

ONLY_IN = {
    "fastapi": {"web"},
    "starlette": {"web"},
    "uvicorn": {"web", "cli"},
    "typer": {
        "cli",
        "cli_base",
        "cli_accessions",
        "cli_cohorts",
        "cli_data",
        "cli_matrix",
        "cli_publish",
        "cli_receipts",
        "cli_scenarios",
    },
    "httpx2": {"sparql"},
    "distributed": {"cohort_dask"},
    "pyarrow": {"cohort_files"},
    "networkx": {"layouts", "measures", "networks", "pictures"},
    "rdflib": {
        "curation",
        "turtle",
        "validation",
        "references",
        "constraints",
        "descriptions",
        "glossary",
        "reasoning",
        "content",
        "scenarios",
        "sparql",
        "terms",
        "terms_guide",
    },
    "pyoxigraph": {
        "dumps",
        "behind",
        "descriptions",
        "differences",
        "executables",
        "export",
        "glossary",
        "compile",
        "constraints",
        "reasoning",
        "publishing",
        "records",
        "scenarios",
        "snapshot",
        "sparql",
        "stored_files",
        "stored_queries",
        "turtle",
        "validation",
    },
}
"""Libraries that decide about a whole layer, and the units that may import them."""


@dataclass(frozen=True)
class Import:
    """One import: the module that holds it, its line, and what it names."""

    module: str
    line: int
    target: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


def module_name(src: Path, path: Path) -> str:
    parts = path.relative_to(src).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules(src: Path) -> dict[str, Path]:
    return {module_name(src, path): path for path in sorted((src / PACKAGE).rglob("*.py"))}


def imports(src: Path) -> list[Import]:
    known = modules(src)
    return [
        Import(name, line, target)
        for name, path in known.items()
        for line, target in _imports_of(ast.parse(path.read_text("utf-8")), name, path, known)
    ]


def _imports_of(tree: ast.AST, name: str, path: Path, known: Iterable[str]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, name, path)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield node.lineno, inner if inner in known else base
        elif isinstance(node, ast.Call) and (target := _by_text(node)):
            yield node.lineno, target


def _base(node: ast.ImportFrom, name: str, path: Path) -> str:
    if not node.level:
        return node.module or ""
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    return ".".join(package[: len(package) - node.level + 1] + ([node.module] if node.module else []))


def _by_text(node: ast.Call) -> str | None:
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
    first = node.args[0] if node.args else None
    if called in ("import_module", "__import__") and isinstance(first, ast.Constant):
        return str(first.value)
    return None


def unit(module: str) -> str:
    """The part of the package that a module belongs to: ``web`` for ``accordgraph.web.app``."""
    return [*module.split("."), ""][1]


def own(found: Iterable[Import]) -> list[Import]:
    return [each for each in found if each.target.split(".")[0] == PACKAGE]


def wrong_way(found: Iterable[Import]) -> list[str]:
    """Imports that point upwards, or sideways without a reason."""
    return [
        str(each)
        for each in own(found)
        for a, b in [(unit(each.module), unit(each.target))]
        if a != b and (a, b) not in SIDEWAYS and LEVEL.get(b, NOWHERE) >= LEVEL.get(a, NOWHERE)
    ]


def circles(found: Iterable[Import]) -> list[list[str]]:
    """Groups of modules that import each other."""
    graph = nx.DiGraph((each.module, each.target) for each in own(found))
    rings = [sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 1]
    return sorted(rings + [[node] for node in nx.nodes_with_selfloops(graph)])


def misplaced(found: Iterable[Import]) -> list[str]:
    """Imports of a library outside its units."""
    return [
        str(each)
        for each in found
        if unit(each.module) not in ONLY_IN.get(each.target.split(".")[0], {unit(each.module)})
    ]


def impure(found: Iterable[Import]) -> list[str]:
    """Imports of ``pathways`` beyond the standard library, columns of numbers, ``errors`` and itself."""
    return [
        str(each)
        for each in found
        if unit(each.module) == "pathways"
        and each.target.split(".")[0] not in {*sys.stdlib_module_names, "numpy"}
        and not f"{each.target}.".startswith((f"{PACKAGE}.errors.", f"{PACKAGE}.pathways."))
    ]


def too_long(src: Path) -> list[str]:
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in modules(src).items()}
    return [f"{name} has {length} lines" for name, length in lengths.items() if length > LINES]


@pytest.fixture(scope="module")
def src(root: Path) -> Path:
    return root / "src"


@pytest.fixture(scope="module")
def real(src: Path) -> list[Import]:
    return imports(src)


def test_every_module_has_a_level(src: Path) -> None:
    units = {unit(module) for module in modules(src)}
    assert units <= set(LEVEL), f"give these a level in LEVELS: {sorted(units - set(LEVEL))}"
    assert set(LEVEL) <= units, f"these are gone, remove them from LEVELS: {sorted(set(LEVEL) - units)}"


def test_imports_point_downwards(real: list[Import]) -> None:
    assert not wrong_way(real)


def test_sideways_imports_are_used(real: list[Import]) -> None:
    assert set(SIDEWAYS) <= {(unit(each.module), unit(each.target)) for each in own(real)}


def test_no_circles(real: list[Import]) -> None:
    assert not circles(real)


def test_libraries_are_in_their_place(real: list[Import]) -> None:
    assert not misplaced(real)


def test_pathways_are_pure(real: list[Import]) -> None:
    assert not impure(real)


def test_modules_are_short(src: Path) -> None:
    assert not too_long(src)


def plant(folder: Path, **texts: str) -> list[Import]:
    """A small package of the given modules (``web__app`` is ``web/app.py``), and its imports."""
    for name, text in texts.items():
        path = folder / PACKAGE / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return imports(folder)


@pytest.mark.parametrize(
    "text",
    [
        "from accordgraph.service import AccordGraph\n",
        "from accordgraph import service\n",
        "import accordgraph.service\n",
        "from .service import AccordGraph\n",
        "def late():\n    import accordgraph.service\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from accordgraph import service\n",
        'from importlib import import_module\nimport_module("accordgraph.service")\n',
    ],
)
def test_an_upward_import_is_found(tmp_path: Path, text: str) -> None:
    found = plant(tmp_path, service="", turtle=text)
    assert [line.split(":")[0] for line in wrong_way(found)] == ["accordgraph.turtle"]


def test_a_sideways_import_is_found(tmp_path: Path) -> None:
    found = plant(tmp_path, turtle="import accordgraph.pathways.model\n", cli="import accordgraph.web\n")
    assert wrong_way(found) == ["accordgraph.turtle:1 imports accordgraph.pathways.model"]


def test_a_circle_is_found(tmp_path: Path) -> None:
    found = plant(
        tmp_path,
        web__app="import accordgraph.web.site\n",
        web__site="def late():\n    from accordgraph.web import pages\n",
        web__pages="from accordgraph.web.app import x\n",
        errors="import accordgraph.errors\n",
    )
    assert circles(found) == [
        ["accordgraph.errors"],
        ["accordgraph.web.app", "accordgraph.web.pages", "accordgraph.web.site"],
    ]


def test_a_misplaced_library_is_found(tmp_path: Path) -> None:
    found = plant(tmp_path, service="import starlette.types\n", web__app="import fastapi\n")
    assert misplaced(found) == ["accordgraph.service:1 imports starlette.types"]


@pytest.mark.parametrize("target", ["pyoxigraph", "accordgraph.namespaces", "accordgraph.errors_of_others"])
def test_an_impure_pathway_is_found(tmp_path: Path, target: str) -> None:
    texts = {"pathways__search": f"import datetime, accordgraph.errors\nimport {target}\n"}
    assert impure(plant(tmp_path, **texts)) == [f"accordgraph.pathways.search:2 imports {target}"]


def test_a_long_module_is_found(tmp_path: Path) -> None:
    plant(tmp_path, errors="\n" * LINES, names="\n" * (LINES + 1))
    assert too_long(tmp_path) == [f"accordgraph.names has {LINES + 1} lines"]
