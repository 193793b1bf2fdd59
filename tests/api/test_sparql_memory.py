"""The memory cap over HTTP: told beforehand, and an error with status and code of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from accordgraph.settings import Settings
from accordgraph.sparql.files import DataFile, load
from accordgraph.web.data import create_endpoint

MOST = 48 << 20
DOUBLING = " ".join(f"BIND(CONCAT({', '.join([f'?x{n}'] * 8)}) AS ?x{n + 1})" for n in range(12))
GREEDY = f"SELECT (STRLEN(?x12) AS ?n) {{ BIND('12345678' AS ?x0) {DOUBLING} }}"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    data = tmp_path / "one.nt"
    data.write_text('<http://e/s> <http://e/p> "1" .\n')
    loaded = load([DataFile.read(str(data))], tmp_path / "store")
    settings = Settings(sparql_workers=1, sparql_slow=1, sparql_seconds=60, sparql_memory=MOST)
    with TestClient(create_endpoint(tmp_path / "store", loaded, settings)) as client:
        yield client


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit needs Linux")
def test_a_query_above_the_memory_cap_is_told_so(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": GREEDY})
    told = answer.json()
    assert (answer.status_code, told["code"]) == (507, "sparql-memory")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["X-Limit-Memory"] == str(MOST)
    assert told["accepted"] == f"at most {MOST} bytes of memory"
    assert told["hint"]
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


@pytest.mark.parametrize("error", ["504 sparql-timeout", "507 sparql-memory", "413 sparql-result-too-large"])
def test_the_service_description_names_the_errors(client: TestClient, error: str) -> None:
    text = client.get("/sparql", headers={"Accept": "text/turtle"}).text
    assert text.count(error) == 2  # in both languages
    assert str(MOST) in text
