"""The command that asks a kept question again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from accordgraph import receipts
from accordgraph.answers import say
from accordgraph.cli_base import FINDINGS, Json, Lang, graph, show, today
from accordgraph.pathways.model import Text
from accordgraph.questions import language
from accordgraph.settings import Settings

app = typer.Typer()

SAME = Text("Same: the question has the answer it had.", "相同：该问题的结果与当时一致。")
CHANGED = Text("Changed.", "已变化。")
UNASKED = Text("The question cannot be asked any more: {why}", "该问题已无法提出：{why}")
WORDS = {
    "new": Text("not used then", "当时未用到"),
    "gone": Text("not in the graph now", "现已不在图谱中"),
    "changed": Text("changed", "已变化"),
    "sources": Text("of other sources", "来源已变化"),
    "unused": Text("not used now, unchanged", "现未用到，内容未变"),
}
VERSION = Text("{name} version {then}, now {now}", "{name}版本：当时{then}，现在{now}")
NAMES = {
    "software": Text("software", "软件"),
    "data": Text("data", "数据"),
    "ontology": Text("ontology", "本体"),
}
PARTS = Text("differs in: {parts}", "不同之处：{parts}")
NO_FACT = Text(
    "No statement that it rests on has changed: the software or the texts have.",
    "其所依据的陈述均未变化，变化在于软件或文字。",
)


@app.command()
def replay(
    receipt: Annotated[Path, typer.Argument(help="A file that `pathways --receipt` or the API saved.")],
    lang: Lang = "en",
    json_: Json = False,
) -> None:
    """Ask a receipt's question again: same, or changed, and because of which facts.

    Exit code 0: same. 1: changed. 2: not a receipt, or one that was edited.
    """
    lang = language({"lang": lang})
    with receipt.open("rb") as file:
        kept = receipts.read(file.read(receipts.LIMIT + 1))
    answer = graph(Settings.from_env()).replay(kept, today=today())
    if json_:
        show(answer)
    else:
        print("\n".join(_lines(answer["data"], lang)))
    if not answer["data"]["same"]:
        raise typer.Exit(FINDINGS)


def save(made: Mapping[str, Any], path: Path) -> None:
    """Write a receipt to a file."""
    path.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _lines(told: Mapping[str, Any], lang: str) -> Iterator[str]:
    yield say(SAME if told["same"] else CHANGED, lang)
    for name, label in NAMES.items():
        then, now = told["then"][f"{name}_version"], told["now"][f"{name}_version"]
        if then != now:
            yield f"  {say(VERSION.fill(name=label, then=then, now=now), lang)}"
    if told["problem"]:
        yield f"  {say(UNASKED.fill(why=told['problem']['message']), lang)}"
    for each in told["outcomes"]:
        yield f"  {each['accord'] or '—'}: {_list(each['then'])} → {_list(each['now'])}"
    if told["parts"]:
        yield f"  {say(PARTS.fill(parts=', '.join(told['parts'])), lang)}"
    for statement in told["statements"]:
        yield f"  {statement['id']}: {say(WORDS[statement['what']], lang)}"
        if statement["what"] == "changed":
            for key, values in statement["properties"].items():
                yield f"    {key}: {_value(values['then'])} → {_value(values['now'])}"
    if not told["same"] and not told["because"]["facts"] and not told["problem"]:
        yield f"  {say(NO_FACT, lang)}"


def _list(outcomes: list[str]) -> str:
    return ", ".join(outcomes) or "—"


def _value(value: object) -> str:
    return "—" if value is None else str(value)
