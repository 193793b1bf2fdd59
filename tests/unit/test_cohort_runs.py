"""A cohort in parts says the same wherever it is answered, also when a worker is lost on the way."""

from __future__ import annotations

import sys
import tracemalloc
from array import array
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from accordgraph import cohort_runs
from accordgraph.cohort_files import COLUMNS, Table, writer
from accordgraph.cohort_runs import parts, run, workers
from accordgraph.cohorts import Done, Job, Row, read_job
from accordgraph.errors import MissingExtra
from accordgraph.pathways import cohorts

TODAY = date(2026, 1, 1)


@pytest.fixture
def job(fiction_view: Any) -> Job:
    targets = [place.slug for place in fiction_view.world.jurisdictions.values()]
    return read_job(fiction_view.reader, {"goal": "competence", "targets": targets}, today=TODAY)


@pytest.fixture
def rows(fiction_view: Any) -> list[Row]:
    homes = [place.slug for place in fiction_view.world.jurisdictions.values()]
    return [
        (n, {"id": str(n), "home": homes[n % len(homes)], "post_grad_years": str(n % 12), "ethics": "true"})
        for n in range(600)
    ]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cohort_runs, "PAIRS", 100)


def answered(found: Iterator[Any]) -> list[Any]:
    """Everything that was told, person by person."""
    told = []
    for done in found:
        picks = [done.told[pick] for pick in done.picks]
        size = len(picks) // max(1, len(done.people))
        told += [(person, picks[n * size : (n + 1) * size]) for n, person in enumerate(done.people)]
    return told


@pytest.fixture
def alone(fiction_view: Any, job: Job, rows: list[Row]) -> list[Any]:
    with workers("alone", fiction_view.rows) as executor:
        found = answered(run(executor, "alone", job, rows))
    assert [person.number for person, _ in found] == list(range(len(rows)))
    assert not cohort_runs._carried, "people are remembered after the run"
    return found


def test_parts_are_bounded_and_lose_nothing(rows: list[Row]) -> None:
    found = list(parts(rows, 7))
    assert max(map(len, found)) == 100 // 7
    assert [row for part in found for row in part] == rows
    assert [len(part) for part in parts(rows[:3], 1_000)] == [1, 1, 1]


def test_rows_are_read_only_as_they_are_needed(fiction_view: Any, job: Job, rows: list[Row]) -> None:
    taken = []

    def watched() -> Iterator[Row]:
        for row in rows:
            taken.append(row)
            yield row

    with workers("watched", fiction_view.rows) as executor:
        next(run(executor, "watched", job, watched()))
    assert len(taken) < len(rows) / 2


@pytest.mark.soak
def test_a_long_file_takes_no_more_memory_than_a_short_one(
    fiction_view: Any, job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, effort: Any
) -> None:
    monkeypatch.setattr(cohorts, "MOST", 2_000)

    def peak(size: int) -> int:
        people, out = tmp_path / f"{size}.csv", tmp_path / f"{size}-out.csv"
        with people.open("w", encoding="utf-8") as file:
            file.write("home,id,post_grad_years,degree_awarded\n")
            file.writelines(
                f"{'XN' if n % 3 else 'XS'},P{n},{n % 41},{1970 + n % 47}-{n % 12 + 1:02}\n"
                for n in range(size)
            )
        tracemalloc.start()
        with people.open("rb") as file, workers("long", fiction_view.rows) as executor:
            written = writer(".csv", out, job.named)
            for done in run(executor, "long", job, Table(file)):
                assert not done.errors
                written.write(done)
            written.close()
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        with out.open(encoding="utf-8") as file:
            assert sum(1 for _ in file) == size * len(job.targets) + 1
        return most

    short = peak(300)
    assert peak(effort(3_000, 1_000_000)) < short * 1.5


def test_processes(fiction_view: Any, job: Job, rows: list[Row], alone: list[Any]) -> None:
    with workers("pool", fiction_view.rows, processes=2) as executor:
        assert answered(run(executor, "pool", job, rows)) == alone


@pytest.mark.filterwarnings("default")
def test_a_cluster_that_loses_a_worker(
    fiction_view: Any, job: Job, rows: list[Row], alone: list[Any], tmp_path: Path
) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        local_directory=str(tmp_path),
    ) as cluster:
        killed: list[int] = []

        def watched() -> Iterator[Row]:
            for row in rows:
                if row[0] == len(rows) // 2 and not killed:
                    process = next(iter(cluster.workers.values())).process
                    killed.append(process.pid)
                    process.process._process.kill()
                yield row

        with workers("cluster", fiction_view.rows, scheduler=cluster.scheduler_address) as executor:
            found = answered(run(executor, "cluster", job, watched()))
        assert killed
        assert found == alone


def test_what_the_extra_brings_is_named_where_it_is_missing(
    fiction_view: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in ("pyarrow", "accordgraph.cohort_dask"):
        monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtra, match=r"accordgraph\[cohorts\].*results\.csv"):
        writer(".parquet", tmp_path / "out.parquet", ["X"])
    with (
        pytest.raises(MissingExtra, match=r"accordgraph\[cohorts\]"),
        workers("none", fiction_view.rows, scheduler="tcp://127.0.0.1:1"),
    ):
        raise AssertionError


def test_an_empty_result_is_a_table_with_its_columns(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for kind in (".csv", ".parquet"):
        written = writer(kind, tmp_path / f"out{kind}", ["X"])
        written.write(Done([], [], array("L"), []))
        written.close()
    assert tuple(parquet.read_table(tmp_path / "out.parquet").column_names) == COLUMNS
    assert (tmp_path / "out.csv").read_text("utf-8") == ",".join(COLUMNS) + "\n"
