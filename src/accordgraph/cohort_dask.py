"""The parts of a cohort on a Dask cluster; what a lost worker had is answered by another one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from distributed import Client, WorkerPlugin

Carry = Callable[[str, bytes], None]
Drop = Callable[[str], None]


class Carrier(WorkerPlugin):
    """Gives the facts to each worker, also to one that starts later."""

    def __init__(self, name: str, packed: bytes, carry: Carry, drop: Drop) -> None:
        self.name, self._packed, self._carry, self._drop = name, packed, carry, drop

    def setup(self, worker: Any) -> None:  # noqa: ARG002 - the plugin's interface
        """Called by a worker at its start."""
        self._carry(self.name, self._packed)

    def teardown(self, worker: Any) -> None:  # noqa: ARG002 - the plugin's interface
        """Called by a worker when the job is over."""
        self._drop(self.name)


@contextmanager
def cluster(address: str, name: str, packed: bytes, carry: Carry, drop: Drop) -> Iterator[Executor]:
    """An executor on the cluster of a scheduler."""
    with Client(address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.register_plugin(Carrier(name, packed, carry, drop), name=name)
        try:
            # Each part is asked once, and its people are nobody's to find by a key made of them.
            with client.get_executor(pure=False) as executor:
                yield executor
        finally:
            client.unregister_worker_plugin(name)
