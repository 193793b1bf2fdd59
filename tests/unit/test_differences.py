"""Two versions of the data: which facts and which pathways changed."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from accordgraph import differences
from accordgraph.errors import BadValue
from accordgraph.snapshot import Content, build

DAY = date(2026, 1, 1)


@pytest.fixture
def old(root: Path, tmp_path: Path) -> Path:
    return _copy(root, tmp_path / "old")


@pytest.fixture
def new(root: Path, tmp_path: Path) -> Path:
    return _copy(root, tmp_path / "new")


def _copy(root: Path, place: Path) -> Path:
    place.mkdir()
    for name in ("ontology", "queries"):
        (place / name).symlink_to(root / name)
    shutil.copytree(root / "tests/worlds/fiction", place / "data")
    return place


def test_a_member_that_leaves(old: Path, new: Path) -> None:
    path = new / "data" / "meridian.ttl"
    text = path.read_text(encoding="utf-8")
    name = "membership:meridian-southland-1"
    start = text.index(f"\n{name} ")
    text = text[:start] + text[start:].replace(
        "ag:isUnderAccord accord:meridian ;",
        'ag:isUnderAccord accord:meridian ;\n    ag:validThrough "2024-12-31"^^xsd:date ;',
        1,
    )
    path.write_text(text, encoding="utf-8")
    content = Content.under(old)
    with differences.version(old, content) as before, differences.version(new, content) as after:
        facts = differences.facts(before, after)
        ways = differences.pathways(before, after, DAY)
        assert differences.facts(before, before) == differences.pathways(before, before, DAY) == []
    (fact,) = facts
    assert (fact["id"], fact["what"]) == ("membership/meridian-southland-1", "changed")
    assert fact["properties"]["validThrough"]["old"] == [] and fact["properties"]["validThrough"]["new"]
    assert ways and {"XS"} & {w["target"] for w in ways} and all(w["old"] != w["new"] for w in ways)
    assert all(w["rule"].startswith("meridian") for w in ways)


def test_a_snapshot_and_a_dump_are_versions_too(old: Path, tmp_path: Path) -> None:
    content = Content.under(old)
    made = build(content, tmp_path / "home", check=False)
    dump = tmp_path / "accordgraph.nq"
    made.open_store().dump(str(dump))
    with (
        differences.version(made.path, content) as one,
        differences.version(dump, content) as two,
    ):
        assert differences.facts(one, two) == differences.pathways(one, two, DAY) == []
        assert one.records


def test_anything_else_is_refused(old: Path, tmp_path: Path) -> None:
    with (
        pytest.raises(BadValue, match="holds no data"),
        differences.version(tmp_path / "nothing", Content.under(old)),
    ):
        pass
