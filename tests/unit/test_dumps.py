"""Dumps of a few quads: what is in which file, its digest, and what was counted."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyoxigraph as ox

from accordgraph.dumps import DUMPS, SUMS, listed, write
from accordgraph.namespaces import GRAPHS, PREFIXES

RDF = PREFIXES["rdf"]


def quad(subject: str, graph: str, *, value: str = '"a . b"@en', predicate: str = "urn:p") -> str:
    return f"<urn:{subject}> <{predicate}> {value} <{GRAPHS[graph]}> .\n"


QUADS = [
    quad("b", "facts"),
    quad("b", "inferred"),
    quad("a", "ontology", value="_:x"),
    quad("a", "ontology", value="<urn:Kind>", predicate=f"{RDF}type"),
    quad("c", "pending"),
    quad("d", "rejected"),
]


def subjects(path: Path, form: ox.RdfFormat) -> list[str]:
    return [each.subject.value for each in ox.parse(path=str(path), format=form)]  # type: ignore[union-attr]


def test_what_is_served_once_and_every_graph_by_its_name(tmp_path: Path) -> None:
    counts = write("".join(QUADS).encode(), tmp_path / "dumps")
    assert counts == {"triples": 3, "distinctSubjects": 2, "properties": 2, "classes": 1}
    for name, (_, form) in DUMPS.items():
        found = subjects(tmp_path / "dumps" / name, form)
        whole = form == ox.RdfFormat.N_QUADS
        assert sorted(found) == [f"urn:{each}" for each in ("aabbcd" if whole else "aab")]


def test_the_same_quads_in_another_order_give_the_same_bytes(tmp_path: Path) -> None:
    for folder, quads in (("one", QUADS), ("other", [*reversed(QUADS), QUADS[0]])):
        write("".join(quads).encode(), tmp_path / folder)
    for name in (*DUMPS, SUMS):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes(), name


def test_files_are_listed_with_their_sizes_and_digests(tmp_path: Path) -> None:
    write("".join(QUADS).encode(), tmp_path / "dumps")
    found = listed(tmp_path / "dumps")
    assert [each.name for each in found] == list(DUMPS)
    for each in found:
        body = (tmp_path / "dumps" / each.name).read_bytes()
        assert (each.size, each.sha256) == (len(body), hashlib.sha256(body).hexdigest())
        assert each.media_type == DUMPS[each.name][0]
