"""Whether the files of a folder are all there and as long as they were when it was finished.

Cheap enough for every start: a file that was cut off or lost is found, without reading any.  What was
changed inside a file is found by whoever reads it: the store by its checksums, JSON by its syntax.
"""

from __future__ import annotations

import json
from pathlib import Path

NAME = "sizes.json"
_CHANGING = ("LOG", "LOCK")
"""Beginnings of files that the store writes also when it is only read."""


def note(folder: Path) -> None:
    """Write down the sizes of all files below a folder."""
    found = {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(_CHANGING)
    }
    (folder / NAME).write_text(json.dumps(found, indent=1), encoding="utf-8")


def faults(folder: Path) -> list[str]:
    """The files that are missing or of another size; the list itself if it cannot be read."""
    try:
        noted = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return [name for name, size in noted.items() if _size(folder / name) != size]
    except (OSError, ValueError, AttributeError):
        return [NAME]


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
