"""An answer as plain text, for terminals and READMEs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

WORDS = {
    "en": {
        "from": "From", "to": "to", "goal": "goal", "on": "on", "waived": "waived", "residual": "remains",
        "to_show": "to show", "actions": "to do", "still_open": "still open", "assumed": "assumed", "source": "source",
        "decided_by": "decides", "closed": "agreements closed to the home side", "plans": "plans (not facts)",
        "other": "other bodies of this jurisdiction", "certainty": "certainty", "force": "force",
        "evidence": "evidence", "years": "years missing", "warning": "warning", "sensitive": "depends on a disputed fact",
        "valid_until": "valid until", "list_confirmed_on": "member list last confirmed on", "unnamed": "not named in the sources",
    },
    "zh": {
        "from": "从", "to": "到", "goal": "目标", "on": "日期", "waived": "免除", "residual": "仍需",
        "to_show": "须证明", "actions": "须完成", "still_open": "尚未解决", "assumed": "假定", "source": "来源",
        "decided_by": "决定机构", "closed": "本方未加入的协定", "plans": "计划（并非事实）",
        "other": "该辖区的其他机构", "certainty": "确定性", "force": "效力",
        "evidence": "证据", "years": "尚缺年数", "warning": "警示", "sensitive": "取决于有争议的事实",
        "valid_until": "有效期至", "list_confirmed_on": "成员名单最近确认于", "unnamed": "来源未指明",
    },
}  # fmt: skip

LISTS = ("waived", "residual", "to_show", "actions", "still_open", "assumed")


def tell(answer: Mapping[str, Any]) -> str:
    """The whole answer as lines of text, in the answer's own language."""
    lang = answer["meta"]["lang"]
    return "\n".join([*_lines(answer["data"], WORDS[lang]), "", answer["meta"]["notice"]])


def _lines(data: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[str]:
    asked = data["question"]
    yield (
        f"{words['from']} {asked['home']['label']} {words['to']} {asked['target']['label']} "
        f"({words['goal']}: {asked['goal']}; {words['on']}: {asked['as_of']})"
    )
    for number, path in enumerate(data["paths"], 1):
        yield ""
        yield from _path(number, path, words)
    if data["closed_agreements"]["count"]:
        yield ""
        yield f"{words['closed']}: {data['closed_agreements']['count']}"
    if data["other_bodies"]:
        yield ""
        yield f"{words['other']}:"
        for other in data["other_bodies"]:
            opened = ", ".join(f"{p['accord']} ({p['outcome']})" for p in other["paths"])
            yield f"  {other['body']['label']}: {opened}"
    if data["plans"]:
        yield ""
        yield f"{words['plans']}:"
        for plan in data["plans"]:
            yield f"  {plan['label']} ({plan['stated_on'] or '?'})"
            yield from _sources(plan["evidence"], words, "    ")


def _path(number: int, path: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[str]:
    mark = " *" if path["pareto"] else ""
    yield f"{number}. {path['accord_label'] or '—'}: {path['outcome_label']} [{path['outcome']}]{mark}"
    yield (
        f"   {words['certainty']}: {path['certainty']}; {words['force']}: {path['force']}; "
        f"{words['evidence']}: {path['evidence_grade']}"
    )
    for warning in path["warnings"]:
        yield f"   ! {words['warning']}: {warning}"
    for step in path["steps"]:
        yield f"   → {step['text']}"
        yield from _sources(step["evidence"], words, "       ")
    for name in LISTS:
        if path[name]:
            yield f"   {words[name]}: {'; '.join(path[name])}"
    if path["gap_years"]:
        yield f"   {words['years']}: {path['gap_years']:g}"
    for reason in path["reasons"]:
        yield f"   ✗ {reason['code']}: {reason.get('sentence', '')}"
        yield from _sources(reason["evidence"], words, "       ")
    for name in ("list_confirmed_on", "valid_until"):
        if path[name]:
            yield f"   {words[name]}: {path[name]}"
    for doubt in path["sensitive_to"]:
        yield f"   ? {words['sensitive']}: {doubt['statement']}, {doubt['property']}={doubt['other_value']} → {doubt['outcome']}"
    if path["decided_by"]:
        bodies = "; ".join(
            f"{b['label']}{' <' + b['website'] + '>' if b['website'] else ''}" for b in path["decided_by"]["bodies"]
        )
        yield f"   {words['decided_by']}: {bodies or words['unnamed']}"


def _sources(evidence: list[Mapping[str, Any]], words: Mapping[str, str], indent: str) -> Iterator[str]:
    seen = set()
    for each in evidence:
        if each["source"] not in seen:
            seen.add(each["source"])
            yield f"{indent}{words['source']}: {each['title']} ({each['locator']}; {each['certainty']})"
