"""Files in a store: what stands where, each triple once."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordgraph.errors import BadTurtle
from accordgraph.stored_files import StoredFiles

BODY = "https://w3id.org/accordgraph/id/body/"
HEAD = f"PREFIX ag: <https://w3id.org/accordgraph/ns#>\nPREFIX body: <{BODY}>\n"
COUNT = f"SELECT (COUNT(?o) AS ?n) WHERE {{ <{BODY}a> <https://w3id.org/accordgraph/ns#rank> ?o }}"


def written(folder: Path, **files: str) -> list[Path]:
    for name, text in files.items():
        (folder / f"{name}.ttl").write_text(HEAD + text, "utf-8")
    return [folder / f"{name}.ttl" for name in files]


def counted(stored: StoredFiles) -> int:
    (row,) = stored.store.query(COUNT, use_default_graph_as_union=True)  # type: ignore[misc]
    return int(row["n"].value)


def test_a_triple_of_two_files_counts_once_and_both_are_told(tmp_path: Path) -> None:
    paths = written(tmp_path, b="body:a ag:rank 1 , 2 .", a="body:a ag:rank 1 . body:b ag:rank 1 .")
    stored = StoredFiles(tmp_path, paths)
    assert counted(stored) == 2
    assert dict(stored) == {f"{BODY}a": ("a.ttl", "b.ttl"), f"{BODY}b": ("a.ttl",)}


def test_what_is_apart_is_told_and_held_when_it_is_asked_for(tmp_path: Path) -> None:
    served, apart = written(tmp_path, served="body:a ag:rank 1 .", apart="body:a ag:rank 1 , 2 .")
    stored = StoredFiles(tmp_path, [served], [apart])
    assert (counted(stored), stored[f"{BODY}a"]) == (1, ("apart.ttl", "served.ttl"))
    stored.join()
    assert (counted(stored), stored[f"{BODY}a"]) == (2, ("apart.ttl", "served.ttl"))


@pytest.mark.parametrize("subject", [f"{BODY}c", "f0abc"])
def test_what_no_file_speaks_of(subject: str, tmp_path: Path) -> None:
    stored = StoredFiles(tmp_path, written(tmp_path, a="body:a ag:isIn [ ag:rank 1 ] ."))
    assert subject not in stored
    assert list(stored) == [f"{BODY}a"]


def test_a_faulty_file_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadTurtle, match=r"a\.ttl, line 3"):
        StoredFiles(tmp_path, written(tmp_path, a="body:a ag:rank ."))
    with pytest.raises(BadTurtle, match=r"none\.ttl cannot be read"):
        StoredFiles(tmp_path, [tmp_path / "none.ttl"])
