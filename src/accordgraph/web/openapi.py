"""The description of the interface: what every route shares is added to what each says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from accordgraph.namespaces import slug
from accordgraph.records import COLLECTIONS
from accordgraph.service import AccordGraph
from accordgraph.web.problems import HTTP_CODES, STATUS, Problem

TEXTS = {"type": "object", "properties": {"en": {"type": "string"}, "zh": {"type": "string"}}}
PROBLEM = {
    "type": "object",
    "description": "What is wrong, by a stable code.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {
            "type": "string",
            "description": "Stable; programs may compare it.",
            "examples": sorted({each.code for each in STATUS} | set(HTTP_CODES.values())),
        },
        "detail": {"type": "string", "description": "One sentence in English."},
        "field": {"type": "string", "description": "The parameter at fault."},
        "given": {"type": "string"},
        "accepted": {"description": "What would have been accepted."},
        "hint": {"type": "string", "description": "The next step."},
    },
    "example": {
        "type": "about:blank#not-found", "title": "not-found", "status": 404, "code": "not-found",
        "detail": "There is no record 'nobody' among bodies.", "field": "name", "given": "nobody",
        "hint": "See /api/v1/bodies.",
    },
}  # fmt: skip
META = {
    "type": "object",
    "description": "Versions, language, notice; of a list also its length and the cursor of the next page.",
    "required": ["data_version", "ontology_version", "lang", "notice"],
    "properties": {
        "data_version": {"type": "string"},
        "ontology_version": {"type": "string"},
        "lang": {"type": "string", "enum": ["en", "zh"]},
        "truncated": {"type": "boolean"},
        "notice": {"type": "string"},
        "total": {"type": "integer"},
        "next": {"type": ["string", "null"], "description": "`cursor` of the next page."},
    },
}
EVIDENCE = {
    "type": "object",
    "properties": {
        "source": {"type": "string"},
        "title": {"type": ["string", "null"]},
        "locator": {"type": ["string", "null"]},
        "certainty": {"type": "string"},
        "supports": {"type": "array", "items": {"type": "string"}},
    },
}
RECORD = {
    "type": "object",
    "description": "What the graph says of a thing; its other keys are the `key` of properties in /ontology.",
    "properties": {
        "id": {"type": "string"},
        "iri": {"type": "string", "format": "uri"},
        "type": {"type": "array", "items": {"type": "string"}},
        "label": TEXTS,
        "evidence": {"type": "array", "items": {"$ref": "#/components/schemas/Evidence"}},
        "rivals": {"type": "array", "items": {"type": "object"}},
    },
}
SCHEMAS = {"Problem": PROBLEM, "Meta": META, "Evidence": EVIDENCE, "Record": RECORD}

METRICS = {
    "get": {
        "tags": ["operations"],
        "summary": "Counts and times of requests, for Prometheus",
        "operationId": "metrics",
        "responses": {200: {"description": "Text format", "content": {"text/plain": {}}}},
    }
}


SHARED: dict[str, tuple[dict[str, Any], str | int]] = {
    "lang": ({"type": "string", "enum": ["en", "zh"], "default": "en"}, "zh"),
    "as_of": ({"type": "string", "format": "date"}, "2026-01-01"),
    "limit": ({"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}, 10),
    "fields": ({"type": "string"}, "label,evidence"),
    "include": ({"type": "string"}, "pending"),
    "q": ({"type": "string"}, "engineers"),
}
"""What all query parameters of one name share: schema and example."""
MOST = {"/api/v1/search": 200}
"""Longest pages that are shorter than the others'."""


def answer(data: dict[str, Any]) -> dict[str, Any]:
    """The schema of an answer that holds such data."""
    meta = {"$ref": "#/components/schemas/Meta"}
    return {"type": "object", "required": ["data", "meta"], "properties": {"data": data, "meta": meta}}


def install(app: FastAPI, graph: AccordGraph) -> None:
    """Let an application describe itself whole; the description is made when it is first asked for."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            described(plain(), graph)
        told: dict[str, Any] = app.openapi_schema or {}
        return told

    app.openapi = openapi  # type: ignore[method-assign]


def described(document: dict[str, Any], graph: AccordGraph) -> dict[str, Any]:
    """A description, with what routes share: schemas, examples, the one shape of every problem."""
    document.setdefault("components", {}).setdefault("schemas", {}).update(SCHEMAS)
    problem = {
        "description": "A problem",
        "content": {Problem.media_type: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    names = {name: [slug(iri) for iri in graph.records.members(name)[:1]] for name in COLLECTIONS}
    for path, operation in _operations(document):
        operation["responses"]["default"] = problem
        _, _, collection, *rest = [*path.split("/")[1:], "", ""]
        data: dict[str, Any] = {}
        if collection in COLLECTIONS:
            data = {"$ref": "#/components/schemas/Record"}
            data = data if rest[:1] == ["{name}"] else {"type": "array", "items": data}
        told = operation["responses"]["200"].setdefault("content", {}).get("application/json")
        if told is not None and not told.get("schema") and path.startswith("/api/v1"):
            told["schema"] = answer(data)
        for each in operation.get("parameters", ()):
            _complete(each, path, collection, names)
    document["paths"]["/metrics"] = METRICS
    return document


def _complete(parameter: dict[str, Any], path: str, collection: str, names: dict[str, list[str]]) -> None:
    """Schema and example of a parameter, where it has none of its own."""
    name = parameter["name"]
    schema, example = SHARED.get(name, (None, None)) if parameter["in"] == "query" else (None, None)
    if parameter["in"] == "path" and name == "name" and names.get(collection):
        example = names[collection][0]
    if parameter["in"] == "query" and name == "jurisdiction" and names["jurisdictions"]:
        example = names["jurisdictions"][0]
    if parameter["schema"].get("items"):
        parameter["schema"]["items"].pop("format", None)  # any text names a graph, if only an unknown one
    optional = parameter["in"] == "query" and not parameter.get("required")
    if optional and parameter["schema"].get("type") != "array":
        parameter["allowEmptyValue"] = True  # as forms send what nobody filled in
    if schema is not None and parameter["schema"] == {"type": "string"}:
        most = {"maximum": MOST[path]} if name == "limit" and path in MOST else {}
        parameter["schema"] = {**schema, **most}
    if example is not None and "example" not in parameter and "enum" not in parameter["schema"]:
        parameter["example"] = example


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for operation in methods.values():
            yield path, operation
