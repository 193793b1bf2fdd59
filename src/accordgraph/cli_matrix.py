"""The commands for what institutions open: between all pairs of places, over the years, and by joining."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from accordgraph.answers import COMMA, filled, say
from accordgraph.cli_base import Json, Lang, graph, show, today
from accordgraph.errors import BadValue
from accordgraph.pathways.model import Text
from accordgraph.settings import Settings

app = typer.Typer()

AsOf = Annotated[str | None, typer.Option("--as-of", help="The day asked about, YYYY-MM-DD.")]
Scope = Annotated[str | None, typer.Option(help="For a licence: the practice it must allow.")]

ABOUT = Text("{goal}, on {day}, for {who}", "{goal}，日期{day}，适用于{who}")
TOTAL = Text("{n} pairs of places: {counts}", "共{n}对辖区：{counts}")
STEP = Text("{day}: +{gained} -{lost}, open {open}", "{day}：+{gained} -{lost}，可行{open}")
CAUSE = Text("  +{gained} -{lost} {what}: {label}", "  +{gained} -{lost} {what}：{label}")
ROW = Text("{home}: {told}", "{home}：{told}")
REACHED = Text("{outcome} {n} ({places})", "{outcome}{n}（{places}）")
CHANGED = Text("{who}, {accord} ({tier})", "{who}，{accord}（{tier}）")
YEAR = Text("{year}: open {open}", "{year}年：可行{open}")


@app.command()
def matrix(
    goal: Annotated[str, typer.Option(help="academic, competence, title or licence.")],
    as_of: AsOf = None,
    scope: Scope = None,
    include: Annotated[str | None, typer.Option(help="pending.")] = None,
    places: Annotated[str | None, typer.Option(help="Only these places: codes or names and commas.")] = None,
    group: Annotated[str | None, typer.Option(help="Only places of this group.")] = None,
    accord: Annotated[str | None, typer.Option(help="Only places where this accord has a member.")] = None,
    home: Annotated[str | None, typer.Option(help="Only from this place.")] = None,
    target: Annotated[str | None, typer.Option(help="Only to this place.")] = None,
    growth: Annotated[bool, typer.Option("--growth", help="How the open pairs grew over the years.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="One line for each pair that is not closed.")] = False,
    lang: Lang = "en",
    json_: Json = False,
) -> None:
    """The best outcome between all pairs of places, for the standard profile."""
    if csv and (json_ or growth):
        raise BadValue("--csv goes with neither --json nor --growth.", field="csv", accepted="one of them")
    asked = {"goal": goal, "as_of": as_of, "scope": scope, "include": include, "lang": lang}
    filters = {"places": places, "group": group, "accord": accord, "home": home, "target": target}
    given = {key: value for key, value in {**asked, **filters}.items() if value}
    opened = graph(Settings.from_env())
    answer = (opened.growth if growth else opened.matrix)(given, today=today())
    if json_:
        show(answer)
    elif csv:
        from accordgraph.matrices import as_csv

        sys.stdout.write(as_csv(answer))
    else:
        print("\n".join(_grown(answer, lang) if growth else _pairs(answer, lang)))


def _about(answer: Mapping[str, Any], lang: str) -> str:
    asked = answer["data"]["asked"]
    return filled(ABOUT, lang, goal=asked["goal_label"], day=asked["as_of"], who=asked["for"])


def _pairs(answer: Mapping[str, Any], lang: str) -> Iterator[str]:
    data = answer["data"]
    yield _about(answer, lang)
    counts = say(COMMA, lang).join(f"{o['label']} {data['counts'][o['id']]}" for o in data["outcomes"])
    yield filled(TOTAL, lang, n=answer["meta"]["total"], counts=counts)
    labels = {each["id"]: each["label"] for each in data["outcomes"]}
    for row in data["rows"]:
        told = [
            filled(REACHED, lang, outcome=labels[outcome], n=len(targets), places=" ".join(targets))
            for outcome, targets in row["targets"].items()
        ]
        if told:
            yield filled(ROW, lang, home=row["home"], told=say(COMMA, lang).join(told))
    yield answer["meta"]["notice"]


def _grown(answer: Mapping[str, Any], lang: str) -> Iterator[str]:
    data = answer["data"]
    yield _about(answer, lang)
    for year in data["years"]:
        steps = [each for each in data["steps"] if each["date"][:4] == str(year["year"])]
        if steps or year is data["years"][-1]:
            yield filled(YEAR, lang, **year)
        for step in steps:
            told = {key: step[key] for key in ("gained", "lost", "open")}
            yield filled(STEP, lang, day=step["date"], **told)
            for cause in step["causes"]:
                told = {key: cause[key] for key in ("gained", "lost")}
                yield filled(CAUSE, lang, what=cause["what_label"], label=_changed(cause, lang), **told)
    yield answer["meta"]["notice"]


def _changed(cause: Mapping[str, Any], lang: str) -> str:
    """What a step rests on: a membership, which has no name of its own, by what it joins."""
    if "tier" not in cause:
        return str(cause["label"])
    tiers = [cause[key]["label"] for key in ("tier_before", "tier") if cause[key]]
    who = (cause["body"] or cause["jurisdiction"])["label"]
    return filled(CHANGED, lang, who=who, accord=cause["accord"]["label"], tier=" → ".join(tiers))
