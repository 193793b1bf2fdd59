"""What the Makefile names exists."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path


def test_bytecode_is_written_of_modules_that_exist(root: Path) -> None:
    text = (root / "Makefile").read_text("utf-8").replace("\\\n", "")
    told = re.search(r"^WARM := PYTHONDONTWRITEBYTECODE= \S+ -c 'import (.*)'$", text, re.MULTILINE)
    assert told is not None
    names = re.split(r",\s*", told[1])
    assert {"accordgraph.cli", "accordgraph.web.server"} <= set(names)
    assert not [name for name in names if importlib.util.find_spec(name) is None]
