"""An answer as plain text, for terminals and READMEs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from accordgraph.answers import GRADES, say
from accordgraph.pathways.model import Text

WORDS = {
    "waived": Text("waived", "免除"),
    "residual": Text("remains", "仍需"),
    "to_show": Text("to show", "须证明"),
    "actions": Text("to do", "须完成"),
    "still_open": Text("still open", "尚未解决"),
    "assumed": Text("assumed", "假定"),
    "source": Text("source", "来源"),
    "decided_by": Text("decides", "决定机构"),
    "closed": Text("agreements closed to the home side", "本方未加入的协定"),
    "ordinary": Text("ordinary registration", "普通注册途径"),
    "other_levels": Text("paths for other levels (state yours)", "其他层次的途径（请说明层次）"),
    "plans": Text("plans (not facts)", "计划（并非事实）"),
    "other": Text("other bodies of this jurisdiction", "该辖区的其他机构"),
    "certainty": Text("certainty", "确定性"),
    "force": Text("force", "效力"),
    "evidence": Text("evidence", "证据"),
    "years": Text("years missing", "尚缺年数"),
    "warning": Text("warning", "警示"),
    "sensitive": Text("depends on a disputed fact", "取决于有争议的事实"),
    "valid_until": Text("valid until", "有效期至"),
    "members_confirmed_on": Text("memberships last confirmed on", "成员资格最近确认于"),
    "list_confirmed_on": Text("member list last confirmed on", "成员名单最近确认于"),
    "relay": Text("relay", "中转"),
    "relays": Text(
        "relays: ways through places where the person registers first, not recognition of one by another",
        "中转途径：先在他地注册；并非承认的传递",
    ),
    "relays_not_listed": Text("further relays, not listed", "未列出的其他中转途径"),
    "register_at": Text("register", "注册"),
    "onward": Text("then", "其后"),
    "unknown_requirements": Text("the sources do not say what it asks", "来源未说明其要求"),
    "other_register": Text(
        "another body keeps the register onward: ask whether it admits the person",
        "其后的注册由另一机构办理：须确认该机构是否接纳",
    ),
    "instead": Text("the same by", "亦可经由"),
    "spared": Text("spared", "可免除者"),
    "unnamed": Text("not named in the sources", "来源未指明"),
}

LISTS = ("waived", "residual", "to_show", "actions", "still_open", "assumed")


HEAD = Text("From {home} to {target} ({goal}, {day})", "从{home}到{target}（{goal}，{day}）")
BEST = Text("* no other path is better in everything", "* 没有其他途径在各方面都更优")


class _Words:
    """The words of one language, and how it joins a name to what follows."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.colon, self.comma = (": ", "; ") if lang == "en" else ("：", "；")

    def __getitem__(self, key: str) -> str:
        return say(WORDS[key], self.lang)

    def pair(self, key: str, told: object) -> str:
        return f"{self[key]}{self.colon}{told}"

    def grade(self, name: str | None) -> str:
        return say(GRADES[name], self.lang) if name else "—"


def tell(answer: Mapping[str, Any]) -> str:
    """The whole answer as lines of text, in the answer's own language."""
    words = _Words(answer["meta"]["lang"])
    return "\n".join([*_lines(answer["data"], words), "", answer["meta"]["notice"]])


def _lines(data: Mapping[str, Any], words: _Words) -> Iterator[str]:
    asked = data["question"]
    yield say(HEAD, words.lang).format(
        home=asked["home"]["label"],
        target=asked["target"]["label"],
        goal=asked["goal_label"],
        day=asked["as_of"],
    )
    for number, path in enumerate(data["paths"], 1):
        yield ""
        yield from _path(number, path, words)
    if sum(path["pareto"] for path in data["paths"]) > 1:
        yield ""
        yield say(BEST, words.lang)
    yield from _relays(data, words)
    if data["closed_agreements"]["count"]:
        yield ""
        yield words.pair("closed", data["closed_agreements"]["count"])
    if data["other_levels"]["count"]:
        yield ""
        yield words.pair("other_levels", words.comma.join(data["other_levels"]["accords"]))
    if data["other_bodies"]:
        yield ""
        yield words.pair("other", "").rstrip()
        for other in data["other_bodies"]:
            opened = words.comma.join(f"{p['accord_label']} [{p['outcome']}]" for p in other["paths"])
            yield f"  {other['body']['label']}{words.colon}{opened}"
    if data["ordinary_registration"]:
        yield ""
        yield from _ordinary(data["ordinary_registration"], words)
    if data["plans"]:
        yield ""
        yield words.pair("plans", "").rstrip()
        for plan in data["plans"]:
            yield f"  {plan['label']} ({plan['stated_on'] or '?'})"
            yield from _sources(plan["evidence"], words, "    ")


