"""The built front end: what a page loads, and why there is none where it could not be built.

`hatch_build.py` builds ``web/ui`` into ``web/static/ui`` when the package is installed.  There a manifest
tells the files of each entry.  Where the front end is missing, pages load nothing and work without it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup

BUILT = Path(__file__).resolve().parent / "static" / "ui"
REASON = "not-built.txt"
"""Written by the build where it failed: why."""


class Scripts:
    """The entries of a built front end.

    Examples
    --------
    >>> Scripts(Path("nowhere")).tags("network")
    Markup('')
    """

    def __init__(self, folder: Path = BUILT) -> None:
        self.folder = folder

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Files by the source they were built from; empty where nothing was built."""
        path = self.folder / "manifest.json"
        return json.loads(path.read_bytes()) if path.is_file() else {}

    @property
    def missing(self) -> str | None:
        """Why there is no front end; None if there is one."""
        if self.manifest:
            return None
        told = self.folder / REASON
        return told.read_text("utf-8").strip() if told.is_file() else "it has not been built"

    def tags(self, *entries: str) -> Markup:
        """The elements of a page's head that load these entries of ``ui/src/pages``.

        An entry that was not built, as after an update without a new installation, is left out:
        the page works without it.
        """
        by_name = {part["name"]: part for part in self.manifest.values() if part.get("isEntry")}
        parts = [by_name[entry] for entry in entries if entry in by_name]
        needed = {key: None for part in parts for key in self._imports(part)}
        styles = {
            sheet: None for part in (*parts, *map(self.manifest.get, needed)) for sheet in part.get("css", ())
        }
        link = Markup('<link rel="{}" href="/static/ui/{}">\n')
        return Markup().join(
            [link.format("stylesheet", sheet) for sheet in styles]
            + [link.format("modulepreload", self.manifest[key]["file"]) for key in needed]
            + [
                Markup('<script type="module" src="/static/ui/{}"></script>\n').format(p["file"])
                for p in parts
            ]
        )

    def _imports(self, part: dict[str, Any]) -> Iterator[str]:
        for key in part.get("imports", ()):
            yield key
            yield from self._imports(self.manifest[key])
