"""Builds that are killed or run out of room, and snapshots that are damaged: no fact is lost."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from accordgraph.errors import NoSnapshot, QueryFailed
from accordgraph.service import AccordGraph
from accordgraph.settings import Settings
from accordgraph.snapshot import Content, build, current, opened
from accordgraph.sparql.messages import SparqlRequest
from accordgraph.sparql.pool import WorkerPool

BUILD = (
    "import sys; from pathlib import Path; from accordgraph.snapshot import Content, build\n"
    "print('ready', flush=True)\n"
    "build(Content.under(Path(sys.argv[1])), Path(sys.argv[1]) / 'home', check=False)"
)
ALL = SparqlRequest("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", table="csv")


@pytest.fixture(scope="module")
def served(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root with the real ontology and queries, a fictional world, and its snapshot."""
    place = tmp_path_factory.mktemp("served")
    for name in ("ontology", "queries"):
        (place / name).symlink_to(root / name)
    shutil.copytree(root / "tests/worlds/fiction", place / "data")
    build(Content.under(place), place / "home", check=False)
    return place


@pytest.fixture
def place(served: Path, tmp_path: Path) -> Path:
    """The same, to be damaged."""
    return shutil.copytree(served, tmp_path / "place", symlinks=True)


def change(place: Path, word: str) -> None:
    """Other content, so that a snapshot of it has another digest."""
    (place / "data" / "added.ttl").write_text(f"# {word}\n", encoding="utf-8")


def building(place: Path, limit: int | None = None) -> subprocess.Popen[str]:
    """A build in another process, which may write no file above a limit."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    process = subprocess.Popen(
        [sys.executable, "-c", BUILD, str(place)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=limited,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def assert_whole(place: Path, expected: int) -> None:
    """The snapshot of the moment opens, and holds every fact."""
    found = current(place / "home")
    store = found.open_store()
    assert len(store) == sum(found.manifest.triples.values()) == expected
    assert found.rows() == opened(found.path).rows()
    assert found.rows(pending=True)
    assert found.scenarios() is not None


@pytest.mark.soak
def test_a_build_killed_at_any_moment_loses_no_fact(place: Path, effort: Callable[[int, int], int]) -> None:
    expected = sum(current(place / "home").manifest.triples.values())
    started = time.monotonic()
    change(place, "first")
    process = building(place)
    process.communicate()
    assert process.returncode == 0
    whole = time.monotonic() - started
    moments = random.Random(7)  # noqa: S311 (nothing secret)
    for number in range(effort(4, 100)):
        if number % 3:  # every third build is of the content that is served already
            change(place, str(number))
        process = building(place)
        time.sleep(moments.uniform(0, whole))
        process.kill()
        process.communicate()
        assert_whole(place, expected)
    change(place, "last")
    build(Content.under(place), place / "home", check=False)
    assert_whole(place, expected)
    assert not list((place / "home" / "snapshots").glob(".building-*"))
    assert len(list((place / "home" / "snapshots").iterdir())) == 2


@pytest.mark.parametrize("kilobytes", [0, 20, 200, 400])
def test_a_build_without_room_leaves_the_last_one(place: Path, kilobytes: int) -> None:
    before = current(place / "home")
    change(place, "more")
    process = building(place, kilobytes * 1024)
    _, told = process.communicate()
    assert process.returncode == 1
    assert "OSError" in told
    assert current(place / "home") == before
    assert_whole(place, sum(before.manifest.triples.values()))
    build(Content.under(place), place / "home", check=False)
    assert current(place / "home") != before


def test_the_last_one_is_served_where_no_other_can_be_written(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = current(place / "home")
    change(place, "more")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("accordgraph.service.build", full)
    said: list[str] = []
    graph = AccordGraph.open(Settings(root=place, home=place / "home"), say=said.append)
    assert graph.snapshot == before
    assert "serving the last good snapshot" in said[0]
    assert "No space left" in said[0]


def files(place: Path) -> list[Path]:
    """The files of the snapshot that is served, but the one that says when it was last compared."""
    found = (each for each in current(place / "home").path.rglob("*") if each.is_file())
    return [each for each in sorted(found) if each.name not in ("seen", "LOG", "LOCK")]


@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_a_snapshot_with_a_damaged_file_is_made_again(
    place: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = place / "home"
    healthy = home / "healthy"
    shutil.copytree(current(home).path, healthy)
    for number, path in enumerate(files(place)):
        content = path.read_bytes()
        if damage == "gone":
            path.unlink()
        elif content:
            path.write_bytes(content[: len(content) // 2])
        else:
            continue
        with pytest.raises(NoSnapshot) as told:
            current(home)
        assert "accordgraph build" in str(told.value.hint)
        path.write_bytes(content)
        assert current(home), number
    files(place)[-1].unlink()
    made: list[Path] = []

    def again(_: Content, folder: Path, **__: object) -> object:
        made.append(folder)
        return opened(healthy)

    monkeypatch.setattr("accordgraph.service.build", again)
    assert AccordGraph.open(Settings(root=place, home=home)).snapshot.path == healthy
    assert made == [home]


def test_a_pointer_to_nowhere_is_told(place: Path) -> None:
    for text in ("", "nowhere", "\x00", "../../etc"):
        (place / "home" / "current").write_text(text, encoding="utf-8")
        with pytest.raises(NoSnapshot):
            current(place / "home")
    (place / "home" / "current").write_bytes(b"\xff\xfe")
    with pytest.raises(NoSnapshot):
        current(place / "home")


def test_bytes_changed_inside_the_store_are_told_and_never_answered(place: Path) -> None:
    snapshot = current(place / "home")
    with WorkerPool(snapshot.store, workers=1, seconds=60) as pool:
        expected = pool.run_sync(ALL).body
    changed = 0
    for path in sorted(snapshot.store.glob("*.sst")):
        content = bytearray(path.read_bytes())
        for place_in_it in range(100, len(content), max(1, len(content) // 50)):
            content[place_in_it] ^= 0xFF
        path.write_bytes(content)
        changed += 1
    assert changed
    with WorkerPool(snapshot.store, workers=1, seconds=60) as pool, contextlib.suppress(QueryFailed):
        assert pool.run_sync(ALL).body == expected


def test_a_killed_build_frees_the_lock(place: Path) -> None:
    change(place, "more")
    process = building(place)
    time.sleep(0.3)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    build(Content.under(place), place / "home", check=False)
