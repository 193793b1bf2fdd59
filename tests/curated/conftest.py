"""The project's own content, built once the way users build it."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordgraph.service import AccordGraph
from accordgraph.settings import Settings
from accordgraph.snapshot import Content, build


@pytest.fixture(scope="session")
def real(root: Path, tmp_path_factory: pytest.TempPathFactory) -> AccordGraph:
    """A service over the real content; shapes and consistency are checked in `test_content.py`."""
    home = tmp_path_factory.mktemp("real")
    return AccordGraph(build(Content.under(root), home, check=False), Settings(root=root, home=home))
