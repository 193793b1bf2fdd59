"""The network of a day: data formats, picture, bad input."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from accordgraph.pictures.serving import FORMATS, answer, picture
from accordgraph.service import AccordGraph
from accordgraph.web import problems
from accordgraph.web.routers import network

TODAY = date(2026, 1, 1)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def client(graph: AccordGraph) -> Iterator[TestClient]:
    """The route alone, so that its tests need no other face."""
    app = FastAPI()
    problems.install(app)
    app.include_router(network.router(graph, lambda: TODAY))
    with TestClient(app, raise_server_exceptions=False) as found:
        yield found


def ask(client: Any, **params: str) -> Any:
    found = client.get("/api/v1/network", params=params)
    assert found.status_code == 200, found.text
    return found


def drawing(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 - our own


def edges(svg: ElementTree.Element) -> dict[str, ElementTree.Element]:
    return {e.get("data-edge", ""): e for e in svg.iter(f"{SVG}g") if e.get("data-edge")}


def positions(svg: ElementTree.Element) -> dict[str, str]:
    return {e.get("data-node", ""): e.get("transform", "") for e in svg.iter(f"{SVG}g") if e.get("data-node")}


def test_json_has_nodes_edges_counts_and_the_notice(client: Any) -> None:
    found = ask(client).json()
    data, meta = found["data"], found["meta"]
    assert meta["as_of"] == "2026-01-01" and "not legal advice" in meta["notice"]
    ids = {node["id"] for node in data["nodes"]}
    assert "accord/meridian" in ids and "agreement/northland-southland" not in ids
    assert all({edge["source"], edge["target"]} <= ids for edge in data["edges"])
    assert data["counts"]["memberships"] == sum(e["relation"] == "member" for e in data["edges"])
    (edge,) = [e for e in data["edges"] if e["id"] == "meridian-southland-1"]
    assert edge["certain"] is True and edge["seen_on"] == "2015-01-01" and edge["from"] is None
    assert edge["tier_label"] == {"en": "Charter", "zh": "特许成员"}


@pytest.mark.parametrize("form", FORMATS)
def test_formats_have_their_media_type_and_name_and_are_the_same_twice(client: Any, form: str) -> None:
    one, other = (ask(client, format=form, as_of="2020-02-29", include="agreements") for _ in range(2))
    assert one.content == other.content
    assert one.headers["content-type"] == FORMATS[form]
    assert f'filename="accordgraph-network-2020-02-29.{form}"' in one.headers["content-disposition"]
    assert "not legal advice" in one.text


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_graph_software_reads_the_same_network(client: Any, form: str) -> None:
    data = ask(client, include="agreements").json()["data"]
    read = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[form]
    found = read(io.BytesIO(ask(client, format=form, include="agreements").content))
    assert set(found) == {node["id"] for node in data["nodes"]}
    assert found.number_of_edges() == len(data["edges"]) > 0
    assert found.nodes["accord/meridian"]["label_zh"] == "子午线协议"
    assert {told["certain"] for *_, told in found.edges(data=True)} == {True, False}


def test_csv_is_the_table_twin_of_the_picture(client: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(ask(client, format="csv", lang="zh", as_of="2012-01-01").text)))
    svg = drawing(ask(client, format="svg", as_of="2012-01-01").text)
    assert len(rows) == len(edges(svg)) > 0
    assert {row["membership"] for row in rows if row["membership"]} <= set(edges(svg))
    assert rows == sorted(rows, key=lambda row: (row["accord"], row["jurisdiction"]))
    (row,) = [r for r in rows if r["membership"] == "meridian-southland-1"]
    assert (row["jurisdiction_label"], row["certain"], row["as_of"]) == ("南境", "false", "2012-01-01")


@pytest.mark.parametrize(("lang", "word"), [("en", "not legal advice"), ("zh", "不构成法律意见")])
def test_the_picture_is_a_described_image(client: Any, graph: AccordGraph, lang: str, word: str) -> None:
    svg = drawing(ask(client, format="svg", lang=lang).text)
    title, desc = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None and desc is not None
    assert svg.get("role") == "img" and svg.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert "2026-01-01" in (title.text or "") and word in (desc.text or "")
    printed = " ".join(e.text or "" for e in svg.iter(f"{SVG}text"))
    assert word in printed and graph.meta(lang)["data_version"] in printed
    assert svg.get("viewBox") == f"0 0 {svg.get('width')} {svg.get('height')}"
    parts = [e for e in svg.iter(f"{SVG}g") if e.get("data-edge") or e.get("data-node")]
    assert parts and all(e.find(f"{SVG}title") is not None for e in parts)


def test_a_line_is_broken_until_its_membership_was_seen(client: Any) -> None:
    def dash(day: str) -> str | None:
        edge = edges(drawing(ask(client, format="svg", as_of=day).text))["meridian-southland-1"]
        path = edge.find(f"{SVG}path")
        assert path is not None
        return path.get("stroke-dasharray")

    assert dash("2014-12-31") is not None and dash("2015-01-01") is None


def test_nothing_moves_from_one_day_to_another(client: Any) -> None:
    early, late = (
        positions(drawing(ask(client, format="svg", as_of=day).text)) for day in ("2005-01-01", "2026-01-01")
    )
    assert set(early) < set(late) and all(late[node] == place for node, place in early.items())


def test_the_picture_is_the_same_in_another_process(graph: AccordGraph) -> None:
    code = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from accordgraph.pictures.serving import picture; from accordgraph.service import AccordGraph\n"
        "from accordgraph.snapshot import current\n"
        "graph = AccordGraph(current(Path(sys.argv[1])))\n"
        "sys.stdout.buffer.write(picture(graph, day=date(2026, 1, 1), lang='zh', agreements=True).encode())"
    )
    here = picture(graph, day=TODAY, lang="zh", agreements=True).encode()
    for seed in "12":
        run = subprocess.run(
            [sys.executable, "-c", code, str(graph.settings.home)], capture_output=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        assert run.stdout == here


def test_accords_by_any_name(client: Any) -> None:
    def accords(**params: str) -> set[str]:
        nodes = ask(client, **params).json()["data"]["nodes"]
        return {n["slug"] for n in nodes if n["kind"] in ("accord", "agreement")}

    assert (
        accords(accord="lantern, 子午线协议")
        == accords(accord="LANTERN,accord/meridian")
        == {"lantern", "meridian"}
    )
    assert accords(accord="northland-southland") == {"northland-southland"}
    assert accords(include="agreements") > accords()


def test_text_of_the_data_cannot_leave_its_place(graph: AccordGraph) -> None:
    told = answer(graph, {"format": "svg"}, today=TODAY).body.decode()
    assert "<script" not in told and "&lt;" not in told and "<style" not in told and "href" not in told


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"format": "png5"}, "bad-value", "format"),
        ({"as_of": "2026-02-30"}, "bad-value", "as_of"),
        ({"as_of": "2026"}, "bad-value", "as_of"),
        ({"accord": "lantern,lanterna"}, "unknown-name", "accord"),
        ({"accord": ","}, "bad-value", "accord"),
        ({"include": "everything"}, "bad-value", "include"),
        ({"lang": "fr"}, "bad-value", "lang"),
        ({"day": "2026-01-01"}, "unknown-field", "day"),
    ],
)
def test_bad_input_is_a_problem_naming_the_field(
    client: Any, given: dict[str, str], code: str, field: str
) -> None:
    found = client.get("/api/v1/network", params=given)
    assert (found.status_code, found.headers["content-type"]) == (422, "application/problem+json")
    told = found.json()
    assert (told["code"], told["field"]) == (code, field) and told["accepted"] and told["given"]


def test_parameters_are_documented(client: Any) -> None:
    told = client.get("/openapi.json").json()["paths"]["/api/v1/network"]["get"]
    assert [p["name"] for p in told["parameters"]] == [
        "as_of", "accord", "include", "tier", "goal", "group", "force", "format", "lang",
    ]  # fmt: skip
    assert "image/svg+xml" in told["responses"]["200"]["content"]


def test_what_has_no_member_that_day_is_left_out_and_named(client: Any) -> None:
    early = {"as_of": "1985-01-01"}
    data = ask(client, **early).json()["data"]
    left = {each["id"]: each for each in data["left_out"]}
    assert left and not set(left) & {node["id"] for node in data["nodes"]}
    assert all(each["why"] in ("not-in-force", "none-that-day", "none-known") for each in left.values())
    label = next(iter(left.values()))["label"]["en"]
    svg = drawing(ask(client, format="svg", **early).text)
    assert not set(left) & set(positions(svg))
    assert label in (svg.findtext(f"{SVG}desc") or "")
    rows = list(csv.DictReader(io.StringIO(ask(client, format="csv", as_of="2012-01-01").text)))
    assert all("left_out" in row for row in rows)


def test_what_has_no_member_is_shown_where_it_is_asked_for(client: Any) -> None:
    early = {"as_of": "1985-01-01"}
    [one, *_] = ask(client, **early).json()["data"]["left_out"]
    for asked in ({"include": "empty"}, {"accord": one["id"].partition("/")[2]}):
        data = ask(client, **early, **asked).json()["data"]
        assert data["left_out"] == [] and one["id"] in {node["id"] for node in data["nodes"]}
        assert one["id"] in positions(drawing(ask(client, format="svg", **early, **asked).text))
