"""The form of a question: its controls come from the world's goals and scopes and from the profile fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from accordgraph.errors import AccordGraphError
from accordgraph.namespaces import slug
from accordgraph.questions import EARLIEST, LATEST, RELAYS
from accordgraph.service import AccordGraph
from accordgraph.web.pages.base import Reading
from accordgraph.web.pages.controls import Control, Fault, Option, Suggestions


class Form(NamedTuple):
    """All controls, the lists they suggest from, and what was wrong."""

    sides: tuple[Control, ...]
    goal: Control
    more: tuple[Control, ...]
    profile: tuple[Control, ...]
    lists: Mapping[str, Sequence[Option]]
    fault: Fault | None = None
    loose_fault: bool = False

    @property
    def told(self) -> int:
        """How many profile fields hold something."""
        return sum(1 for control in self.profile if control.value)


class Forms:
    """Makes forms for one graph."""

    def __init__(self, graph: AccordGraph) -> None:
        self.graph = graph
        self.fields = graph.fields()
        self.suggestions = Suggestions(graph)

    def form(self, reading: Reading, given: Mapping[str, str], error: AccordGraphError | None = None) -> Form:
        """The form with what was given in it, and beside its field what was wrong."""
        profile = tuple(self._field(reading, f, given.get(f["name"], "")) for f in self.fields)
        sides = tuple(self._side(reading, name, given.get(name, "")) for name in ("home", "target"))
        t = reading.t
        goal = Control("goal", "goals", str(t("form.goal")), value=given.get("goal", ""), required=True,
                       options=self._concepts(reading, self._goals()))  # fmt: skip
        day = Control("as_of", "day", str(t("form.as_of")), value=given.get("as_of", ""),
                      hint=str(t("form.as_of_hint", first=EARLIEST, last=LATEST)))  # fmt: skip
        scope = Control("scope", "choice", str(t("form.scope")), str(t("form.scope_hint")),
                        given.get("scope", ""), self._concepts(reading, self._scopes()),
                        default=True)  # fmt: skip
        relays = [(number, str(t(f"form.relay_{number}")), "") for number in RELAYS]
        relay = Control("relay", "choice", str(t("form.relay")), str(t("form.relay_hint")),
                        given.get("relay", ""), relays, default=True)  # fmt: skip
        more = (day, scope, relay)
        controls = [*sides, goal, *more, *profile]
        fault = self.suggestions.fault(reading, error, controls) if error else None
        names = {c.name for c in controls}
        return Form(
            sides, goal, more, profile, self.suggestions.lists(reading, controls), fault,
            loose_fault=fault is not None and fault.field not in names,
        )  # fmt: skip

    def _side(self, reading: Reading, name: str, value: str) -> Control:
        label, hint = reading.t(f"form.{name}"), reading.t(f"form.{name}_hint")
        shown = self.suggestions.named(reading, value, ("jurisdiction", "body"), "home")
        return Control(name, "text", str(label), str(hint), shown, suggest="jurisdiction+body", required=True)

    def _goals(self) -> list[str]:
        return [kind.id for kind in self.graph.served.world.kinds.values()]

    def _scopes(self) -> list[str]:
        return [s.id for s in sorted(self.graph.served.world.scopes.values(), key=lambda s: (s.rank, s.slug))]

    def _concepts(self, reading: Reading, iris: Sequence[str]) -> list[Option]:
        records = self.graph.records
        key = records.by_key.get("definition")
        options = []
        for iri in iris:
            texts = {n.language: n.value for n in records.values(iri).get(key.iri if key else "", ())}
            known = self.graph.served.world.scopes.get(iri)
            name = known.slug if known else slug(iri)
            options.append((name, self.suggestions.label(reading, iri), reading.say(texts)))
        return options

    def _field(self, reading: Reading, field: Mapping[str, Any], value: str) -> Control:
        label = reading.say(field["question"]) or reading.say(field["label"])
        choices = [(c["name"], reading.say(c["label"]), "") for c in field["choices"] or ()]
        kind = {"decimal": "number", "boolean": "truth"}.get(field["type"], "choice" if choices else "text")
        suggest = None
        if field["is_list"] or (field["choice_kind"] and not choices):
            kind = "text"
            suggest = field["choice_kind"] and field["choice_kind"] + ("--codes" if field["is_list"] else "")
        hint = reading.t("form.list_hint") if field["is_list"] else ""
        if field["type"] == "date":
            hint = reading.t("form.date_hint")
        elif kind == "number":
            hint = self._bounds(reading, field)
        return Control(
            field["name"], kind, label, str(hint), value, choices, suggest, field["least"], field["most"]
        )

    def _bounds(self, reading: Reading, field: Mapping[str, Any]) -> str:
        if field["most"] is None:
            return str(reading.t("form.number_hint", least=f"{field['least'] or 0:g}"))
        return str(reading.t("form.range_hint", least=f"{field['least'] or 0:g}", most=f"{field['most']:g}"))