def _ordinary(hint: Mapping[str, Any], words: _Words) -> Iterator[str]:
    yield f"{words.pair('ordinary', hint['sentence'])} [{hint['code']}]"
    for procedure in hint["procedures"]:
        yield f"  {_procedure(procedure, words)}"
        if procedure["eased"]:
            yield from _requirements(procedure, words, "    ")


def _procedure(procedure: Mapping[str, Any], words: _Words) -> str:
    authority = procedure["authority"]
    return str(procedure["label"]) + (f"{words.colon}{authority['label']}" if authority else "")


def _requirements(procedure: Mapping[str, Any], words: _Words, indent: str) -> Iterator[str]:
    if not procedure["requirements_known"]:
        yield f"{indent}? {words['unknown_requirements']}"
    for each in procedure["requirements"]:
        by = words.comma.join(dict.fromkeys((*each["after"], *(by["label"] for by in each["by"]))))
        told = f" ({by})" if by else ""
        yield f"{indent}- {each['kind_label']}{words.colon}{each['text']} [{each['standing_label']}]{told}"
        if each["spared"] and each["standing"] != "asked":
            yield f"{indent}  {words.pair('spared', each['spared'])}"


def _relays(data: Mapping[str, Any], words: _Words) -> Iterator[str]:
    for number, relay in enumerate(data["relays"], 1):
        yield ""
        if number == 1:
            yield words["relays"]
        yield from _relay(number, relay, words)
    if data["relays_not_listed"]:
        yield words.pair("relays_not_listed", data["relays_not_listed"])


def _relay(number: int, relay: Mapping[str, Any], words: _Words) -> Iterator[str]:
    places = " → ".join(place["label"] for place in relay["places"])
    yield f"{number}. {words.pair('relay', places)}{words.colon}{relay['outcome_label']} [{relay['outcome']}]"
    for registration in relay["registrations"]:
        yield f"   → {words.pair('register_at', _procedure(registration, words))}"
        yield from _requirements(registration, words, "     ")
        yield from _sources(registration["evidence"], words, "       ")
    if relay["same_body"] is False:
        yield f"   ! {words['other_register']}"
    for path in relay["onward"]:
        accord = path["accord_label"] or ""
        yield f"   {words.pair('onward', accord)} [{path['outcome']}]"
        for step in path["steps"]:
            yield f"     → {step['text']}"
            yield from _sources(step["evidence"], words, "         ")
        for name in LISTS:
            if path[name]:
                yield f"     {words.pair(name, words.comma.join(path[name]))}"
    if relay["instead"]:
        yield f"   {words.pair('instead', words.comma.join(' → '.join(each) for each in relay['instead']))}"


def _path(number: int, path: Mapping[str, Any], words: _Words) -> Iterator[str]:
    blocked = path["outcome"] == "blocked"
    title = f"{path['accord_label']}{words.colon}" if path["accord_label"] else ""
    yield f"{number}. {title}{path['outcome_label']} [{path['outcome']}]{' *' if path['pareto'] else ''}"
    standing = [
        words.pair("certainty", path["certainty_label"]),
        words.pair("force", path["force_label"] or "—"),
        words.pair("evidence", words.grade(path["evidence_grade"])),
    ]
    yield f"   {words.comma.join(standing)}"
    for warning in path["warnings"]:
        yield f"   ! {words.pair('warning', warning)}"
    for step in path["steps"]:
        yield f"   → {step['text']}"
        yield from _sources(step["evidence"], words, "       ")
    for name in () if blocked else LISTS:
        if path[name]:
            yield f"   {words.pair(name, words.comma.join(path[name]))}"
    if path["gap_years"]:
        yield f"   {words.pair('years', format(path['gap_years'], 'g'))}"
    yield from _doubts(path, words)
    if path["decided_by"] and not blocked:
        bodies = words.comma.join(_body(b) for b in path["decided_by"]["bodies"])
        yield f"   {words.pair('decided_by', bodies or words['unnamed'])}"


def _body(body: Mapping[str, Any]) -> str:
    return f"{body['label']} <{body['website']}>" if body["website"] else str(body["label"])


def _doubts(path: Mapping[str, Any], words: _Words) -> Iterator[str]:
    for reason in path["reasons"]:
        yield f"   ✗ {reason['code']}{words.colon}{reason.get('sentence', '')}"
        yield from _sources(reason["evidence"], words, "       ")
    for name in ("list_confirmed_on", "members_confirmed_on", "valid_until"):
        if path[name]:
            yield f"   {words.pair(name, path[name])}"
    for doubt in path["sensitive_to"]:
        told = f"{doubt['statement']}, {doubt['property']}={doubt['other_value']} → {doubt['outcome']}"
        yield f"   ? {words.pair('sensitive', told)}"


def _sources(evidence: list[Mapping[str, Any]], words: _Words, indent: str) -> Iterator[str]:
    seen = set()
    for each in evidence:
        if each["source"] not in seen:
            seen.add(each["source"])
            grade = words.grade(each["certainty"])
            yield f"{indent}{words.pair('source', each['title'])} ({each['locator']}; {grade})"
