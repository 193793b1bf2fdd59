"""Pages of a table: together they are the whole answer, or the reader is told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordgraph.errors import BadValue, PageGone, QueryResultTooLarge
from accordgraph.sparql import pages
from accordgraph.sparql.evaluate import Evaluator
from accordgraph.sparql.messages import PageMark, PageWish, SparqlRequest, SparqlResult
from accordgraph.sparql.pool import WorkerPool
from accordgraph.sparql.serialise import Caps

NUMBERS = SparqlRequest("SELECT ?s ?n { ?s <http://example.org/number> ?n }")
EDITION = "one"


def rows(result: SparqlResult) -> list[Any]:
    return list(json.loads(result.body)["results"]["bindings"])


def paged(evaluator: Evaluator, request: SparqlRequest, size: int) -> list[SparqlResult]:
    """All pages, each asked for by the token of the one before."""
    found = [evaluator.answer(replace(request, page=pages.first(size)))]
    while (mark := found[-1].page) and mark.more:
        wish = pages.following(size, pages.token(mark, EDITION, request), EDITION, request)
        found.append(evaluator.answer(replace(request, page=wish)))
    return found


PATTERNS = [
    "?a <http://example.org/number> ?b .",
    "?b <http://example.org/number> ?c .",
    "?a ?p ?c .",
    "OPTIONAL { ?a <http://example.org/text> ?d }",
    "{ ?a <http://example.org/text> ?d } UNION { ?a <http://example.org/in> ?d }",
    "VALUES (?d ?e) { (UNDEF 'tab\\t, line\\n, \"quote\"'@en) ('},{' 1.50) (<a:b> UNDEF) }",
    "FILTER(?b < 40)",
    "FILTER NOT EXISTS { ?a <http://example.org/in> ?x }",
    "BIND(STRLEN(STR(?b)) AS ?f)",
]
HEADS = [
    "SELECT *",
    "SELECT DISTINCT ?d ?b",
    "SELECT REDUCED ?a ?d",
    "SELECT ?none ?b",
    "SELECT ?f (COUNT(*) AS ?n)",
]
ENDS = ["", "ORDER BY ?b", "ORDER BY DESC(?d) ?a", "LIMIT 77", "OFFSET 5"]


@st.composite
def queries(draw: st.DrawFn) -> str:
    head = draw(st.sampled_from(HEADS))
    body = " ".join(draw(st.lists(st.sampled_from(PATTERNS), max_size=4, unique=True)))
    group = " GROUP BY ?f" if "COUNT" in head else ""
    return f"{head} {{ {{ SELECT * {{ {body} }} LIMIT 500 }} }}{group} {draw(st.sampled_from(ENDS))}"


@pytest.mark.soak
@given(query=queries(), size=st.integers(1, 600), name=st.sampled_from(["json", "xml", "csv", "tsv"]))
def test_all_pages_together_are_the_whole_answer(
    evaluator: Evaluator, query: str, size: int, name: str
) -> None:
    request = SparqlRequest(query, table=name)
    whole = evaluator.answer(request).body
    result_format = {
        "json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML,
        "csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV,
    }[name]  # fmt: skip
    size = max(size, 20) if len(whole) > 2_000 else size  # few pages are as good as many
    found = paged(evaluator, request, size)
    first = 1
    for each in found:
        assert each.page
        assert each.page.first == first
        first = each.page.last + 1
    assert len(found) == max(1, -(-(first - 1) // size))
    if name == "csv":
        head, end, _ = whole.partition(b"\r\n")
        assert head + end + b"".join(each.body.partition(b"\r\n")[2] for each in found) == whole
        return
    expected = [str(row) for row in ox.parse_query_results(whole, result_format)]  # type: ignore[union-attr]
    parts = [ox.parse_query_results(each.body, result_format) for each in found]
    assert [str(row) for part in parts for row in part] == expected  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("size", "numbers"), [(100, [100, 100, 100]), (299, [299, 1]), (300, [300]), (301, [300])]
)
def test_the_last_page_is_the_one_after_which_nothing_comes(
    evaluator: Evaluator, size: int, numbers: list[int]
) -> None:
    found = paged(evaluator, NUMBERS, size)
    assert [len(rows(each)) for each in found] == numbers
    assert [each.page.more for each in found if each.page] == [True] * (len(numbers) - 1) + [False]


def test_an_answer_without_rows_is_one_page(evaluator: Evaluator) -> None:
    [found] = paged(evaluator, SparqlRequest("SELECT ?s { ?s <http://example.org/none> ?o }"), 5)
    assert found.page == PageMark(1, 0, False, found.page.digest if found.page else "")


def test_pages_reach_beyond_the_cap_of_a_whole_result(store_path: Path) -> None:
    strict = Evaluator(ox.Store.read_only(str(store_path)), Caps(rows=10, bytes=100_000))
    with pytest.raises(QueryResultTooLarge, match="more than 10 rows") as told:
        strict.answer(NUMBERS)
    assert "page-size" in str(told.value.hint)
    found = paged(strict, NUMBERS, 50)
    assert {len(rows(each)) for each in found} == {10}
    assert len({row["n"]["value"] for each in found for row in rows(each)}) == 300


def test_a_page_above_the_cap_of_bytes_is_an_error(store_path: Path) -> None:
    strict = Evaluator(ox.Store.read_only(str(store_path)), Caps(rows=1_000, bytes=500))
    with pytest.raises(QueryResultTooLarge, match="more than 500 bytes"):
        strict.answer(replace(NUMBERS, page=pages.first(200)))
    assert len(rows(strict.answer(replace(NUMBERS, page=pages.first(3))))) == 3


@pytest.mark.parametrize(
    "wish", [PageWish(10, 50, "0" * 32), PageWish(10, 300, "0" * 32), PageWish(10, 400, "0" * 32)]
)
def test_rows_in_another_order_are_told(evaluator: Evaluator, wish: PageWish) -> None:
    with pytest.raises(PageGone, match="not those that were sent"):
        evaluator.answer(replace(NUMBERS, page=wish))


def test_a_token_is_good_for_its_query_and_its_data_only(evaluator: Evaluator) -> None:
    mark = evaluator.answer(replace(NUMBERS, page=pages.first(7))).page
    assert mark
    token = pages.token(mark, EDITION, NUMBERS)
    assert pages.following(9, token, EDITION, NUMBERS) == PageWish(9, 7, mark.digest)
    with pytest.raises(PageGone, match="data have changed"):
        pages.following(9, token, "two", NUMBERS)
    for other in (replace(NUMBERS, query="SELECT * {}"), replace(NUMBERS, default_graphs=("a:b",))):
        with pytest.raises(BadValue, match="another query"):
            pages.following(9, token, EDITION, other)
    for text in ("", "7", token[:-1], f"-{token}", f"{token}.0"):
        with pytest.raises(BadValue, match="not known"):
            pages.following(9, text, EDITION, NUMBERS)


@pytest.mark.parametrize("call", ["RAND()", "NOW()", "uuid()", "STRUUID()", "BNODE()", "\\u0052AND()"])
def test_answers_that_differ_each_time_have_no_pages(call: str) -> None:
    with pytest.raises(BadValue, match="differ each time"):
        pages.check(SparqlRequest(f"SELECT ({call} AS ?x) {{}}"))


def test_a_graph_has_no_pages_and_a_yes_is_whole(evaluator: Evaluator) -> None:
    with pytest.raises(BadValue, match="no pages"):
        evaluator.answer(SparqlRequest("CONSTRUCT WHERE { ?s ?p ?o }", page=pages.first(5)))
    assert evaluator.answer(SparqlRequest("ASK {}", page=pages.first(5))).page is None


def test_pages_come_through_a_pool_of_processes(store_path: Path) -> None:
    with WorkerPool(store_path, workers=2, seconds=60, rows=100) as pool:
        found, wish = list[Any](), pages.first(100)
        while True:
            result = pool.run_sync(replace(NUMBERS, page=wish))
            found += rows(result)
            assert result.page
            if not result.page.more:
                break
            wish = PageWish(100, result.page.last, result.page.digest)
    assert len({row["n"]["value"] for row in found}) == len(found) == 300
