"""What the commands share: their options, and how they speak."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from accordgraph.errors import BadValue
from accordgraph.settings import Settings

FINDINGS, WRONG_USE = 1, 2
"""Exit codes."""

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Lang = Annotated[str, typer.Option("--lang", help="Language of the answer: en or zh.")]


def progress(line: str) -> None:
    """One line to the error stream for each long step."""
    say(f"{line} …")


def say(line: str) -> None:
    """A line to the error stream."""
    print(f"accordgraph: {line}", file=sys.stderr, flush=True)


def graph(settings: Settings, *, apart: bool = False) -> Any:
    """The service over the current snapshot, built first if need be, by a process of its own if `apart`."""
    from accordgraph.service import AccordGraph

    return AccordGraph.open(settings, say=progress, apart=apart)


def can_hold(path: Path, option: str) -> None:
    """That a file can stand at `path`; looked at before the work, which may be long.

    Raises
    ------
    BadValue : if a folder stands there, or there is no folder to write it in.
    """
    wanted = "a file in a folder that is there"
    if path.is_dir():
        raise BadValue(f"--{option} names a folder.", field=option, given=path, accepted=wanted)
    if not path.parent.is_dir():
        raise BadValue(f"There is no folder '{path.parent}'.", field=option, given=path, accepted=wanted,
                       hint="Make it first.")  # fmt: skip


def today() -> date:
    """The day meant when none is given."""
    return datetime.now().astimezone().date()


def show(told: Any) -> None:
    """An answer as JSON."""
    print(json.dumps(told, ensure_ascii=False, indent=2))
