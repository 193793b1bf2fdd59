"""Citations as people read them: one line for each place in a source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def by_source(evidence: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Citations grouped by source, place and certainty, each with the statements it speaks for."""
    groups: dict[tuple[str, ...], dict[str, Any]] = {}
    for each in evidence:
        key = (each["source"], each["locator"] or "", each["certainty"])
        group = groups.setdefault(key, {**each, "statements": []})
        if each["statement"] not in group["statements"]:
            group["statements"].append(each["statement"])
    return list(groups.values())
