from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from accordgraph.errors import BadValue
from accordgraph.sparql.files import DataFile, load

TRIPLE = "<http://e/s> <http://e/p> <http://e/o> ."
FORMATS = {
    "ttl": TRIPLE,
    "nt": TRIPLE,
    "nq": TRIPLE,
    "trig": TRIPLE,
    "rdf": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    '<r:Description r:about="http://e/s"><e:p r:resource="http://e/o"/></r:Description></r:RDF>',
    "jsonld": '{"@id": "http://e/s", "http://e/p": {"@id": "http://e/o"}}',
}
FORMATS |= {"owl": FORMATS["rdf"], "xml": FORMATS["rdf"], "json": FORMATS["jsonld"], "TTL": TRIPLE}


def written(folder: Path, name: str, text: str = TRIPLE) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def quads(folder: Path) -> set[tuple[str, str]]:
    """Subject and graph of each statement; the default graph is the empty text."""
    store = ox.Store.read_only(str(folder / "store"))
    return {(q.subject.value, getattr(q.graph_name, "value", "")) for q in store}  # type: ignore[union-attr]


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_read_into_the_default_graph(tmp_path: Path, suffix: str) -> None:
    loaded = load([DataFile(written(tmp_path, f"a.{suffix}", FORMATS[suffix]))], tmp_path / "store")
    assert quads(tmp_path) == {("http://e/s", "")}
    assert loaded.dataset.graphs == {}


def test_a_file_goes_to_the_graph_before_it(tmp_path: Path) -> None:
    path = written(tmp_path, "a.ttl", "<> a <#x> .")
    odd = written(tmp_path, "a=b.ttl")
    files = [DataFile.read(text) for text in (f"http://g/?a=b={path}", str(path), str(odd))]
    assert files == [DataFile(path, "http://g/?a=b"), DataFile(path), DataFile(odd)]
    loaded = load(files, tmp_path / "store")
    assert loaded.dataset.graphs == {"http://g/?a=b": "http://g/?a=b"}
    assert loaded.dataset.union is None
    assert quads(tmp_path) == {("http://g/?a=b", "http://g/?a=b"), ("file:///a.ttl", ""), ("http://e/s", "")}


def test_graphs_that_a_file_names_itself_are_known(tmp_path: Path) -> None:
    path = written(tmp_path, "a.trig", f"<http://g/> {{ {TRIPLE} }}")
    assert load([DataFile(path)], tmp_path / "store").dataset.graphs == {"http://g/": "http://g/"}


def test_blank_nodes_of_two_files_are_two(tmp_path: Path) -> None:
    files = [DataFile(written(tmp_path, name, "_:x <http://e/p> 1 .")) for name in ("a.ttl", "b.ttl")]
    load(files, tmp_path / "store")
    assert len(quads(tmp_path)) == 2


def test_the_digest_and_the_time_are_those_of_the_files(tmp_path: Path) -> None:
    path = written(tmp_path, "a.ttl")
    found = [load([DataFile(path)], tmp_path / "one"), load([DataFile(path)], tmp_path / "two")]
    assert found[0] == found[1]
    assert found[0].modified == datetime.fromtimestamp(path.stat().st_mtime, UTC)
    assert load([DataFile(path, "http://g/")], tmp_path / "three").digest != found[0].digest
    written(tmp_path, "a.ttl", TRIPLE * 2)
    assert load([DataFile(path)], tmp_path / "four").digest != found[0].digest


@pytest.mark.parametrize(
    ("name", "text", "match"),
    [
        ("a.ttl", "<http://e/s> <http://e/p>", "cannot be read"),
        ("a.ttl", "\x00", "cannot be read"),
        ("a.jsonld", "{", "cannot be read"),
        ("a.docx", TRIPLE, "format"),
        ("a", TRIPLE, "format"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, text: str, match: str) -> None:
    path = written(tmp_path, name, text)
    with pytest.raises(BadValue, match=match) as told:
        load([DataFile(path)], tmp_path / "store")
    assert told.value.given == str(path)


def test_what_is_no_file_or_no_iri_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "a.ttl")
    for text in ("none.ttl", f"http://g/={path}x", str(tmp_path), ""):
        with pytest.raises(BadValue, match="no such file"):
            DataFile.read(text)
    for iri in ("graph", "http://a b", ""):
        with pytest.raises(BadValue, match="not an IRI"):
            DataFile.read(f"{iri}={path}")


def test_a_file_with_graphs_of_its_own_takes_no_iri(tmp_path: Path) -> None:
    path = written(tmp_path, "a.nq")
    with pytest.raises(BadValue, match="takes no IRI"):
        load([DataFile(path, "http://g/")], tmp_path / "store")
