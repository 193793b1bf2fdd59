"""Receipts: what they hold, when they are refused, and what a replay blames."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from accordgraph import receipts, service
from accordgraph.errors import NotAReceipt, ReceiptEdited, TooLarge
from accordgraph.receipts import statements
from accordgraph.service import AccordGraph
from accordgraph.settings import Settings
from accordgraph.snapshot import Content, build

TODAY = date(2026, 1, 1)
ASKED = {
    "home": "XN",
    "target": "XS",
    "goal": "competence",
    "profile": {
        "degree_jurisdiction": "XN",
        "degree_awarded": "2014-06-30",
        "degree_accredited": True,
        "design_office_years": 4,
        "site_years": 2,
        "competence": True,
        "ethics": True,
        "referees": True,
    },
}

World = Callable[..., AccordGraph]


@pytest.fixture(scope="module")
def world(root: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    """``world((file, old, new), …)``: the fictional facts with some texts replaced."""
    made: dict[tuple[Any, ...], AccordGraph] = {}

    def make(*changes: tuple[str, str, str]) -> AccordGraph:
        if changes not in made:
            folder = tmp_path_factory.mktemp("world")
            shutil.copytree(root / "tests" / "worlds" / "fiction", folder / "data")
            shutil.copytree(root / "tests" / "worlds" / "relays", folder / "data" / "relays")
            for name, old, new in changes:
                path = folder / "data" / name
                text = path.read_text("utf-8")
                assert old in text
                path.write_text(text.replace(old, new), "utf-8")
            content = Content(root / "ontology", (folder / "data",), root / "queries")
            home = folder / "home"
            made[changes] = AccordGraph(build(content, home, check=False), Settings(root=root, home=home))
        return made[changes]

    return make


@pytest.fixture(scope="module")
def kept(world: World) -> dict[str, Any]:
    return world().receipt(ASKED, today=TODAY)


def through_json(receipt: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(receipt))
    return found


def resealed(receipt: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return receipts.sealed({**receipt, **changed})


def blamed(told: dict[str, Any]) -> dict[str, str]:
    return {each["id"]: each["what"] for each in told["data"]["statements"]}


def test_it_holds_the_question_the_answer_and_what_that_rests_on(kept: dict[str, Any]) -> None:
    assert kept["question"] == {**ASKED, "as_of": "2026-01-01", "lang": "en"}
    assert kept["answer"]["paths"][0]["outcome"] == "open"
    by_id = {each["id"]: each for each in kept["statements"]}
    member = by_id["membership/meridian-northland-1"]
    assert member["values"]["valid_from"] == "2010-01-01"
    assert member["values"]["tier"] == "tier/meridian-charter"
    assert member["sources"][0]["title"] == "Fictional gazette"
    assert by_id["condition/meridian-office"]["values"]["min_years"] == 2
    assert "equivalence/lantern-degree-for-meridian" in by_id
    assert not [name for name in by_id if name.startswith("supposed")]


def test_the_same_facts_give_the_same_answer_and_bytes(world: World, kept: dict[str, Any]) -> None:
    assert world().receipt(ASKED, today=TODAY) == kept
    told = world().replay(through_json(kept), today=date(2031, 5, 5))["data"]
    assert told["same"]
    assert told["because"] == {"facts": [], "software": False, "ontology": False}


YEARS = ("meridian.ttl", "ag:readsField field:design-office-years ;\n    ag:minYears 2.0",
         "ag:readsField field:design-office-years ;\n    ag:minYears 9.0")  # fmt: skip
SOURCE = ("places.ttl", 'ag:locator "page 1"', 'ag:locator "page 2"')
GONE = (
    "meridian.ttl",
    "membership:meridian-southland-1 a ag:Membership",
    "membership:other-1 a ag:Membership",
)


def test_a_changed_fact_is_named_with_its_value_then_and_now(world: World, kept: dict[str, Any]) -> None:
    told = world(YEARS).replay(kept, today=TODAY)["data"]
    assert not told["same"]
    assert told["outcomes"] == [{"accord": "meridian", "then": ["open"], "now": ["not_yet"]}]
    assert told["because"]["facts"] == ["condition/meridian-office"]
    (changed,) = (each for each in told["statements"] if each["what"] == "changed")
    assert changed["properties"] == {"min_years": {"then": 2, "now": 9.0}}


def test_other_sources_of_the_same_fact_are_told(world: World, kept: dict[str, Any]) -> None:
    told = world(SOURCE).replay(kept, today=TODAY)["data"]
    assert not told["same"]
    assert not told["outcomes"]
    member = next(each for each in told["statements"] if each["id"] == "membership/meridian-northland-1")
    assert member["what"] == "sources"
    assert [member["sources"][when][0]["locator"] for when in ("then", "now")] == ["page 1", "page 2"]


def test_a_fact_that_is_gone_and_one_that_is_new_are_told(world: World, kept: dict[str, Any]) -> None:
    found = blamed(world(GONE).replay(kept, today=TODAY))
    assert found["membership/meridian-southland-1"] == "gone"
    assert found["membership/other-1"] == "new"


def test_what_is_not_used_any_more_but_stands_is_no_cause(world: World, kept: dict[str, Any]) -> None:
    receipt = resealed(
        kept, statements=[*kept["statements"], *_stated(world(), "membership/meridian-westland-1")]
    )
    told = world().replay(receipt, today=TODAY)["data"]
    assert told["same"]
    assert [each["what"] for each in told["statements"]] == ["unused"]


def _stated(graph: AccordGraph, *names: str) -> list[dict[str, Any]]:
    return statements.stated(graph.records, map(statements.iri, names))


def test_another_software_version_is_told_and_is_no_difference(
    world: World, kept: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "__version__", "99.0.0")
    told = world().replay(kept, today=TODAY)["data"]
    assert told["same"]
    assert told["because"]["software"]
    assert told["now"]["software_version"] == "99.0.0"


def test_another_answer_of_another_software_blames_no_fact(world: World, kept: dict[str, Any]) -> None:
    receipt = resealed(kept, software_version="0.0.1", answer={**kept["answer"], "paths": []})
    told = world().replay(receipt, today=TODAY)["data"]
    assert (told["same"], told["because"]["facts"], told["because"]["software"]) == (False, [], True)
    assert told["parts"] == ["paths"]


def test_a_question_that_cannot_be_asked_any_more_is_a_change(world: World, kept: dict[str, Any]) -> None:
    told = world().replay(resealed(kept, question={**kept["question"], "home": "ZZ"}), today=TODAY)["data"]
    assert not told["same"]
    assert told["problem"]["code"] == "unknown-name"


def test_relays_and_their_registrations_are_in_it(world: World) -> None:
    graph = world()
    receipt = graph.receipt({**ASKED, "home": "XQ", "relay": 1}, today=TODAY)
    assert receipt["answer"]["relays"]
    assert "procedure-requirement/northland-residence" in {each["id"] for each in receipt["statements"]}
    changed = world(("relays/relays.ttl", "a year of residence in Northland", "two years of residence"))
    assert blamed(changed.replay(receipt, today=TODAY)) == {
        "procedure-requirement/northland-residence": "changed"
    }


def test_a_receipt_is_the_same_after_other_programs_wrote_it(kept: dict[str, Any]) -> None:
    """They may write 2.0 as 2, indent, and put keys in another order; that edits nothing."""
    rewritten = json.dumps(dict(reversed(kept.items())), indent=3).replace(".0,", ",").replace(".0\n", "\n")
    assert receipts.read(rewritten.encode())["digest"] == kept["digest"]


def _edit(receipt: dict[str, Any], part: str) -> None:
    if part == "answer":
        receipt["answer"]["paths"][0]["outcome"] = "blocked"
    elif part == "statements":
        receipt["statements"][0]["values"]["note"] = "x"
    elif part == "question":
        receipt["question"]["profile"]["ethics"] = False
    else:
        receipt[part] = receipt.get(part, "") + "0"


@pytest.mark.parametrize(
    "part",
    ["answer", "statements", "question", "data_version", "software_version", "digest", "notice", "more"],
)
def test_an_edited_receipt_is_refused(world: World, kept: dict[str, Any], part: str) -> None:
    edited = copy.deepcopy(kept)
    _edit(edited, part)
    with pytest.raises(ReceiptEdited) as refused:
        world().replay(edited, today=TODAY)
    assert refused.value.code == "receipt-edited"


MALFORMED: dict[str, Any] = {
    "a list": [],
    "nothing": {},
    "an answer": {"data": {}, "meta": {}},
    "a question that is a text": {"question": "x"},
    "statements that are texts": {"statements": ["x"]},
    "a statement without values": {"statements": [{"id": "a/b", "sources": []}]},
    "a statement with a wild name": {"statements": [{"id": "a/b> <c", "values": {}, "sources": []}]},
    "another format": {"format": 2},
    "a format that is true": {"format": True},
}


@pytest.mark.parametrize("given", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_receipt_is_refused(given: Any) -> None:
    whole = {"question": {}, "answer": {}, "statements": []}
    with pytest.raises(NotAReceipt):
        receipts.checked(given if not given or "data" in given else receipts.sealed({**whole, **given}))


@pytest.mark.parametrize("written", [b"", b"\xff\xfe", b"{", b"[" * 100_000, b'{"digest": NaN}'])
def test_what_is_no_json_is_refused(written: bytes) -> None:
    with pytest.raises(NotAReceipt):
        receipts.read(written)


def test_numbers_and_texts_that_no_json_holds_do_not_pass(kept: dict[str, Any]) -> None:
    for value in (float("inf"), "\ud800"):
        with pytest.raises(ReceiptEdited):
            receipts.checked({**kept, "notice": value})


def test_a_huge_receipt_is_refused_unread() -> None:
    with pytest.raises(TooLarge):
        receipts.read(b" " * (receipts.LIMIT + 1))


@pytest.mark.parametrize(
    "answer", [{"paths": 5}, {"paths": [1]}, {"paths": [{"accord": [], "outcome": {}}]}], ids=str
)
def test_a_made_up_answer_is_a_difference_and_no_failure(
    world: World, kept: dict[str, Any], answer: dict[str, Any]
) -> None:
    assert not world().replay(resealed(kept, answer=answer), today=TODAY)["data"]["same"]


@pytest.mark.parametrize("include", [5, "closed,nothing", [["pending"]], None])
def test_a_made_up_question_is_told_as_a_problem(world: World, kept: dict[str, Any], include: Any) -> None:
    told = world().replay(resealed(kept, question={"include": include}), today=TODAY)["data"]
    assert told["problem"]["code"] in ("bad-value", "missing-value")
