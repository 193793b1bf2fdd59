"""Receipts: an answer that can be kept, checked and asked again.

A receipt holds the question, the versions of software, data and ontology, the answer, every statement
that the answer rests on with its values and sources, and a digest of all of it.  The digest shows that
a receipt is as it was made; it does not show who made it.

>>> made = sealed({"question": {}, "answer": {}, "statements": []})
>>> checked(made) == made
True

What a person says of themselves is part of the question, so it is in the receipt: in the hands of who
asked for it, and nowhere else.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from accordgraph.errors import NotAReceipt, ReceiptEdited, TooLarge
from accordgraph.namespaces import ID, shorten
from accordgraph.pathways.search import Path
from accordgraph.pathways.world import World
from accordgraph.records import Records

FORMAT = 1
"""Bump when older receipts cannot be replayed any more."""

LIMIT = 16_000_000
"""How many bytes a receipt may have."""

SHOWN = ("id", "iri", "type", "evidence", "rivals", "label_is_translation")
"""Parts of a record that are no value of the statement."""

VERSIONS = ("software_version", "data_version", "ontology_version")
PARTS: dict[str, type] = {
    "format": int, "question": dict, "answer": dict, "statements": list, **dict.fromkeys(VERSIONS, str)
}  # fmt: skip
STATED: dict[str, type] = {"id": str, "values": dict, "sources": list}
NAME = re.compile(r"[a-z-]{1,50}/[\w.-]{1,200}")
HINT = "Save one with `accordgraph pathways … --receipt FILE` or `/api/v1/pathways?…&receipt=true`."


def digest(receipt: Mapping[str, Any]) -> str:
    """The digest of a receipt: SHA-256 of its canonical JSON without the digest itself.

    Raises
    ------
    ValueError : what no JSON can hold.
    """
    covered = {key: value for key, value in receipt.items() if key != "digest"}
    text = json.dumps(
        _canonical(covered), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _canonical(value: Any) -> Any:
    """The same, with whole numbers as integers: other programs write 2.0 as 2."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: _canonical(each) for key, each in value.items()}
    return [_canonical(each) for each in value] if isinstance(value, list) else value


def sealed(receipt: Mapping[str, Any]) -> dict[str, Any]:
    """A receipt of this format with its digest; versions that are not given are empty."""
    whole = {"format": FORMAT, **dict.fromkeys(VERSIONS, ""), **receipt}
    return {**whole, "digest": digest(whole)}


def read(written: bytes) -> dict[str, Any]:
    """A receipt from a file.

    Raises
    ------
    TooLarge, NotAReceipt, ReceiptEdited
    """
    if len(written) > LIMIT:
        raise TooLarge("This is too large for a receipt.", field="receipt", accepted=f"at most {LIMIT} bytes")
    try:
        return checked(json.loads(written))
    except (ValueError, RecursionError):
        raise NotAReceipt("The file is not JSON.", field="receipt", hint=HINT) from None


def checked(receipt: Any) -> dict[str, Any]:
    """A receipt that is whole and as it was made.

    Raises
    ------
    NotAReceipt : something else, or a receipt of another format.
    ReceiptEdited : its digest does not fit.
    """
    if not isinstance(receipt, dict):
        raise NotAReceipt("This is not a receipt.", field="receipt", accepted="a JSON object", hint=HINT)
    _check_form(receipt, PARTS)
    for each in receipt["statements"]:
        _check_form(each, STATED)
        if not NAME.fullmatch(each["id"]):
            raise NotAReceipt("This is no name of a statement.", field="id", given=each["id"], hint=HINT)
    if receipt["format"] != FORMAT:
        raise NotAReceipt(
            "The receipt is of another format.", field="format", given=receipt["format"], accepted=str(FORMAT)
        )
    try:
        fits = receipt.get("digest") == digest(receipt)
    except (ValueError, RecursionError):
        fits = False
    if not fits:
        raise ReceiptEdited(
            "The receipt was changed after it was made: its digest does not fit.",
            field="digest",
            given=receipt.get("digest"),
            hint="Use the file as it was saved, or ask the question again.",
        )
    return receipt


def plain(question: Mapping[str, Any]) -> dict[str, Any]:
    """A question as JSON holds it: dates that a YAML file brought become texts."""
    found: dict[str, Any] = json.loads(json.dumps(question, default=str))
    return found


def iri(name: str) -> str:
    """The IRI of a statement, from its name in a receipt."""
    return f"{ID}{name}"


def included(receipt: Mapping[str, Any]) -> frozenset[str]:
    """What the question of a receipt asks to include."""
    raw = receipt["question"].get("include")
    return frozenset(
        raw.split(",") if isinstance(raw, str) else map(str, raw if isinstance(raw, list) else ())
    )


def _check_form(holder: Any, parts: Mapping[str, type]) -> None:
    for name, kind in parts.items():
        if not isinstance(holder, dict) or type(holder.get(name)) is not kind:
            raise NotAReceipt("This is not a receipt.", field=name, accepted=kind.__name__, hint=HINT)


def used(world: World, ways: Iterable[Path], answer: Any) -> list[str]:
    """IRIs of all that an answer rests on: of its paths, closed ones too, and of what it cites."""
    found: dict[str, None] = {}
    for way in ways:
        wanted = [*way.value.used, *way.home_bodies, *way.target_bodies]
        wanted += [s for step in way.steps for s in step.used]
        wanted += [s for r in way.value.reasons for s in (r.accord, r.statement, *r.further) if s]
        for statement in wanted:
            found.setdefault(statement)
            found.update(dict.fromkeys(_asked_by(world, statement)))
    found.update(dict.fromkeys(map(iri, _cited(answer))))
    return sorted(statement for statement in found if statement.startswith(ID))


def _asked_by(world: World, statement: str) -> Iterator[str]:
    """The conditions of a standard or a rule, and what counts for them."""
    standard, rule = world.standards.get(statement), world.rules.get(statement)
    wanted = [standard.root] if standard else list(rule.conditions) if rule else []
    seen: set[str] = set()
    while wanted:
        name = wanted.pop()
        condition = world.conditions.get(name)
        if condition is None or name in seen:
            continue
        seen.add(name)
        yield name
        wanted += [*condition.operands, *condition.included]
        for equivalence in world.equivalences_for(name):
            yield equivalence.id
            wanted.append(equivalence.condition)


def _cited(told: Any) -> Iterator[str]:
    """The statements that any part of an answer cites."""
    if isinstance(told, dict):
        for name, value in told.items():
            if name == "evidence":
                yield from (each["statement"] for each in value)
            else:
                yield from _cited(value)
    elif isinstance(told, list):
        for each in told:
            yield from _cited(each)


def stated(records: Records, statements: Iterable[str]) -> list[dict[str, Any]]:
    """Statements as receipts hold them: values under the keys of the API, and where they come from."""
    found = []
    for statement in statements:
        if records.exists(statement):
            record = records.record(statement)
            found.append(
                {
                    "id": shorten(statement),
                    "values": {key: _named(value) for key, value in record.items() if key not in SHOWN},
                    "sources": [
                        {key: value for key, value in each.items() if key != "statement"}
                        for each in record["evidence"]
                    ],
                }
            )
    return found


def _named(value: Any) -> Any:
    """A value with the things it names by their names alone."""
    if isinstance(value, list):
        return [_named(each) for each in value]
    return value["id"] if isinstance(value, dict) and "id" in value else value


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
    one, other = _canonical(then["answer"]), _canonical(now["answer"])
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
    was, is_ = _canonical(old["values"]), _canonical(new["values"])
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
