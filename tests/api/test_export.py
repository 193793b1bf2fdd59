"""One folder for everybody: dumps that parse, tables with their dictionary, a description that counts."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from accordgraph.dumps import DUMPS
from accordgraph.export import export
from accordgraph.service import AccordGraph
from accordgraph.tables import columns, flat, schema, write_csv

VOID = "http://rdfs.org/ns/void#"


@pytest.fixture(scope="module")
def folder(graph: AccordGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("export")
    export(graph, place)
    return place


def test_the_dumps_hold_the_same_triples(folder: Path, graph: AccordGraph) -> None:
    ttl, jsonld = (
        {(q.subject, q.predicate, q.object) for q in ox.parse(path=str(folder / name), format=DUMPS[name][1])}
        for name in ("accordgraph.ttl", "accordgraph.jsonld")
    )
    assert ttl == jsonld != set()
    quads = set(ox.parse(path=str(folder / "accordgraph.nq"), format=ox.RdfFormat.N_QUADS))
    assert len(quads) == len(set(graph.store))
    assert ttl <= {(q.subject, q.predicate, q.object) for q in quads}


def test_tables_match_their_dictionary(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    names = {each["name"] for each in package["resources"]}
    assert {"memberships", "bodies", "accords", "rules", "equivalences", "sources"} <= names
    for table in package["resources"]:
        with (folder / table["path"]).open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            rows = list(reader)
        fields = table["schema"]["fields"]
        assert reader.fieldnames == [field["name"] for field in fields], table["name"]
        bare = [f["name"] for f in fields if not (f.get("description") and f.get("description_zh"))]
        assert not bare, table["name"]
        assert len({row["id"] for row in rows}) == len(rows) > 0
        if table["name"] in {"memberships", "rules"}:
            assert all(row["sources"] for row in rows)


def test_the_description_counts_and_names_every_file(folder: Path) -> None:
    told = ox.Store()
    told.bulk_load(path=str(folder / "void.ttl"), format=ox.RdfFormat.TURTLE)
    (count,) = [
        q.object.value  # type: ignore[union-attr]
        for q in told.quads_for_pattern(
            ox.NamedNode("https://w3id.org/accordgraph/dataset"), ox.NamedNode(f"{VOID}triples"), None
        )
    ]
    triples = {
        (q.subject, q.predicate, q.object)
        for q in ox.parse(path=str(folder / "accordgraph.ttl"), format=ox.RdfFormat.TURTLE)
    }
    assert int(count) == len(triples)
    titles = told.query(
        "SELECT ?t { ?f a <http://www.w3.org/ns/dcat#Distribution> ; <http://purl.org/dc/terms/title> ?t }"
    )
    named = {solution["t"].value for solution in titles}  # type: ignore[union-attr, index]
    assert named == {p.relative_to(folder).as_posix() for p in folder.rglob("*.*")} - {"void.ttl"}


def test_the_same_snapshot_gives_the_same_bytes(folder: Path, graph: AccordGraph, tmp_path: Path) -> None:
    for path in export(graph, tmp_path):
        name = path.relative_to(tmp_path)
        assert path.read_bytes() == (folder / name).read_bytes(), name


def test_a_line_is_flat() -> None:
    record: dict[str, Any] = {
        "id": "m",
        "label": {"en": "M", "zh": "甲"},
        "party": [{"id": "body/a", "label": {}}, {"id": "body/b", "label": {}}],
        "confirmed": True,
        "since": "2020-01-01",
        "evidence": [{"source": "source/s", "certainty": "indirect"}],
    }
    line = flat(record)
    assert line["party"] == "a; b" and line["sources"] == "s" and line["certainty"] == "indirect"
    names = columns([line])
    assert names[:3] == ["id", "label_en", "label_zh"] and names[-1] == "sources"
    kinds = {f["name"]: f["type"] for f in schema([line], names, {})["fields"]}
    assert (kinds["confirmed"], kinds["since"], kinds["party"]) == ("boolean", "date", "string")
    assert write_csv([line], names).startswith(
        "id,label_en,label_zh,confirmed,party,since,certainty,sources\r\n"
    )
