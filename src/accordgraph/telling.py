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
    "opens": Text("what would open it", "怎样才能打开"),
    "opens_more": Text("there are further sets", "另有其他组合"),
    "alike": Text("others that look alike", "与此相似的其他途径"),
    "removed": Text("ways passed over", "略过的途径"),
    "closed": Text("agreements closed to the home side", "本方未加入的协定"),
    "ordinary": Text("ordinary registration", "普通注册途径"),
    "other_levels": Text("paths for other levels (state yours)", "其他层次的途径（请说明层次）"),
    "plans": Text("plans (not facts)", "计划（并非事实）"),
    "other": Text("other bodies of this jurisdiction", "该辖区的其他机构"),
    "other_places": Text(
        "the larger place or its parts, asked for themselves", "所属的更大辖区或其组成部分，各自询问时"
    ),
    "home": Text("from", "来自"),
    "target": Text("to", "前往"),
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
}

LISTS = ("waived", "residual", "to_show", "actions", "still_open", "assumed")


HEAD = Text("From {home} to {target} ({goal}, {day})", "从{home}到{target}（{goal}，{day}）")
BEST = Text("* no other path is better in everything", "* 没有其他途径在各方面都更优")


class _Words:
    """The words of one language, and how it joins a name to what follows."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.colon, self.comma = (": ", "; ") if lang == "en" else ("：", "；")
        self._brackets = " ({})" if lang == "en" else "（{}）"

    def __getitem__(self, key: str) -> str:
        return say(WORDS[key], self.lang)

    def pair(self, key: str, told: object) -> str:
        return f"{self[key]}{self.colon}{told}"

    def aside(self, *told: object) -> str:
        """What stands in brackets behind something."""
        return self._brackets.format(self.comma.join(str(each) for each in told))

    def source(self, cited: Mapping[str, Any], mark: str = "") -> str:
        """A source with the passage, and how well it supports what it is cited for."""
        return self.pair("source", mark + cited["title"]) + self.aside(
            cited["locator"], self.grade(cited["certainty"])
        )

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
    yield from _removed(data, words)
    if data["closed_agreements"]["count"]:
        yield ""
        yield words.pair("closed", data["closed_agreements"]["count"])
    if data["other_levels"]["count"]:
        yield ""
        yield words.pair("other_levels", words.comma.join(data["other_levels"]["labels"]))
    yield from _beside(data, words)


def _beside(data: Mapping[str, Any], words: _Words) -> Iterator[str]:
    """What stands beside the paths."""
    if data["other_bodies"]:
        yield ""
        yield words.pair("other", "").rstrip()
        for other in data["other_bodies"]:
            opened = words.comma.join(f"{p['accord_label']} [{p['outcome']}]" for p in other["paths"])
            yield f"  {other['body']['label']}{words.colon}{opened}"
    if data["other_places"]:
        yield ""
        yield words.pair("other_places", "").rstrip()
        for other in data["other_places"]:
            place = words.pair(other["side"], other["label"])
            yield f"  {place}{words.comma}{other['outcome_label']} [{other['outcome']}]"
    if data["ordinary_registration"]:
        yield ""
        yield from _ordinary(data["ordinary_registration"], words)
    if data["plans"]:
        yield ""
        yield words.pair("plans", "").rstrip()
        for plan in data["plans"]:
            yield f"  {plan['label']}{words.aside(plan['stated_on'] or '?')}"
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
        told = words.aside(by) if by else ""
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
        others = (" → ".join(way["label"] for way in each) for each in relay["instead"])
        yield f"   {words.pair('instead', words.comma.join(others))}"


def _path(number: int, path: Mapping[str, Any], words: _Words) -> Iterator[str]:
    title = f"{path['accord_label']}{words.colon}" if path["accord_label"] else ""
    yield f"{number}. {title}{path['outcome_label']} [{path['outcome']}]{' *' if path['pareto'] else ''}"
    numbers = dict[str, int]()
    sources = []
    for told in path["told"]:
        cited = []
        for each in told["evidence"]:
            if each["source"] not in numbers:
                numbers[each["source"]] = len(numbers) + 1
                sources.append(each)
            cited.append(numbers[each["source"]])
        marks = f" [{_ranges(sorted(set(cited)))}]" if cited else ""
        yield f"   - {told['sentence']}{marks}"
    for doubt in path["sensitive_to"]:
        yield f"   ? {doubt['sentence']}"
    yield from _openings(path, words)
    if path["alike"]["count"]:
        alike = words.aside(*path["alike"]["labels"])
        yield f"   + {words.pair('alike', path['alike']['count'])}{alike}"
    for each in sources:
        mark = f"[{numbers[each['source']]}] "
        yield f"       {words.source(each, mark)}"


def _ranges(numbers: list[int]) -> str:
    """Numbers in short.

    >>> _ranges([1, 2, 3, 5])
    '1-3, 5'
    """
    parts = list[list[int]]()
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(p[0]) if len(p) == 1 else f"{p[0]}-{p[-1]}" for p in parts)


def _openings(path: Mapping[str, Any], words: _Words) -> Iterator[str]:
    if path["opens"]:
        yield f"   {words.pair('opens', '').rstrip()}"
    for opening in path["opens"]:
        yield f"     → {opening['outcome_label']}"
        for label in dict.fromkeys(each["lies_with_label"] for each in opening["facts"]):
            facts = (each["text"] for each in opening["facts"] if each["lies_with_label"] == label)
            yield f"         {label}{words.colon}{words.comma.join(facts)}"
    if path["opens_more"]:
        yield f"     … {words['opens_more']}"


def _removed(data: Mapping[str, Any], words: _Words) -> Iterator[str]:
    if "removed" in data:
        yield ""
        yield words.pair("removed", len(data["removed"]))
    for each in data.get("removed", ()):
        yield f"  [{each['reason']}] {each['sentence']}"


def _sources(evidence: list[Mapping[str, Any]], words: _Words, indent: str) -> Iterator[str]:
    seen = set()
    for each in evidence:
        if each["source"] not in seen:
            seen.add(each["source"])
            yield f"{indent}{words.source(each)}"
