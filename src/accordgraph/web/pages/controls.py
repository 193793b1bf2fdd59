"""Controls of forms: what each shows, what it suggests, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from accordgraph.errors import AccordGraphError
from accordgraph.namespaces import shorten, slug
from accordgraph.service import AccordGraph
from accordgraph.web.pages import links
from accordgraph.web.pages.base import Reading

SUGGESTED = 12
Option = tuple[str, str, str]
"""Value, label, and what explains it (may be empty)."""


class Fault(NamedTuple):
    """What is wrong with one control, in the reader's language, with values to try instead."""

    field: str
    said: str
    suggestions: tuple[tuple[str, str], ...] = ()


class Control(NamedTuple):
    """One control of a form: `kind` is text, number, day, truth, choice or goals.

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


class Filters(NamedTuple):
    """The controls above a list, the names they suggest, and what was wrong."""

    controls: tuple[Control, ...]
    lists: Mapping[str, Sequence[Option]]
    fault: Fault | None = None

    @property
    def loose_fault(self) -> bool:
        """Whether what is wrong belongs to none of the controls."""
        return self.fault is not None and self.fault.field not in {c.name for c in self.controls}

    @property
    def used(self) -> bool:
        """Whether a control holds something."""
        return any(control.value for control in self.controls)


def everything(reading: Reading) -> Option:
    """The first choice of a filter: none."""
    return "", str(reading.t("list.all")), ""


class Suggestions:
    """Names, options and faults of one graph, in the reader's language."""

    def __init__(self, graph: AccordGraph) -> None:
        self.graph = graph
        self._lists: dict[tuple[str, str], Sequence[Option]] = {}

    def filters(
        self, reading: Reading, controls: Sequence[Control], error: AccordGraphError | None = None
    ) -> Filters:
        """Controls with the lists they suggest from and the fault of one of them."""
        fault = self.fault(reading, error, controls) if error else None
        return Filters(tuple(controls), self.lists(reading, controls), fault)

    def label(self, reading: Reading, iri: str) -> str:
        """The label of a thing."""
        return reading.say(self.graph.records.label(iri)._asdict())

    def lists(self, reading: Reading, controls: Sequence[Control]) -> dict[str, Sequence[Option]]:
        """The lists that controls suggest from, by name."""
        return {
            each: self.names(reading, each) for each in sorted({c.suggest for c in controls if c.suggest})
        }

    def names(self, reading: Reading, wanted: str) -> Sequence[Option]:
        """Names of things, such as ``accord+agreement``, ``jurisdiction--codes`` or ``tier--ids``.

        Kinds stand with ``+`` between them.  Labels are for a field that takes one thing; codes for one that
        takes several, because a label may hold a comma; kind and name where a label would not be understood.
        """
        known = (reading.lang, wanted)
        if known not in self._lists:
            kinds, _, told = wanted.partition("--")
            name = shorten if told == "ids" else slug
            found: list[Option] = []
            for kind in kinds.split("+"):
                collection = links.COLLECTION_OF.get(kind)
                members = self.graph.records.members(collection) if collection else []
                labels = [(name(iri), self.label(reading, iri), "") for iri in members]
                found += sorted(labels, key=lambda option: option[1].casefold())
            self._lists[known] = found if told else [(label, code, "") for code, label, _ in found]
        return self._lists[known]

    def named(self, reading: Reading, value: str, kinds: tuple[str, ...], name: str) -> str:
        """A code or IRI as the label it stands for, if that label alone would mean the same."""
        names = self.graph.served.names
        found = names.candidates(value[:200], kinds, name) if value else []
        if len(found) != 1:
            return value
        label = self.label(reading, found[0])
        return label if names.candidates(label, kinds, name) == found else value

    def fault(self, reading: Reading, error: AccordGraphError, controls: Sequence[Control]) -> Fault:
        """An error in the reader's language, with values to try instead."""
        name = error.field or ""
        control = next((c for c in controls if c.name == name), None)
        offered = [] if error.accepted is None or isinstance(error.accepted, str) else list(error.accepted)
        suggestions = tuple((v, self._suggested(reading, v, control)) for v in offered[:SUGGESTED] if control)
        return Fault(name, reading.fault(error), suggestions)

    def _suggested(self, reading: Reading, value: str, control: Control | None) -> str:
        for option in control.options if control else ():
            if option[0] == value:
                return option[1]
        for short in (value, f"jurisdiction/{value}"):
            iri = links.iri(short)
            if iri and self.graph.records.exists(iri):
                return f"{self.label(reading, iri)} ({value})"
        return value
