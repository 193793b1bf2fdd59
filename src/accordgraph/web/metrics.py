"""Counts and times of requests for Prometheus, by route and status, never by what was asked."""

from __future__ import annotations

import os
import threading
from collections import deque
from contextlib import suppress
from typing import Any, NamedTuple

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which the processes of one port share what they count; prometheus-client reads it."""

BUCKETS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0, float("inf"))


class Seen(NamedTuple):
    """One request that was answered."""

    method: str
    route: str
    status: int
    seconds: float


class Meter:
    """Counts requests.

    The client library takes a tenth of a second to load, so it is loaded when the counts are first asked
    for; until then requests wait in a list.  A process that shares a port loads it after its first answer,
    as another one may be asked for the counts of all.
    """

    content_type = "text/plain; version=0.0.4; charset=utf-8"

    def __init__(self) -> None:
        self._waiting: deque[Seen] = deque()
        self._lock = threading.Lock()
        self._told: Any = None
        self._loading = False
        self._versions: dict[str, str] = {}

    def load(self) -> None:
        """Load the client library; once is enough."""
        with self._lock:
            if self._told is None:
                told = _Prometheus()
                told.serving(self._versions)
                self._told = told
        self._drain()

    def count(self, seen: Seen) -> None:
        """Take note of a request."""
        self._waiting.append(seen)
        if self._told is not None:
            self._drain()
        elif MULTIPROCESS in os.environ and not self._loading:
            self._loading = True
            threading.Thread(target=self.load, name="metrics", daemon=True).start()

    def serving(self, **versions: str) -> None:
        """Take note of the versions that are served from now on."""
        self._versions = versions
        if self._told is not None:
            self._told.serving(versions)

    def _drain(self) -> None:
        with suppress(IndexError):  # another thread may have taken the last
            while True:
                self._told.count(self._waiting.popleft())

    def text(self) -> bytes:
        """All counts, in the text format of Prometheus; of all processes that share a port."""
        self.load()
        told: bytes = self._told.text()
        return told


class _Prometheus:
    """The metrics of the client library."""

    def __init__(self) -> None:
        import prometheus_client as prometheus

        self._registry = prometheus.CollectorRegistry()
        self._requests = prometheus.Counter(
            "http_requests", "Requests answered.", ["method", "route", "status"], registry=self._registry
        )
        self._seconds = prometheus.Histogram(
            "http_request_seconds", "Time until the whole answer was sent.", ["route"],
            registry=self._registry, buckets=BUCKETS,
        )  # fmt: skip
        self._serving = prometheus.Gauge(
            "accordgraph_serving", "Versions that are served.", ["data", "ontology", "software"],
            registry=self._registry, multiprocess_mode="livemax",
        )  # fmt: skip
        self._versions: dict[str, str] = {}

    def count(self, seen: Seen) -> None:
        self._requests.labels(seen.method, seen.route, str(seen.status)).inc()
        self._seconds.labels(seen.route).observe(seen.seconds)

    def serving(self, versions: dict[str, str]) -> None:
        if self._versions and self._versions != versions:
            self._serving.labels(**self._versions).set(0)
        if versions:
            self._serving.labels(**versions).set(1)
        self._versions = versions

    def text(self) -> bytes:
        import prometheus_client as prometheus
        from prometheus_client import multiprocess

        registry = self._registry
        if MULTIPROCESS in os.environ:
            registry = prometheus.CollectorRegistry()
            multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return prometheus.generate_latest(registry)


def forget(pid: int | None) -> None:
    """Take a process that has ended out of what is counted of the living ones."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]
