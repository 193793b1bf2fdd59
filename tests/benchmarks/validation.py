"""How long the checks of the whole data and of one changed file take, and which shapes take longest; printed.

Run with `make bench`.  Each time stands beside the reading of the same files in the same run; the command
for one file counts with its start, in processor time beside the clock.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from accordgraph import constraints
from accordgraph.content import Content, Read
from accordgraph.findings import compact
from accordgraph.settings import Settings

SLOWEST = 8


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds one call takes, and what it gives."""
    start = time.perf_counter()
    given = call()
    return time.perf_counter() - start, given


def worked() -> float:
    """Seconds of a processor that ended processes took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Everything, in one run."""
    content = Content.under(Settings.from_env().root)
    seconds: Counter[str] = Counter()
    rows = constraints._rows

    def watched(shape: Any, *rest: Any) -> Iterator[constraints.Result]:
        start = time.perf_counter()
        found = list(rows(shape, *rest))
        seconds[compact(shape)] += time.perf_counter() - start
        return iter(found)

    constraints._rows = watched
    reading, read = timed(lambda: Read.of(content))
    checking, found = timed(read.findings)
    files = sum(len(paths) for paths in content.files().values())
    triples = sum(len(said) for part in (read.data, read.ontology) for said in part.quads.values())
    print(f"reading {files} files, {triples} triples: {reading:.1f} s")
    print(f"all checks: {checking:.1f} s = {checking / reading:.1f} × reading; {len(found)} findings")
    changed = max(content.files()["facts"], key=lambda path: path.stat().st_size)
    for path in (changed, Path(content.files()["facts"][0])):
        command, before = (
            [str(Path(sys.executable).with_name("accordgraph")), "validate", str(path)],
            worked(),
        )
        one, _ = timed(lambda c=command: subprocess.run(c, check=True, stdout=subprocess.DEVNULL))
        told = f"one changed file ({path.name}, {path.stat().st_size // 1024} KiB)"
        cpu = worked() - before
        print(f"{told}: {one:.1f} s, {cpu:.1f} s of a processor = {cpu / reading:.1f} × reading   goal: 3 s")
    print(f"SPARQL constraints together: {sum(seconds.values()):.1f} s; the slowest:")
    for shape, each in seconds.most_common(SLOWEST):
        print(f"  {each * 1000:7.0f} ms  {shape}")


if __name__ == "__main__":
    main()
