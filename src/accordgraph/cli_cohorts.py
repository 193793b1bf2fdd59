"""The command `pathways` for many people at once: rows of a file by many targets, into a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import typer

from accordgraph.cli_base import FINDINGS, can_hold, graph, say, today
from accordgraph.errors import BadValue, MissingValue
from accordgraph.settings import Settings

if TYPE_CHECKING:
    from accordgraph.cohort_files import Table
    from accordgraph.cohorts import Row

ASKED = ("goal", "as_of", "scope", "include", "scenario", "lang")
"""What of a single question is asked of many people too."""


def answer_all(
    given: Mapping[str, Any],
    files: Mapping[str, Path | None],
    targets: str | None,
    *,
    processes: int,
    scheduler: str | None,
) -> None:
    """Answer all rows; rows at fault go to the error stream by line, and make the exit code 1.

    Parameters
    ----------
    given : the options of a single question; most of them do not go with many people.
    files : ``profiles`` and ``out``.
    targets : places and bodies with commas between, or a file that names one on each line.

    Raises
    ------
    MissingValue, BadValue : an option that is missing, or does not go with the others.
    """
    for option, value in given.items():
        if value and option not in ASKED:
            raise BadValue(f"{option} does not go with --profiles.", field=option, given=value,
                           accepted=["profiles", "targets", "out", "goal", "as-of", "scope", "include",
                                     "scenario"])  # fmt: skip
    profiles, out = files["profiles"], files["out"]
    if profiles is None or out is None:
        option = "profiles" if profiles is None else "out"
        raise MissingValue(f"--{option} is missing.", field=option, accepted=f"--{option} FILE")
    _answer(profiles, out, {**given, "targets": targets}, processes, scheduler)


def _answer(
    profiles: Path, out: Path, given: Mapping[str, Any], processes: int, scheduler: str | None
) -> None:
    from accordgraph.cohort_files import Table, writer
    from accordgraph.cohort_runs import run, workers
    from accordgraph.cohorts import check_columns, read_job

    can_hold(out, "out")
    if out.exists() and out.samefile(profiles):
        raise BadValue("The results would replace the profiles.", field="out", given=str(out))
    view, world = graph(Settings.from_env()).of_many(given)
    faults, people = 0, 0
    job = read_job(view.reader, {**given, "targets": _targets(given.get("targets"))}, today=today())
    targets, name = job.named, f"cohort-{uuid4().hex}"
    # What is half written is never found under the name asked for.
    half = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with (
            profiles.open("rb") as file,
            workers(
                name, view.rows, change=world.change, processes=processes, scheduler=scheduler
            ) as executor,
        ):
            table = Table(file)
            check_columns(view.reader, table.header)
            written = writer(out.suffix.lower(), half, targets)
            try:
                for done in run(executor, name, job, _watched(table, profiles.stat().st_size)):
                    written.write(done)
                    people += len(done.people)
                    faults += len(done.errors)
                    for line, error in done.errors:
                        _report(line, error)
            finally:
                written.close()
        half.replace(out)
    finally:
        half.unlink(missing_ok=True)
    say(f"{people * len(targets)} pairs of {people} rows in {out}; {faults} rows at fault")
    if faults:
        raise typer.Exit(FINDINGS)


def _targets(given: Any) -> Any:
    """The lines of a file, or the names as they were given."""
    if isinstance(given, str) and Path(given).is_file():
        try:
            return Path(given).read_text(encoding="utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise BadValue("The file of targets is not UTF-8.", field="targets", given=f"byte {error.start}",
                           accepted="a file in UTF-8 with one name on each line") from None  # fmt: skip
    return given


def _watched(table: Table, size: int) -> Iterator[Row]:
    """The rows of a table, with a bar on the error stream for those who watch."""
    hidden = not sys.stderr.isatty()
    with typer.progressbar(length=size, label="accordgraph", file=sys.stderr, hidden=hidden) as bar:
        shown = 0
        for row in table:
            yield row
            if table.read - shown > size // 200:
                bar.update(table.read - shown)
                shown = table.read
        bar.update(size - shown)


def _report(line: int, error: Mapping[str, Any]) -> None:
    field = f" [{error['field']}: {error['given']!r}]" if "field" in error and "given" in error else ""
    accepted = error.get("accepted", "")
    accepted = accepted if isinstance(accepted, str) else ", ".join(accepted)
    say(f"line {line}: {error['code']}: {error['message']}{field}{accepted and f' Accepted: {accepted}.'}")
