"""The project's own content, built the way users build it."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordgraph.service import AccordGraph
from accordgraph.settings import Settings
from accordgraph.snapshot import Snapshot


@pytest.fixture(scope="session")
def real(root: Path, real_snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> AccordGraph:
    """A service over the real content."""
    return AccordGraph(real_snapshot, Settings(root=root, home=tmp_path_factory.mktemp("real")))
