"""The command for what-ifs: which are stored, and what one would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from accordgraph.answers import COMMA, filled, say
from accordgraph.cli_base import Json, Lang, graph, show, today
from accordgraph.pathways.model import Text
from accordgraph.questions import language
from accordgraph.settings import Settings

app = typer.Typer()

FOR = Text("for {who}, on {day}", "适用于{who}，日期{day}")
COUNTS = Text(
    "{goal}: {gained} pairs gain, {lost} lose; open {before}, then {after}",
    "{goal}：{gained}对增加，{lost}对减少；可行者原{before}对，现{after}对",
)
CHANGE = Text(
    "{sign} {home} → {target}, {goal}: {before} → {after}{ways}",
    "{sign} {home} → {target}，{goal}：{before} → {after}{ways}",
)
BY = Text(" ({ways})", "（{ways}）")
DAYS = Text("days that it asks about: {days}; --as-of chooses", "所问日期：{days}；以--as-of选择")
MORE = Text("{n} of {total} changes shown", "共{total}项变化，显示{n}项")
NOTHING = Text("no pair gains or loses anything", "没有任何一对辖区因此增减")


def supposed(text: str) -> Any:
    """What a file of YAML or JSON supposes; a text that is no file is the name of a stored scenario."""
    from accordgraph.scenarios.stored import document

    path = Path(text)
    return document(path) if path.is_file() or path.suffix in (".yaml", ".yml", ".json") else text


@app.command()
def scenario(
    which: Annotated[
        str | None,
        typer.Argument(help="A stored scenario, or a YAML or JSON file; lists the stored ones if absent."),
    ] = None,
    goal: Annotated[list[str] | None, typer.Option(help="Only these goals.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="The day asked about, YYYY-MM-DD.")] = None,
    scope: Annotated[str | None, typer.Option(help="For a licence: the practice it must allow.")] = None,
    limit: Annotated[int, typer.Option(help="Most changes listed.", min=1, max=1000)] = 100,
    cursor: Annotated[int, typer.Option(help="How many changes to pass over.", min=0)] = 0,
    lang: Lang = "en",
    json_: Json = False,
) -> None:
    """Which pairs of places gain or lose which outcome under a scenario, and by which paths."""
    lang, opened = language({"lang": lang}), graph(Settings.from_env())
    if which is None:
        found = opened.scenarios.list({"lang": lang, "limit": "1000"})
        if json_:
            show(found)
        else:
            for each in found["data"]:
                print(f"{each['id']}: {each['title'][lang]}\n  {each['question'][lang]}")
        return
    asked: dict[str, Any] = {"scenario": supposed(which), "goal": goal, "as_of": as_of, "scope": scope}
    given = {key: value for key, value in asked.items() if value}
    answer = opened.compare({**given, "limit": limit, "cursor": cursor, "lang": lang}, today=today())
    if json_:
        show(answer)
    else:
        print("\n".join(_lines(answer, lang)))


def _lines(answer: Mapping[str, Any], lang: str) -> Iterator[str]:
    data, meta = answer["data"], answer["meta"]
    about = data["scenario"]
    for key in ("title", "question"):
        if about.get(key):
            yield about[key][lang]
    for each in about.get("assumptions") or ():
        yield f"- {each[lang]}"
    yield filled(FOR, lang, who=data["asked"]["for"], day=data["asked"]["as_of"])
    if len(about.get("as_of") or ()) > 1:
        yield filled(DAYS, lang, days=say(Text(", ", "、"), lang).join(about["as_of"]))
    for goal in data["goals"]:
        counts = {"before": goal["before"]["open"], "after": goal["after"]["open"]}
        told = {"goal": goal["goal_label"], "gained": goal["gained"], "lost": goal["lost"], **counts}
        yield filled(COUNTS, lang, **told)
    if not data["changes"]:
        yield say(NOTHING, lang)
    goals = {goal["goal"]: goal["goal_label"] for goal in data["goals"]}
    for each in data["changes"]:
        yield _change(each, goals, lang)
    if meta["truncated"]:
        yield filled(MORE, lang, n=len(data["changes"]), total=meta["total"])
    yield meta["notice"]


def _change(each: Mapping[str, Any], goals: Mapping[str, str], lang: str) -> str:
    ways = dict.fromkeys(path["accord_label"] for path in each["paths"] if path["accord"])
    return filled(
        CHANGE, lang, sign={"gained": "+", "lost": "-"}[each["change"]], goal=goals[each["goal"]],
        home=each["home"]["label"], target=each["target"]["label"],
        before=each["before_label"], after=each["after_label"],
        ways=filled(BY, lang, ways=say(COMMA, lang).join(ways)) if ways else "",
    )  # fmt: skip
