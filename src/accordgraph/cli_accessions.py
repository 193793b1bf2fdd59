"""The command for what joining an accord would open, and what it asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from accordgraph.answers import COMMA, filled, say
from accordgraph.cli_base import Json, Lang, graph, show, today
from accordgraph.pathways.model import Text
from accordgraph.settings import Settings

app = typer.Typer()

ABOUT = Text("{who}, on {day}, for {profile}", "{who}，日期{day}，适用于{profile}")
GOAL = Text("{goal} (order: {order})", "{goal}（排序：{order}）")
RANKED = Text(
    "{rank}. {accord} ({tier}): +{home} as home, +{target} as target, {better} better",
    "{rank}. {accord}（{tier}）：作为来源方+{home}，作为目标方+{target}，改善{better}",
)
JOINED = Text("{accord} ({tier})", "{accord}（{tier}）")
NOT_YET = Text(
    "   not yet, compared with {tier}: {home} as home, {target} as target",
    "   与{tier}相比尚缺：作为来源方{home}，作为目标方{target}",
)
ASKS = Text("   asks: {what}", "   要求：{what}")
NO_RULE = Text("   what admission asks is not known", "   加入条件不详")
VOTES = Text("{needed} of {members} votes", "{members}票中的{needed}票")
NOMINATIONS = Text("{n} nominations", "{n}项提名")
YEARS = Text("{about}{n} years at an earlier tier", "须任此前等级{about}{n}年")
ORGAN = Text("decided by {organ}", "由{organ}决定")
AGREEMENTS = Text("   agreements exist with these members: {whom}", "   已与下列成员订有协定：{whom}")
OUT = Text("ruled out: {accord}: {why}", "不可加入：{accord}：{why}")
PLAN = Text("plan, not a fact: {label}", "计划（并非事实）：{label}")
PAIR = Text(
    "{rank}. {both}: +{home} as home, +{target} as target",
    "{rank}. {both}：作为来源方+{home}，作为目标方+{target}",
)


@app.command()
def accessions(
    who: Annotated[str, typer.Argument(help="Who would join: a code, body/…, an IRI or a name.")],
    goal: Annotated[list[str] | None, typer.Option(help="Only these goals.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="The day asked about, YYYY-MM-DD.")] = None,
    scope: Annotated[str | None, typer.Option(help="For a licence: the practice it must allow.")] = None,
    include: Annotated[str | None, typer.Option(help="pending.")] = None,
    pairs: Annotated[bool, typer.Option("--pairs", help="Every pair of accessions too.")] = False,
    limit: Annotated[int, typer.Option(help="Most pairs for each goal.", min=1, max=1000)] = 100,
    lang: Lang = "en",
    json_: Json = False,
) -> None:
    """Every accession of a place or a body, ranked by what it opens, beside what it asks."""
    asked = {"jurisdiction": who, "goal": ",".join(goal or []), "as_of": as_of, "scope": scope}
    more = {"include": include, "pairs": pairs and "true", "limit": str(limit), "lang": lang}
    given = {key: value for key, value in {**asked, **more}.items() if value}
    answer = graph(Settings.from_env()).accessions(given, today=today())
    if json_:
        show(answer)
    else:
        print("\n".join(_lines(answer, lang)))


def _lines(answer: Mapping[str, Any], lang: str) -> Iterator[str]:
    data = answer["data"]
    asked = data["asked"]
    who = (asked["body"] or asked["jurisdiction"])["label"]
    yield filled(ABOUT, lang, who=who, day=asked["as_of"], profile=asked["for"])
    asks = {_key(each): each for each in data["accessions"]}
    accords = {each["id"]: each for each in data["accords"]}
    for goal in data["goals"]:
        yield filled(GOAL, lang, goal=goal["goal_label"], order=data["order"])
        for each in goal["ranked"]:
            yield filled(RANKED, lang, rank=each["rank"], **_sizes(each), **_labels(each))
            if (less := each["not_yet"]) and less["newly_open_as_home"] + less["newly_open_as_target"]:
                yield filled(NOT_YET, lang, tier=less["tier"]["label"], **_sizes(less))
            yield from _asked(asks[_key(each)], lang)
            if found := accords[each["accord"]["id"]]["agreements"]:
                whom = dict.fromkeys(m["label"] for a in found for m in a["members"])
                yield filled(AGREEMENTS, lang, whom=say(COMMA, lang).join(whom))
        for each in goal.get("pairs", ()):
            both = " + ".join(filled(JOINED, lang, **_labels(joined)) for joined in each["accessions"])
            yield filled(PAIR, lang, rank=each["rank"], both=both, **_sizes(each))
    for each in data["plans"]:
        yield filled(PLAN, lang, label=each["label"])
    for each in data["ruled_out"]:
        yield filled(OUT, lang, accord=each["label"], why=each["text"])
    yield answer["meta"]["notice"]


def _asked(each: Mapping[str, Any], lang: str) -> Iterator[str]:
    if not each["rules"]:
        yield say(NO_RULE, lang)
    for rule in each["rules"]:
        told = []
        if rule["nominations"] is not None:
            told.append(filled(NOMINATIONS, lang, n=rule["nominations"]))
        if votes := rule["votes"]:
            told.append(filled(VOTES, lang, needed=votes["needed"], members=votes["full_members"]))
        if rule["provisional_years"] is not None:
            about = (rule["quantifier_label"] or "") + say(Text(" ", ""), lang)
            told.append(filled(YEARS, lang, about=about.lstrip(), n=f"{rule['provisional_years']:g}"))
        told += [
            f"{c['label']} [{c['state_label']}]" for c in rule["conditions"] if c["what"] in ("from", "body")
        ]
        if rule["deciding_organ"]:
            told.append(filled(ORGAN, lang, organ=rule["deciding_organ"]))
        yield filled(ASKS, lang, what=say(COMMA, lang).join(told) or rule["label"])


def _key(each: Mapping[str, Any]) -> tuple[str, str]:
    return each["accord"]["id"], each["tier"]["id"]


def _sizes(each: Mapping[str, Any]) -> dict[str, int]:
    return {
        "home": each["newly_open_as_home"],
        "target": each["newly_open_as_target"],
        "better": each["better"],
    }


def _labels(each: Mapping[str, Any]) -> dict[str, str]:
    return {"accord": each["accord"]["label"], "tier": each["tier"]["label"]}
