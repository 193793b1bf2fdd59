from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from accordgraph.settings import Settings
from accordgraph.sparql import messages
from accordgraph.sparql.dataset import PROJECT
from accordgraph.sparql.local import ask_store

PATH = f"import json, sys; sys.path[:] = json.loads({json.dumps(sys.path)!r})\n"


def run(program: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", PATH + program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def test_a_worker_imports_neither_the_web_framework_nor_the_parser_at_its_start() -> None:
    output, _ = run("import accordgraph.sparql.worker; print(*sys.modules)").communicate(timeout=20)
    modules = set(output.decode().split())
    assert "pyoxigraph" in modules
    assert not modules & {"fastapi", "starlette", "asyncio", "rdflib", "pyparsing"}


def test_a_worker_ends_when_its_input_ends(store_path: Path, runaway: str) -> None:
    settings = json.dumps(
        {
            "store": str(store_path),
            "rows": 10,
            "bytes": 1_000,
            "memory": 1 << 29,
            "dataset": PROJECT.told(),
            "services": [],
            "remote": None,
        }
    )
    worker = run("from accordgraph.sparql.worker import main; main(json.loads(sys.argv[1]))", settings)
    assert worker.stdin is not None
    assert worker.stdout is not None
    assert messages.unpack(worker.stdout.read)[0] == {"ready": True}
    worker.stdin.write(messages.pack_request(messages.SparqlRequest(runaway)))
    worker.stdin.flush()
    time.sleep(0.1)
    assert worker.poll() is None
    worker.stdin.close()
    assert worker.wait(timeout=5) == 0
    worker.stdout.close()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_no_worker_outlives_a_killed_server(store_path: Path, runaway: str) -> None:
    server = run(
        "import threading, time\n"
        "from accordgraph.sparql.pool import WorkerPool, SparqlRequest\n"
        "pool = WorkerPool(sys.argv[1], workers=2, seconds=60)\n"
        "pool.run_sync(SparqlRequest('ASK {}'))\n"
        "threading.Thread(target=pool.run_sync, args=(SparqlRequest(sys.argv[2]),), daemon=True).start()\n"
        "time.sleep(0.2); print(*pool.pids, flush=True); time.sleep(60)",
        str(store_path),
        runaway,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    pids = server.stdout.readline().split()
    assert len(pids) == 2
    server.kill()
    server.wait()
    server.stdin.close()
    server.stdout.close()
    end = time.monotonic() + 5
    while any(_is_running(int(pid)) for pid in pids):
        assert time.monotonic() < end, "a worker outlived its server"
        time.sleep(0.02)


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_request_and_an_error_survive_the_journey() -> None:
    request = messages.SparqlRequest("SELECT '中文'", ("http://a/",), ("http://b/",), table=None, graph="nt")
    frame = iter([messages.pack_request(request)])
    buffer = bytearray(next(frame))

    def read(length: int) -> bytes:
        taken = bytes(buffer[:length])
        del buffer[:length]
        return taken

    assert messages.request_from(messages.unpack(read)[0]) == request
    assert not buffer


def test_a_program_asks_without_a_server(store_path: Path) -> None:
    query = "SELECT ?n { ?s <http://example.org/number> ?n } ORDER BY ?n LIMIT 1"
    assert ask_store(store_path, query, "tsv", Settings()) == b'?n\n"0"\n'
    assert ask_store(store_path, "CONSTRUCT { <a:> <b:> <c:> } {}", None, Settings()) == b"<a:> <b:> <c:> .\n"
