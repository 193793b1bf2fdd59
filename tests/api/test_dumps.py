"""The well-known description and the dumps: what they count and promise is so."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from accordgraph.dumps import DUMPS, FOLDER
from accordgraph.service import AccordGraph

DATASET = ox.NamedNode("https://w3id.org/accordgraph/dataset")
DCAT, VOID, SPDX = "http://www.w3.org/ns/dcat#", "http://rdfs.org/ns/void#", "http://spdx.org/rdf/terms#"


def described(client: TestClient, accept: str = "text/turtle") -> ox.Store:
    answer = client.get("/.well-known/void", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(accept)
    store = ox.Store()
    store.bulk_load(answer.content, format=ox.RdfFormat.from_media_type(accept))
    return store


def values(store: ox.Store, subject: Any, predicate: str) -> list[Any]:
    return [q.object for q in store.quads_for_pattern(subject, ox.NamedNode(predicate), None)]


def test_every_dump_is_described_and_has_the_digest_it_says(client: TestClient) -> None:
    store = described(client)
    files = values(store, DATASET, f"{DCAT}distribution")
    assert {f.value.rpartition("/")[2] for f in files} == set(DUMPS)
    for file in files:
        [address] = values(store, file, f"{DCAT}downloadURL")
        answer = client.get(address.value)
        [size] = values(store, file, f"{DCAT}byteSize")
        [checksum] = values(store, file, f"{SPDX}checksum")
        [digest] = values(store, checksum, f"{SPDX}checksumValue")
        assert len(answer.content) == int(size.value)
        assert hashlib.sha256(answer.content).hexdigest() == digest.value
        told = base64.b64encode(hashlib.sha256(answer.content).digest()).decode()
        assert answer.headers["repr-digest"] == f"sha-256=:{told}:"


def test_the_description_counts_what_the_turtle_holds(client: TestClient) -> None:
    [count] = values(described(client), DATASET, f"{VOID}triples")
    found = {
        str(q) for q in ox.parse(client.get("/dumps/accordgraph.ttl").content, format=ox.RdfFormat.TURTLE)
    }
    assert int(count.value) == len(found)


def test_the_service_is_described(client: TestClient) -> None:
    [endpoint] = values(described(client), DATASET, f"{VOID}sparqlEndpoint")
    assert client.get(endpoint.value, params={"query": "ASK {}"}).status_code == 200


@pytest.mark.parametrize("accept", ["application/n-triples", "application/rdf+xml", "application/ld+json"])
def test_the_description_comes_in_every_format(client: TestClient, accept: str) -> None:
    assert len(described(client, accept)) == len(described(client))


def test_no_other_format(client: TestClient) -> None:
    answer = client.get("/.well-known/void", headers={"Accept": "image/png"})
    assert (answer.status_code, answer.json()["code"]) == (406, "not-acceptable")


def test_the_digests_are_listed(client: TestClient, get: Any) -> None:
    lines = client.get("/dumps/SHA256SUMS").text.splitlines()
    assert {line.split("  ")[1] for line in lines} == set(DUMPS)
    page = get("/dumps").said
    assert all(line.split()[0] in page for line in lines)
    assert client.get("/dumps/passwd").json()["code"] == "not-found"


def test_asking_for_them_writes_nothing(client: TestClient, graph: AccordGraph) -> None:
    def seen() -> dict[str, int]:
        return {p.name: p.stat().st_mtime_ns for p in (graph.snapshot.path / FOLDER).iterdir()}

    before = seen()
    for path in ("/.well-known/void", "/dumps", "/dumps/accordgraph.nq", "/dumps/SHA256SUMS"):
        assert client.get(path).status_code == 200
    assert seen() == before
