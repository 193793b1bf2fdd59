"""The form of a question: its controls come from the world's goals and scopes and from the profile fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from accordgraph.errors import AccordGraphError
from accordgraph.namespaces import slug
from accordgraph.questions import EARLIEST, LATEST
from accordgraph.records import COLLECTIONS
from accordgraph.service import AccordGraph
from accordgraph.web.pages import links
from accordgraph.web.pages.base import Reading

CLASS_COLLECTION = {name.lower(): collection for collection, (name, _) in COLLECTIONS.items()}
SUGGESTED = 12
Option = tuple[str, str, str]
"""Value, label, and what explains it (may be empty)."""


class Fault(NamedTuple):
    """What is wrong with one control, in the reader's language, with values to try instead."""

    field: str
    said: str
    suggestions: tuple[tuple[str, str], ...] = ()


class Control(NamedTuple):
    """One control of the form: `kind` is text, number, day, truth, choice or goals.

    `default` says that the first option is what an absent value means.
    """

    name: str
    kind: str
    label: str
    hint: str = ""
    value: str = ""
    options: Sequence[Option] = ()
    suggest: str | None = None
    least: float | None = None
    most: float | None = None
    required: bool = False
    default: bool = False


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
        self._lists: dict[tuple[str, str, bool], list[Option]] = {}

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
        more = (day, scope)
        controls = [*sides, goal, *more, *profile]
        wanted = {c.suggest for c in controls if c.suggest}
        fault = self._fault(reading, error, controls) if error else None
        names = {c.name for c in controls}
        return Form(
            sides, goal, more, profile, {w: self._list(reading, w) for w in sorted(wanted)}, fault,
            loose_fault=fault is not None and fault.field not in names,
        )  # fmt: skip

    def _side(self, reading: Reading, name: str, value: str) -> Control:
        label, hint = reading.t(f"form.{name}"), reading.t(f"form.{name}_hint")
        shown = self._named(reading, value)
        return Control(name, "text", str(label), str(hint), shown, suggest="jurisdiction-body", required=True)

    def _named(self, reading: Reading, value: str) -> str:
        """A code or IRI as the label it stands for, if that label alone would mean the same."""
        names = self.graph.served.names
        found = names.candidates(value[:200], ("jurisdiction", "body"), "home") if value else []
        if len(found) != 1:
            return value
        label = self._label(reading, found[0])
        return label if names.candidates(label, ("jurisdiction", "body"), "home") == found else value

    def _label(self, reading: Reading, iri: str) -> str:
        return reading.say(self.graph.records.label(iri)._asdict())

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
            options.append((name, self._label(reading, iri), reading.say(texts)))
        return options

    def _field(self, reading: Reading, field: Mapping[str, Any], value: str) -> Control:
        label = reading.say(field["question"]) or reading.say(field["label"])
        choices = [(c["name"], reading.say(c["label"]), "") for c in field["choices"] or ()]
        kind = {"decimal": "number", "boolean": "truth"}.get(field["type"], "choice" if choices else "text")
        suggest = None
        if field["is_list"] or (field["choice_kind"] and not choices):
            kind = "text"
            suggest = field["choice_kind"] and field["choice_kind"] + ("-codes" if field["is_list"] else "")
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

    def _list(self, reading: Reading, wanted: str) -> Sequence[Option]:
        """Names to suggest: by label where one is asked for, by code in lists (a label may hold a comma)."""
        by_code, kinds = wanted.endswith("-codes"), wanted.removesuffix("-codes")
        known = (reading.lang, kinds, by_code)
        if known not in self._lists:
            found: list[Option] = []
            for kind in kinds.split("-"):
                collection = CLASS_COLLECTION.get(kind)
                members = self.graph.records.members(collection) if collection else []
                labels = [(slug(iri), self._label(reading, iri), "") for iri in members]
                found += sorted(labels, key=lambda option: option[1].casefold())
            self._lists[known] = found if by_code else [(label, code, "") for code, label, _ in found]
        return self._lists[known]

    def _fault(self, reading: Reading, error: AccordGraphError, controls: Sequence[Control]) -> Fault:
        """An error in the reader's language; what is accepted comes from the control's own hint."""
        field = error.field or ""
        control = next((c for c in controls if c.name == field), None)
        parts = [reading.fault(error)]
        if isinstance(error.accepted, str) and reading.lang == "en" and not (control and control.hint):
            parts.append(str(reading.t("fault.accepted", what=error.accepted)))
        offered = [] if error.accepted is None or isinstance(error.accepted, str) else list(error.accepted)
        suggestions = tuple((v, self._suggested(reading, v, control)) for v in offered[:SUGGESTED] if control)
        return Fault(field, " ".join(parts), suggestions)

    def _suggested(self, reading: Reading, value: str, control: Control | None) -> str:
        for option in control.options if control else ():
            if option[0] == value:
                return option[1]
        for short in (value, f"jurisdiction/{value}"):
            iri = links.iri(short)
            if iri and self.graph.records.exists(iri):
                return f"{self._label(reading, iri)} ({value})"
        return value
