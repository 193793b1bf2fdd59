"""The interface does what its OpenAPI description says, whatever is asked within it and against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from accordgraph.service import AccordGraph
from accordgraph.web.app import create_app
from accordgraph.web.metrics import Meter
from accordgraph.web.observing import Observed

Effort = Callable[[tuple[int, int], tuple[int, int]], tuple[int, int]]
CHECKS = [
    content_type_conformance,
    negative_data_rejection,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
]


@pytest.fixture(scope="module")
def operations(client: TestClient) -> list[Any]:
    """The operations of an application that runs; those who ask one by one shall not stop it."""
    running = Observed(client.app, Meter())

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await running(scope, receive, send)
            return
        for step in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{step}.complete"})

    described = schemathesis.openapi.from_asgi("/openapi.json", app)
    return [each.ok() for each in described.get_all_operations()]


def is_filled_in(case: Any) -> bool:
    """Whether no parameter is empty: such a one counts as absent, as the description says."""
    return "" not in (case.query or {}).values()


@pytest.mark.soak
@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
def test_whatever_is_asked(operations: list[Any], mode: GenerationMode, effort: Effort) -> None:
    """Within the description, and against it."""
    most, examples = effort((3, 4), (30, 60))
    of_kind: Counter[str] = Counter()
    for operation in operations:
        kind = operation.label.rpartition("{")[2] + str(operation.label.count("/"))
        of_kind[kind] += 1
        if of_kind[kind] > most and "name}" in operation.label:
            continue  # the records of one collection are read like those of another

        @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode).filter(is_filled_in))
        def ask(case: Any) -> None:
            answer = case.call()
            too_large = [negative_data_rejection] if answer.status_code == 413 else []  # rejected, too
            case.validate_response(answer, checks=CHECKS, excluded_checks=too_large)

        with suppress(Unsatisfiable):  # nothing can be wrong in a request without parameters
            ask()


def test_every_operation_is_described_whole(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    problem = {"$ref": "#/components/schemas/Problem"}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            where = f"{method} {path}"
            assert operation["summary"], where
            if path != "/metrics":
                told = operation["responses"]["default"]["content"]["application/problem+json"]
                assert told["schema"] == problem, where
            if path.startswith("/api/v1"):
                answer = operation["responses"]["200"]["content"].get("application/json", {})
                assert answer.get("schema"), where
                for each in operation.get("parameters", []):
                    assert each["description"], (where, each["name"])


def test_every_example_is_answered(client: TestClient) -> None:
    """Required parameters take their examples; the others stay away."""
    document = client.get("/openapi.json").json()
    asked = 0
    for path, methods in document["paths"].items():
        given = {each["name"]: each for each in methods.get("get", {}).get("parameters", [])}
        needed = {n: e for n, e in given.items() if e.get("required")}
        if path == "/metrics" or "get" not in methods:
            continue
        if any("example" not in each for each in needed.values()) or path.count("{") > len(needed):
            continue
        address = path.format(**{n: e["example"] for n, e in needed.items() if e["in"] == "path"})
        if path == "/api/v1/accessions":  # needs a place or a body
            needed["jurisdiction"] = given["jurisdiction"]
        query = {n: e["example"] for n, e in needed.items() if e["in"] == "query"}
        assert client.get(address, params=query).status_code == 200, address
        asked += 1
    assert asked > 40


PROBLEMS = [
    ("GET", "/api/v1/bodies/nobody", {}, 404, "not-found"),
    ("GET", "/api/v1/nowhere", {}, 404, "not-found"),
    ("DELETE", "/api/v1/bodies", {}, 405, "method-not-allowed"),
    ("PUT", "/id/body/x", {}, 405, "method-not-allowed"),
    ("POST", "/about", {}, 405, "method-not-allowed"),
    ("GET", "/id/body/northland-engineers", {"Accept": "image/png"}, 406, "not-acceptable"),
    ("GET", "/api/v1/bodies?limit=x", {}, 422, "bad-value"),
    ("GET", "/api/v1/bodies?no_such_key=x", {}, 422, "unknown-field"),
    ("GET", "/api/v1/bodies?fields=label,no_such_key", {}, 422, "bad-value"),
    ("GET", "/sparql?query=SELEKT", {}, 400, "sparql-syntax"),
]


@pytest.mark.parametrize(("method", "address", "headers", "status", "code"), PROBLEMS)
def test_every_problem_has_one_shape(
    client: TestClient, method: str, address: str, headers: dict[str, str], status: int, code: str
) -> None:
    answer = client.request(method, address, headers=headers)
    told = answer.json()
    assert (answer.status_code, told["status"], told["code"]) == (status, status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(told) >= {"type", "title", "status", "code", "detail"}


def test_an_address_or_a_method_that_is_not_there_is_named(client: TestClient) -> None:
    told = client.get("/api/v1/nowhere").json()
    assert (told["field"], told["given"]) == ("path", "/api/v1/nowhere")
    told = client.delete("/api/v1/bodies").json()
    assert (told["field"], told["given"]) == ("method", "DELETE")
    assert "GET" in told["accepted"]


def test_what_cannot_be_foreseen_has_the_same_shape(
    graph: AccordGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ValueError("a secret")

    monkeypatch.setattr(AccordGraph, "search", fail)
    with TestClient(create_app(graph), raise_server_exceptions=False) as client:
        answer = client.get("/api/v1/search?q=a")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "secret" not in answer.text


def test_a_record_has_only_the_fields_that_are_asked_for(client: TestClient) -> None:
    one = client.get("/api/v1/bodies/northland-engineers?fields=label, jurisdiction").json()["data"]
    assert set(one) == {"id", "iri", "label", "jurisdiction"}
    listed: Callable[[str], Any] = lambda more: client.get(f"/api/v1/bodies?limit=3{more}").json()  # noqa: E731
    assert all(set(each) == {"id", "iri", "type"} for each in listed("&fields=type")["data"])
    assert listed("&fields=type")["meta"] == listed("")["meta"]
