"""A query that needs more memory than one may use meets a limit with an error of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from accordgraph.errors import QueryMemory
from accordgraph.sparql import evaluate
from accordgraph.sparql.evaluate import Evaluator
from accordgraph.sparql.messages import SparqlRequest
from accordgraph.sparql.pool import WorkerPool

MOST = 48 << 20
DOUBLING = " ".join(f"BIND(CONCAT({', '.join([f'?x{n}'] * 8)}) AS ?x{n + 1})" for n in range(12))
GREEDY = f"SELECT (STRLEN(?x12) AS ?n) {{ BIND('12345678' AS ?x0) {DOUBLING} }}"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit needs Linux")
def test_the_error_names_the_limit_and_what_to_do(make_pool: Callable[..., WorkerPool]) -> None:
    pool = make_pool(workers=1, memory=MOST)
    with pytest.raises(QueryMemory) as error:
        pool.run_sync(SparqlRequest(GREEDY))
    assert error.value.code == "sparql-memory"
    assert error.value.accepted == f"at most {MOST} bytes of memory"
    assert error.value.hint
    assert b"true" in pool.run_sync(SparqlRequest("ASK {}")).body


def test_memory_that_runs_out_while_the_answer_is_written_is_the_same_error(
    evaluator: Evaluator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(evaluate, "write", full)
    with pytest.raises(QueryMemory, match="more memory"):
        evaluator.answer(SparqlRequest("ASK {}"))
