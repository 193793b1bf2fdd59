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
from collections.abc import Mapping
from typing import Any

from accordgraph.errors import NotAReceipt, ReceiptEdited, TooLarge

FORMAT = 1
"""Bump when older receipts cannot be replayed any more."""

LIMIT = 16_000_000
"""How many bytes a receipt may have."""

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
        canonical(covered), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def canonical(value: Any) -> Any:
    """The same, with whole numbers as integers: other programs write 2.0 as 2."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: canonical(each) for key, each in value.items()}
    return [canonical(each) for each in value] if isinstance(value, list) else value


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
