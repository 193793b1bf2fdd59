"""What is different between a receipt and the answer of today, and which statements make it so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accordgraph.receipts import VERSIONS, canonical


def compared(
    then: Mapping[str, Any], now: Mapping[str, Any], still: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """Whether two answers to a question are the same, and which statements make the difference.

    Parameters
    ----------
    then, now : receipts.
    still : statements of the first that the second does not use, as they are stated today.
    """
    before = {each["id"]: each for each in then["statements"]}
    after = {each["id"]: each for each in now["statements"]}
    known = {**{each["id"]: each for each in still}, **after}
    statements = [
        told
        for name in sorted(before.keys() | after.keys())
        if (told := _difference(name, before.get(name), known.get(name), name in after))
    ]
    one, other = canonical(then["answer"]), canonical(now["answer"])
    facts = [each["id"] for each in statements if each["what"] != "unused"]
    return {
        "same": one == other and not facts,
        "answer_same": one == other,
        "then": {name: then[name] for name in VERSIONS},
        "now": {name: now[name] for name in VERSIONS},
        "parts": sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key)),
        "outcomes": _outcomes(one, other),
        "statements": statements,
        "because": {
            "facts": facts,
            **{name: then[f"{name}_version"] != now[f"{name}_version"] for name in ("software", "ontology")},
        },
    }


def _difference(
    name: str, then: Mapping[str, Any] | None, now: Mapping[str, Any] | None, in_use: bool
) -> dict[str, Any] | None:
    """How a statement differs: new in the answer, gone, unused now, changed, or of other sources."""
    old, new = then or {"values": {}, "sources": []}, now or {"values": {}, "sources": []}
    was, is_ = canonical(old["values"]), canonical(new["values"])
    properties = {
        key: {"then": was.get(key), "now": is_.get(key)}
        for key in sorted(was.keys() | is_.keys())
        if was.get(key) != is_.get(key)
    }
    if then is None:
        what = "new"
    elif now is None:
        what = "gone"
    elif properties:
        what = "changed"
    elif old["sources"] != new["sources"]:
        what = "sources"
    elif not in_use:
        what = "unused"
    else:
        return None
    told = {"id": name, "what": what, "properties": properties}
    if old["sources"] != new["sources"]:
        told["sources"] = {"then": old["sources"], "now": new["sources"]}
    return told


def _outcomes(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The outcomes of each accord's paths, where they differ."""

    def of(answer: Mapping[str, Any]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        paths = answer.get("paths")
        for path in paths if isinstance(paths, list) else ():
            if isinstance(path, dict):
                found.setdefault(str(path.get("accord") or ""), []).append(str(path.get("outcome")))
        return found

    old, new = of(then), of(now)
    return [
        {"accord": accord or None, "then": old.get(accord, []), "now": new.get(accord, [])}
        for accord in sorted(old.keys() | new.keys())
        if old.get(accord) != new.get(accord)
    ]
