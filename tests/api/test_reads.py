"""HEAD wherever there is GET, and an ETag on every read."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

READS = (
    "/api/v1/accords",
    "/api/v1/bodies/northland-engineers",
    "/api/v1/pathways?home=XN&target=XW&goal=academic",
    "/api/v1/search?q=north",
    "/api/v1/timeline",
    "/api/v1/gaps",
    "/api/v1/fields",
    "/api/v1/network?format=svg",
    "/api/v1/queries",
    "/api/v1/matrix?goal=academic",
    "/api/v1/scenarios",
    "/id/body/northland-engineers",
    "/ontology.ttl",
    "/context.jsonld",
    "/.well-known/void",
    "/dumps/accordgraph.nq",
    "/openapi.json",
    "/about",
    "/bodies",
    "/sparql?query=ASK%20%7B%7D",
)


@pytest.mark.parametrize("address", READS)
def test_a_read_has_a_tag_by_which_it_is_not_sent_again(client: TestClient, address: str) -> None:
    first = client.get(address)
    assert first.status_code == 200, first.text
    tag = first.headers["etag"]
    again = client.get(address, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert client.get(address, headers={"If-None-Match": '"other"'}).content == first.content


@pytest.mark.parametrize("address", READS)
def test_head_is_get_without_the_body(client: TestClient, address: str) -> None:
    whole, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]
    assert head.headers["etag"] == whole.headers["etag"]


def test_another_answer_has_another_tag(client: TestClient) -> None:
    tags = {client.get(f"/api/v1/bodies?limit={n}").headers["etag"] for n in (1, 2, 3)}
    assert len(tags) == 3


@pytest.mark.parametrize("address", ["/health/live", "/api/v1/bodies/nobody", "/nowhere"])
def test_what_is_of_the_moment_or_wrong_has_none(client: TestClient, address: str) -> None:
    assert "etag" not in client.get(address).headers


def test_what_is_said_of_a_person_is_not_kept(client: TestClient) -> None:
    answer = client.get("/api/v1/pathways?home=XN&target=XW&goal=academic&receipt=true")
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
