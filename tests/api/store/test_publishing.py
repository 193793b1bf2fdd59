"""What is published to a SPARQL server: whole versions, two of them, never a part."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pyoxigraph as ox
import pytest

from accordgraph.errors import StoreDown, StoreFailed
from accordgraph.publishing import publish
from accordgraph.service import AccordGraph
from accordgraph.settings import Settings
from accordgraph.snapshot import Snapshot
from accordgraph.sparql import versions


def renamed(snapshot: Snapshot, digest: str) -> Snapshot:
    """The same data as another version."""
    return replace(snapshot, manifest=replace(snapshot.manifest, digest=digest))


def held(server: Any) -> set[str]:
    """Beginnings of the digests whose graphs lie on a server."""
    graphs = {graph.value for graph in server.store.named_graphs() if isinstance(graph, ox.NamedNode)}
    return {graph.removeprefix(versions.ROOT)[:4] for graph in graphs} - {"vers"}


def test_publishing_twice_is_done_once(published: Any, graph: AccordGraph, asking: Callable) -> None:
    before = len(published.store)
    assert not publish(graph.snapshot, published.address, asking(published))
    assert len(published.store) == before


def test_two_versions_are_kept_and_what_was_broken_off_is_removed(
    elsewhere: Any, settings: Settings, graph: AccordGraph
) -> None:
    a, b, c = (renamed(graph.snapshot, digest * 16) for digest in ("aaaa", "bbbb", "cccc"))
    assert publish(a, elsewhere.address, settings)
    assert publish(b, elsewhere.address, settings)
    assert held(elsewhere) == {"aaaa", "bbbb"}

    def broken(_: str) -> None:
        raise OSError

    def at_facts(text: str) -> None:
        if "/facts>" in text and "INSERT" in text:
            elsewhere.before_update = broken  # and so the cleaning fails too

    elsewhere.before_update = at_facts
    with pytest.raises(StoreDown):
        publish(c, elsewhere.address, settings)
    assert held(elsewhere) == {"aaaa", "bbbb", "cccc"}, "begun, and of no account"
    elsewhere.before_update = lambda text: None
    assert publish(c, elsewhere.address, settings)
    assert held(elsewhere) == {"bbbb", "cccc"}
    begun = list(elsewhere.store.query(versions.EVERY))
    assert len(begun) == 2 and all(row["digest"] for row in begun)  # type: ignore[union-attr]


def test_readers_are_never_answered_from_a_release_that_is_not_whole(
    elsewhere: Any, settings: Settings, graph: AccordGraph, service: Callable, ask: Callable
) -> None:
    """Answers while versions come and go: whole, or refused."""
    assert publish(graph.snapshot, elsewhere.address, settings)
    seen, stop = list[object](), threading.Event()

    def read() -> None:
        while not stop.is_set():
            answer = ask(client)
            seen.append(answer.json()["results"] if answer.status_code == 200 else answer.json()["code"])

    with service(settings) as client:
        whole = ask(client).json()["results"]
        reader = threading.Thread(target=read)
        reader.start()
        try:
            for digest in ("aaaa", "bbbb"):
                publish(renamed(graph.snapshot, digest * 16), elsewhere.address, settings)
            publish(graph.snapshot, elsewhere.address, settings)
        finally:
            stop.set()
            reader.join()
        assert ask(client).json()["results"] == whole
    assert all(each in (whole, "store-other-version") for each in seen), seen
    assert whole in seen and "store-other-version" in seen


def test_a_store_that_loses_statements_serves_none_of_them(
    elsewhere: Any, settings: Settings, graph: AccordGraph
) -> None:
    def lost(handler: Any, query: str) -> None:
        handler.good(query.replace("COUNT(*)", "COUNT(DISTINCT ?p)"), {})

    elsewhere.wrong = lost
    with pytest.raises(StoreFailed, match="statements of the graph"):
        publish(graph.snapshot, elsewhere.address, settings)
    assert not held(elsewhere)


def test_another_run_that_takes_this_one_for_broken_off_ends_it(
    elsewhere: Any, settings: Settings, graph: AccordGraph
) -> None:
    def other(text: str) -> None:
        if "WHERE" in text and versions.HOLDS in text and "INSERT" in text:
            elsewhere.store.update(f"DELETE WHERE {{ GRAPH <{versions.VERSIONS}> {{ ?release ?p ?o }} }}")

    elsewhere.before_update = other
    with pytest.raises(StoreFailed, match="Another publish"):
        publish(graph.snapshot, elsewhere.address, settings)
    assert not held(elsewhere)


def test_a_writer_who_is_not_let_in_changes_nothing(
    elsewhere: Any, settings: Settings, graph: AccordGraph
) -> None:
    with pytest.raises(StoreFailed, match="401"):
        publish(graph.snapshot, elsewhere.address, replace(settings, publish_password="another"))  # noqa: S106
    assert not held(elsewhere)
