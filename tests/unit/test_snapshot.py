"""What does not validate is never served, and a build that ends anyhow leaves the last good snapshot."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from accordgraph.content import FORMAT, Content, findings, findings_in
from accordgraph.errors import BadTurtle, BuildRunning, InvalidData, NoSnapshot
from accordgraph.namespaces import ID, VOCAB
from accordgraph.service import AccordGraph
from accordgraph.settings import Settings
from accordgraph.snapshot import build, build_apart, current, is_fresh

ASK = {"home": "XN", "target": "XS", "goal": "competence", "as_of": "2026-01-01"}


@pytest.fixture
def place(root: Path, tmp_path: Path) -> Path:
    """A root of one's own: the real ontology and queries, a fictional world to change as data."""
    for name in ("ontology", "queries"):
        (tmp_path / name).symlink_to(root / name)
    shutil.copytree(root / "tests/worlds/fiction", tmp_path / "data")
    return tmp_path


def settings(place: Path) -> Settings:
    return Settings(root=place, home=place / "home")


def made(place: Path, **more: Any) -> AccordGraph:
    return AccordGraph(build(Content.under(place), place / "home", **more), settings(place))


def outcome(graph: AccordGraph) -> str:
    from datetime import date

    found: str = graph.pathways(ASK, today=date(2026, 1, 1))["data"]["paths"][0]["outcome"]
    return found


def add(place: Path, text: str) -> Path:
    path = place / "data" / "added.ttl"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_build_with_all_checks_is_served_and_fresh(place: Path) -> None:
    said: list[str] = []
    graph = made(place, say=said.append)
    assert outcome(graph) == "open_conditional"
    assert is_fresh(current(place / "home"), Content.under(place))
    assert [line.split()[0] for line in said] == [
        "reading", "checking", "validating", "inferring", "compiling", "writing",
    ]  # fmt: skip
    assert graph.manifest.triples["inferred"] > 100
    add(place, "")
    assert not is_fresh(graph.snapshot, Content.under(place))


