"""The stored queries by address: the list, the rows, as JSON and as a table, and what is refused."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from starlette.testclient import TestClient

from accordgraph.service import AccordGraph
from accordgraph.stored_queries import StoredQuery
from accordgraph.web.app import create_app

MEMBERS = "members/on-date"
ASK = {"accord": "meridian", "day": "2016-01-01"}


def ask(client: Any, name: str, **params: str) -> Any:
    answer = client.get(f"/api/v1/queries/{name}", params=params)
    assert answer.status_code == 200, answer.text
    return answer


def examples(query: StoredQuery) -> dict[str, str]:
    return {p.name: p.example or "" for p in query.params if p.required and p.type != "iri"}


def test_the_list_tells_what_each_asks_takes_and_returns(client: Any, graph: AccordGraph) -> None:
    told = client.get("/api/v1/queries").json()
    assert told["meta"]["total"] == len(told["data"]) == len(graph.stored_queries)
    found = {each["name"]: each for each in told["data"]}[MEMBERS]
    assert set(found["title"]) == set(found["description"]) == {"en", "zh"}
    assert "cq24" in found["tags"] and found["columns"]["certain"] == "boolean"
    day = {p["name"]: p for p in found["params"]}["day"]
    assert (day["type"], day["required"]) == ("date", True) and day["example"]


def test_rows_have_the_columns_told(client: Any) -> None:
    told = ask(client, MEMBERS, **ASK).json()
    data, meta = told["data"], told["meta"]
    assert meta["query"] == MEMBERS and meta["total"] == len(data["rows"]) == 2 and meta["notice"]
    assert all(list(row) == list(data["columns"]) for row in data["rows"])
    by_place = {row["place_en"]: row for row in data["rows"]}
    assert (by_place["Northland"]["start"], by_place["Southland"]["start"]) == ("dated", "seen")
    assert by_place["Northland"]["valid_through"] is None and by_place["Northland"]["certain"] is True


@pytest.mark.parametrize(
    "accord", ["meridian", "MERIDIAN", "子午线协议", "accord/meridian", "accord:meridian"]
)
def test_a_thing_may_be_named_as_people_do(client: Any, accord: str) -> None:
    assert ask(client, MEMBERS, **{**ASK, "accord": accord}).json()["meta"]["total"] == 2


def test_a_table_holds_the_same_rows(client: Any) -> None:
    answer = ask(client, MEMBERS, **ASK, format="csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="members-on-date.csv"'
    table = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    rows = ask(client, MEMBERS, **ASK).json()["data"]["rows"]
    assert [row["membership"] for row in table] == [row["membership"] for row in rows]
    assert table[0]["certain"] == "true" and table[0]["valid_through"] == ""
    assert table[0]["place_zh"] == rows[0]["place_zh"]


def test_every_query_without_a_thing_to_name_runs(client: Any, graph: AccordGraph) -> None:
    for name, query in graph.stored_queries.items():
        if not any(p.required and p.type == "iri" for p in query.params):
            answer = ask(client, name, **examples(query))
            assert list(answer.json()["data"]["columns"]) == list(query.columns), name


WRONG: dict[str, tuple[str, dict[str, str], int, str, str]] = {
    "no query": ("members/on-dat", ASK, 404, "not-found", "query"),
    "no topic": ("nowhere/at-all", {}, 404, "not-found", "query"),
    "a path outwards": ("..%2F..%2Fdata/dataset", {}, 404, "not-found", "query"),
    "missing": (MEMBERS, {"accord": "meridian"}, 422, "missing-value", "day"),
    "not of the type": (MEMBERS, {**ASK, "day": "20160101"}, 422, "bad-value", "day"),
    "unknown thing": (MEMBERS, {**ASK, "accord": "meridien"}, 422, "unknown-name", "accord"),
    "unknown IRI": (MEMBERS, {**ASK, "accord": "accord:meridien"}, 422, "unknown-name", "accord"),
    "no parameter of it": (MEMBERS, {**ASK, "colour": "red"}, 422, "unknown-field", "colour"),
    "a broken IRI": (MEMBERS, {**ASK, "accord": "https://x.example/> } #"}, 422, "bad-value", "accord"),
    "no format": (MEMBERS, {**ASK, "format": "xml"}, 422, "bad-value", "format"),
    "no language": (MEMBERS, {**ASK, "lang": "fr"}, 422, "bad-value", "lang"),
    "nothing to include": (MEMBERS, {**ASK, "include": "rejected"}, 422, "bad-value", "include"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_refused_is_one_problem_document(client: Any, case: str) -> None:
    name, params, status, code, field = WRONG[case]
    answer = client.get(f"/api/v1/queries/{name}", params=params)
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    told = answer.json()
    assert (answer.status_code, told["code"]) == (status, code)
    if "%" not in name:
        assert told["field"] == field and told["detail"]


def test_a_parameter_given_twice_is_refused(client: Any) -> None:
    answer = client.get(f"/api/v1/queries/{MEMBERS}?day=2016-01-01&day=2017-01-01&accord=meridian")
    assert (answer.status_code, answer.json()["field"]) == (422, "day")


def test_an_unknown_query_names_near_ones(client: Any) -> None:
    told = client.get("/api/v1/queries/member/on-date").json()
    assert told["accepted"][0] == MEMBERS and "/api/v1/queries" in told["hint"]


def test_pending_statements_only_on_request(open_world: Any) -> None:
    with TestClient(create_app(open_world("questions"))) as client:
        served = ask(client, "provisions/containing", text="product class").json()
        more = ask(client, "provisions/containing", text="product class", include="pending").json()
        assert (served["meta"]["total"], more["meta"]["total"]) == (1, 2)


def test_the_description_names_the_routes(client: Any) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert "get" in paths["/api/v1/queries"]
    told = paths["/api/v1/queries/{topic}/{name}"]["get"]
    assert {p["name"] for p in told["parameters"]} == {"topic", "name", "format", "include", "lang"}
    assert set(told["responses"]["200"]["content"]) == {"application/json", "text/csv"}
