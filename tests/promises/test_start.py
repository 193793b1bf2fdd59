"""A server starts without what only a build, a picture or a page needs."""

from __future__ import annotations

import subprocess
import sys

LATER = {
    "httpx2",
    "jinja2",
    "networkx",
    "numpy",
    "owlready2",
    "prometheus_client",
    "pyshacl",
    "rdflib",
    "scipy",
}
"""Libraries that take long to load."""


def test_a_server_starts_without_heavy_libraries() -> None:
    program = "import sys, accordgraph.cli, accordgraph.web.server; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "fastapi" in loaded
    assert not LATER & loaded
