"""An answer as plain text, for terminals and READMEs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from accordgraph.answers import say
from accordgraph.pathways.model import Text

WORDS = {
    "from": Text("From", "从"),
    "to": Text("to", "到"),
    "goal": Text("goal", "目标"),
    "on": Text("on", "日期"),
    "waived": Text("waived", "免除"),
    "residual": Text("remains", "仍需"),
    "to_show": Text("to show", "须证明"),
    "actions": Text("to do", "须完成"),
    "still_open": Text("still open", "尚未解决"),
    "assumed": Text("assumed", "假定"),
    "source": Text("source", "来源"),
    "decided_by": Text("decides", "决定机构"),
    "closed": Text("agreements closed to the home side", "本方未加入的协定"),
    "plans": Text("plans (not facts)", "计划（并非事实）"),
    "other": Text("other bodies of this jurisdiction", "该辖区的其他机构"),
    "certainty": Text("certainty", "确定性"),
    "force": Text("force", "效力"),
    "evidence": Text("evidence", "证据"),
    "years": Text("years missing", "尚缺年数"),
    "warning": Text("warning", "警示"),
    "sensitive": Text("depends on a disputed fact", "取决于有争议的事实"),
    "valid_until": Text("valid until", "有效期至"),
    "list_confirmed_on": Text("member list last confirmed on", "成员名单最近确认于"),
    "unnamed": Text("not named in the sources", "来源未指明"),
}

LISTS = ("waived", "residual", "to_show", "actions", "still_open", "assumed")


def tell(answer: Mapping[str, Any]) -> str:
    """The whole answer as lines of text, in the answer's own language."""
    lang = answer["meta"]["lang"]
    words = {key: say(text, lang) for key, text in WORDS.items()}
    return "\n".join([*_lines(answer["data"], words), "", answer["meta"]["notice"]])


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
    yield from _doubts(path, words)
    if path["decided_by"]:
        bodies = "; ".join(_body(b) for b in path["decided_by"]["bodies"])
        yield f"   {words['decided_by']}: {bodies or words['unnamed']}"


def _body(body: Mapping[str, Any]) -> str:
    return f"{body['label']} <{body['website']}>" if body["website"] else str(body["label"])


def _doubts(path: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[str]:
    for reason in path["reasons"]:
        yield f"   ✗ {reason['code']}: {reason.get('sentence', '')}"
        yield from _sources(reason["evidence"], words, "       ")
    for name in ("list_confirmed_on", "valid_until"):
        if path[name]:
            yield f"   {words[name]}: {path[name]}"
    for doubt in path["sensitive_to"]:
        told = f"{doubt['statement']}, {doubt['property']}={doubt['other_value']} → {doubt['outcome']}"
        yield f"   ? {words['sensitive']}: {told}"


def _sources(evidence: list[Mapping[str, Any]], words: Mapping[str, str], indent: str) -> Iterator[str]:
    seen = set()
    for each in evidence:
        if each["source"] not in seen:
            seen.add(each["source"])
            yield f"{indent}{words['source']}: {each['title']} ({each['locator']}; {each['certainty']})"
