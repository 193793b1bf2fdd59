"""What makes the parts of the guides: answers renewed, commands read, answers shortened, faults named."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from accordgraph import documentation, terms_guide
from accordgraph.documentation import GUIDES, guide, parse, shortened
from accordgraph.errors import BadValue, NotFound
from accordgraph.settings import PREFIX

TERMS = tuple(terms_guide.PATHS.values())
SMALL = """# Guide

```console
$ accordgraph query 'ASK {}'
true
```
"""


def test_a_changed_answer_and_a_changed_part_are_renewed() -> None:
    text = SMALL + "\n<!-- made: notice -->\nold\n<!-- end -->\n"
    told = {"query": "false\n", "network": '{"meta": {"notice": "new"}}'}
    made = guide(text, "en", lambda command, *_: told[command])
    assert made == SMALL.replace("true", "false") + "\n<!-- made: notice -->\n\n*new*\n\n<!-- end -->\n"
    assert guide(made, "en", lambda command, *_: told[command]) == made


def test_a_part_that_nothing_makes_is_refused() -> None:
    with pytest.raises(BadValue):
        guide("<!-- made: poems -->\n<!-- end -->", "en", lambda *_: "")


@pytest.mark.parametrize("block", ["", "accordgraph query x\n", "$ rm x\n", "$ accordgraph 'query\n"])
def test_a_console_block_that_is_no_command_of_ours_is_refused(block: str) -> None:
    with pytest.raises(BadValue):
        parse(block)


def test_a_command_runs_over_several_lines_and_names_its_file() -> None:
    command = parse("$ accordgraph network \\\n    --out a.svg --lang zh\nold\n")
    assert command.written.count("\n") == 1
    assert command.arguments == ("network", "--lang", "zh") and command.out == "a.svg"


def test_answers_are_shortened_by_whole_lines() -> None:
    sources = [f"       source: {n} (page; documented)" for n in range(3)]
    told = "\n".join(
        [
            *("Question", "", "1. A: open", "   → step", *sources, "   decides: B"),
            *("", "2. C: closed", "   certainty: x", "   ✗ WHY", "", "plans:", "  p", "    s", "  q", "  r"),
        ]
    )
    assert shortened(told).splitlines() == [
        *("Question", "", "1. A: open", "   → step", sources[0], "       …", "   decides: B"),
        *("", "2. C: closed", "   certainty: x", "   …", "", "plans:", "  p", "    s", "  …"),
    ]
    assert all(line in told.splitlines() for line in shortened(told).splitlines() if line.strip() != "…")


def test_a_failing_command_is_named(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}HOME", str(tmp_path))
    with pytest.raises(BadValue, match=r"(?i)no such option"):
        documentation.program(root)("fields", "--no-such-option")


def test_outside_a_checkout_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    with pytest.raises(NotFound):
        documentation.write(tmp_path)


def test_a_stale_guide_is_found_and_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "```console\n$ accordgraph fields\nold\n```\n<!-- made: settings -->\n<!-- end -->\n"
    for name in (*GUIDES, documentation.CATALOGUE):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.setattr(documentation, "program", lambda _: lambda *words: shlex.join(words))
    everything = {tmp_path / name for name in (*GUIDES, documentation.CATALOGUE, *TERMS)}
    assert set(documentation.write(tmp_path, check=True)) == everything
    assert (tmp_path / GUIDES[0]).read_text("utf-8") == text
    assert set(documentation.write(tmp_path)) == everything
    assert not documentation.write(tmp_path, check=True)
    assert "| `ACCORDGRAPH_HOME` |" in (tmp_path / GUIDES[0]).read_text("utf-8")
