"""The words of the picture in both languages: title, counts, legend, description."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from accordgraph.namespaces import shorten
from accordgraph.networks import Hub, counts

if TYPE_CHECKING:
    import networkx as nx

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Recognition accords and their members on {day}",
        "stop": ".",
        "separator": "; ",
        "list": ", ",
        "colon": ": ",
        "accord": "accord",
        "agreement": "agreement of a few parties, by its short name",
        "jurisdiction": "jurisdiction, its code inside",
        "covers": "memberships that also cover {list}",
        "covers_legend": "+n: so many further places are covered by its memberships",
        "share_all": "all rights of the accord",
        "share_some": "some of its rights",
        "share_none": "none of its rights",
        "share_unstated": "rights not stated in the sources",
        "share_place": "place named by the accord itself",
        "uncertain": "not certain on this day",
        "uncertain_legend": "not certain on this day: start, end or status is not sourced to the day",
        "date_from": "from {date}",
        "date_seen_on": "first seen on {date}, start not sourced",
        "date_through": "through {date}",
        "not_in_force": "not in force on this day",
        "status_unknown": "status uncertain",
        "members": "Jurisdictions of each accord: {list}.",
        "nothing": "No member is shown.",
        "left_out": "Left out: {list}.",
        "why_not-in-force": "not in force on this day",
        "why_none-that-day": "no member on this day",
        "why_none-known": "no member known",
        "why_none-chosen": "no member among those chosen",
        "table": "The same as a table: format=csv.",
        "data": "Data {data_version}; read as of {as_of}.",
    },
    "zh": {
        "title": "工程师互认协议及其成员（{day}）",
        "stop": "。",
        "separator": "；",
        "list": "、",
        "colon": "：",
        "accord": "协议",
        "agreement": "少数缔约方之间的协定（以简称标示）",
        "jurisdiction": "辖区（框内为代码）",
        "covers": "其成员资格还涵盖{list}",
        "covers_legend": "+n：其成员资格另涵盖的辖区数",
        "share_all": "享有该协议的全部权利",
        "share_some": "享有部分权利",
        "share_none": "不享有其权利",
        "share_unstated": "来源未说明其权利",
        "share_place": "协议自身指明的适用地",
        "uncertain": "当日是否成立不确定",
        "uncertain_legend": "当日是否成立不确定：起讫日期或效力的来源不足以确定到日",
        "date_from": "自{date}起",
        "date_seen_on": "最早见于{date}，起始日期无来源",
        "date_through": "至{date}止",
        "not_in_force": "当日未生效",
        "status_unknown": "效力不明",
        "members": "各协议的辖区数：{list}。",
        "nothing": "当日无成员。",
        "left_out": "未列入：{list}。",
        "why_not-in-force": "当日未生效",
        "why_none-that-day": "当日无成员",
        "why_none-known": "成员不详",
        "why_none-chosen": "所选范围内无成员",
        "table": "同一内容的表格：format=csv。",
        "data": "数据版本 {data_version}；所示日期 {as_of}。",
    },
}


def counted(graph: nx.MultiGraph[str], lang: str) -> str:
    """How much the network holds, in a sentence."""
    found = counts(graph)
    if lang == "zh":
        agreements = f"、{found['agreements']}项协定" if found["agreements"] else ""
        unsure = f"，其中{found['uncertain']}项不确定" if found["uncertain"] else ""
        more = f"（另涵盖{found['covered']}个）" if found["covered"] else ""
        return (
            f"协议{found['accords']}项{agreements}，涉及{found['jurisdictions']}个辖区{more}的{found['bodies']}个机构，"
            f"成员资格{found['memberships']}项{unsure}。"
        )
    accords = _many(found["accords"], "accord")
    agreements = f" and {_many(found['agreements'], 'agreement')}" if found["agreements"] else ""
    unsure = f", {found['uncertain']} of them not certain" if found["uncertain"] else ""
    more = f" ({found['covered']} more are covered)" if found["covered"] else ""
    return (
        f"{accords}{agreements}, with {_many(found['bodies'], 'body', 'bodies')} of "
        f"{_many(found['jurisdictions'], 'jurisdiction')}{more}: "
        f"{_many(found['memberships'], 'membership')}{unsure}."
    )


def _many(number: int, one: str, several: str | None = None) -> str:
    return f"{number} {one if number == 1 else several or one + 's'}"


def sizes(graph: nx.MultiGraph[str], lang: str) -> str:
    """How many jurisdictions each accord has on the day, in a sentence."""
    words = WORDS[lang]
    found: dict[str, set[str]] = defaultdict(set)
    for _, _, edge in graph.edges(data=True):
        if edge["relation"] not in ("speaks-for", "covers"):
            found[edge["accord"]].add(edge["jurisdiction"])
    told = [
        f"{node[f'label_{lang}']} {len(found[node['slug']])}"
        for _, node in graph.nodes(data=True)
        if node["kind"] in ("accord", "agreement") and found[node["slug"]]
    ]
    return words["members"].format(list=words["list"].join(told)) if told else words["nothing"]


def told_of(left_out: Iterable[tuple[Hub, str]]) -> list[dict[str, Any]]:
    """Hubs that a network leaves out, each with the reason in both languages."""
    return [
        {
            "id": shorten(hub.id),
            "label": {"en": hub.label.en, "zh": hub.label.zh},
            "why": why,
            "text": {lang: words[f"why_{why}"] for lang, words in WORDS.items()},
        }
        for hub, why in left_out
    ]


def missing(left_out: Iterable[tuple[Hub, str]], lang: str) -> str:
    """The same in a sentence; nothing if none is left out."""
    words = WORDS[lang]
    told = [f"{each['label'][lang]}{words['colon']}{each['text'][lang]}" for each in told_of(left_out)]
    return words["left_out"].format(list=words["separator"].join(told)) if told else ""