AG = "@prefix ag: <https://w3id.org/accordgraph/ns#> ."
FAULTS = {
    "no Turtle": ("<x> <y> .", BadTurtle),
    "breaks a shape": (
        f"{AG} <https://w3id.org/accordgraph/id/membership/m> a ag:Membership .",
        InvalidData,
    ),
    "contradicts the ontology": (
        f"{AG} <{ID}tier/meridian-charter> ag:withholds <{VOCAB}tier-right/register> .",
        InvalidData,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faulty_data_never_replace_a_snapshot(place: Path, name: str) -> None:
    made(place, check=False)
    before = current(place / "home")
    text, error = FAULTS[name]
    path = add(place, text)
    with pytest.raises(error) as caught:
        build(Content.under(place), place / "home")
    assert name != "no Turtle" or "added.ttl" in str(caught.value)
    assert name != "breaks a shape" or {"membership:m", "[ags:Membership-hasTier]"} <= set(
        str(caught.value).split()
    )
    assert current(place / "home") == before
    said: list[str] = []
    served = AccordGraph.open(settings(place), say=said.append)
    assert served.manifest == before.manifest and "last good snapshot" in said[-1]
    path.unlink()
    assert AccordGraph.open(settings(place)).manifest.digest == before.manifest.digest


def test_without_a_snapshot_faulty_data_are_an_error(place: Path) -> None:
    add(place, "<x> <y> .")
    with pytest.raises(BadTurtle):
        AccordGraph.open(settings(place))
    with pytest.raises(NoSnapshot):
        current(place / "home")


@pytest.mark.parametrize("after", ["reading", "writing", "compiling"])
def test_a_build_killed_at_any_moment_leaves_the_last_one(place: Path, after: str) -> None:
    made(place, check=False)
    before = current(place / "home")
    add(place, "@prefix ag: <https://w3id.org/accordgraph/ns#> .")
    (place / "data" / "places.ttl").write_text(
        (place / "data" / "places.ttl").read_text(encoding="utf-8").replace("Quietland", "Stillland"),
        encoding="utf-8",
    )
    code = (
        "import sys; from pathlib import Path; from accordgraph.snapshot import Content, build\n"
        "build(Content.under(Path(sys.argv[1])), Path(sys.argv[1]) / 'home', check=False,\n"
        "      say=lambda line: print(line, flush=True))"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(place)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(after):
            time.sleep(0.02)
            os.kill(process.pid, signal.SIGKILL)
            break
    process.wait()
    process.stdout.close()
    assert process.returncode == -signal.SIGKILL
    assert current(place / "home") == before
    assert outcome(AccordGraph(before, settings(place))) == "open_conditional"
    after_it = made(place, check=False)
    assert after_it.manifest.digest != before.manifest.digest
    assert not list((place / "home" / "snapshots").glob(".building-*"))


def test_two_builds_at_once_are_refused(place: Path) -> None:
    def second(line: str) -> None:
        if line.startswith("writing"):
            with pytest.raises(BuildRunning):
                build(Content.under(place), place / "home", check=False)

    made(place, check=False, say=second)


def test_old_snapshots_go_and_the_one_before_stays(place: Path) -> None:
    for word in ("one", "two", "three"):
        add(place, f"# {word}")
        made(place, check=False)
    assert len(list((place / "home" / "snapshots").iterdir())) == 2


def test_a_snapshot_that_is_served_stays_however_many_follow(place: Path) -> None:
    served = made(place, check=False).snapshot
    with served.held():
        for word in ("one", "two", "three"):
            add(place, f"# {word}")
            made(place, check=False)
        assert len(served.open_store()) == sum(served.manifest.triples.values())
    add(place, "# four")
    made(place, check=False)
    assert not served.path.exists()


def test_a_snapshot_of_another_format_is_not_read(place: Path) -> None:
    snapshot = made(place, check=False).snapshot
    manifest = snapshot.path / "manifest.json"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace(f'"format": {FORMAT}', '"format": 0'), encoding="utf-8"
    )
    with pytest.raises(NoSnapshot):
        current(place / "home")


def test_the_same_content_gives_the_same_answer_in_any_order(place: Path) -> None:
    """Order of files and triples does not matter."""
    whole = "".join(
        p.read_text(encoding="utf-8") for p in sorted((place / "data").glob("*.ttl"), reverse=True)
    )
    before = made(place, check=False).served.rows
    shutil.rmtree(place / "data")
    (place / "data").mkdir()
    (place / "data" / "all.ttl").write_text(whole, encoding="utf-8")
    assert made(place, check=False).served.rows == before


FAULTY = """@prefix ag: <https://w3id.org/accordgraph/ns#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<{id}membership/faulty> a ag:Membership ; ag:isUnderAccord <{id}accord/lantern> ;
    ag:validFrom "2020-01-01"^^xsd:date ; ag:validThrough "2010-01-01"^^xsd:date ;
    ag:isHeldBy <{id}body/nobody> ; ag:noSuchTerm <{vocab}precision/day> .
<{id}citation/idle> a ag:Citation .
"""


@pytest.mark.parametrize("folder", ["", "pending/", "rejected/"])
def test_the_findings_of_one_file_are_those_of_the_whole(place: Path, folder: str) -> None:
    path = place / "data" / folder / "faulty.ttl"
    path.parent.mkdir(exist_ok=True)
    path.write_text(FAULTY.format(id=ID, vocab=VOCAB), encoding="utf-8")
    content = Content.under(place)
    found = findings_in(content, [path])
    assert len(found) > 5
    assert list(found) == [f for f in findings(content) if f.file == f"data/{folder}faulty.ttl"]


def test_untouched_content_is_not_read_again_and_touched_content_is(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = made(place, check=False)
    content = Content.under(place)
    assert is_fresh(graph.snapshot, content)
    with monkeypatch.context() as patch:
        patch.setattr(Content, "digest", lambda self: pytest.fail("read in full"))
        assert is_fresh(graph.snapshot, content)
    path = place / "data" / "places.ttl"
    path.write_bytes(path.read_bytes())
    assert is_fresh(graph.snapshot, content)  # touched, but the same
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("a", "e", 1), encoding="utf-8")
    assert not is_fresh(graph.snapshot, content)


def test_a_build_apart_gives_the_same_and_tells_the_same_faults(
    place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from accordgraph.cli_base import progress

    graph = AccordGraph.open(settings(place), say=progress, apart=True)
    assert outcome(graph) == "open_conditional"
    assert "validating shapes" in capfd.readouterr().err
    add(place, "this is no Turtle")
    with pytest.raises(BadTurtle) as fault:
        build_apart(Content.under(place), place / "home", say=progress)
    assert fault.value.code == BadTurtle.code and "added.ttl" in str(fault.value.field)
    assert outcome(AccordGraph.open(settings(place), say=progress, apart=True)) == "open_conditional"


def test_a_build_apart_that_the_system_ends_is_told_and_the_last_one_is_served(place: Path) -> None:
    from accordgraph.cli_base import progress

    before = made(place, check=False).snapshot
    add(place, "# other")
    told: list[str] = []

    def kill() -> None:
        children: list[psutil.Process] = []
        while not children:
            with suppress(psutil.NoSuchProcess):  # one that ends while it is looked at
                found = psutil.Process().children()
                children = [each for each in found if "multiprocessing.spawn" in " ".join(each.cmdline())]
        for each in children:
            each.kill()

    with ThreadPoolExecutor(1) as threads:
        killed = threads.submit(kill)
        with pytest.raises(ChildProcessError, match="ended by the system"):
            build_apart(Content.under(place), place / "home", say=progress)
        killed.result()
        killed = threads.submit(kill)
        assert AccordGraph.open(settings(place), say=told.append, apart=True).snapshot == before
        killed.result()
    assert "serving the last good snapshot" in told[0]
