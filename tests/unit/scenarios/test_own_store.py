"""A store of one's own: what the other holds, to be written to, at the cost of no copy."""

from __future__ import annotations

import os
from pathlib import Path

import pyoxigraph as ox
import pytest

from accordgraph.scenarios.own_store import OwnStore

ONE, OTHER = (ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal(text)) for text in "12")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = ox.Store(str(tmp_path / "store"))
    store.bulk_extend([ONE])
    store.flush()
    store.optimize()
    return tmp_path / "store"


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_what_is_written_to_it_is_in_it_alone(folder: Path) -> None:
    before, served = files(folder), ox.Store.read_only(str(folder))
    own = OwnStore(folder)
    own.store.add(OTHER)
    own.store.remove(ONE)
    own.store.flush()
    own.store.optimize()
    assert (set(own.store), set(served)) == ({OTHER}, {ONE})
    assert files(folder) == before


def test_large_files_are_shared(folder: Path) -> None:
    own = OwnStore(folder)
    large = [file for file in folder.iterdir() if file.suffix == ".sst"]
    assert large and all(file.samefile(own.folder / file.name) for file in large)


def test_where_no_file_can_be_shared_all_are_copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", link)
    assert set(OwnStore(folder).store) == {ONE}


def test_its_folder_goes_with_it(folder: Path) -> None:
    own = OwnStore(folder)
    place = own.folder
    assert place.is_dir()
    del own
    assert not place.exists()
