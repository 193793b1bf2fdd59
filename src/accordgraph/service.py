"""AccordGraph: one loaded snapshot, one method for each question a user can ask.

The command line and the web both call this class and nothing below it.  Answers that are lists
of what the snapshot holds are made in ``listings``.  No clock is read here: callers pass the day in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

from accordgraph import __version__, beside, cohorts, receipts, removals
from accordgraph import compile as network
from accordgraph.accessions import Joining, Known
from accordgraph.admissions import Admissions
from accordgraph.answers import NOTICE, Teller, say
from accordgraph.behind import Behind
from accordgraph.comparisons import Scenarios
from accordgraph.compile.table import Rows
from accordgraph.errors import AccordGraphError, NoSnapshot, NotFound
from accordgraph.evidence import Evidence
from accordgraph.explained import Explainer, Readings
from accordgraph.folding import fold, grouped
from accordgraph.listings import Listings, only
from accordgraph.matrices import Matrices
from accordgraph.names import Names
from accordgraph.namespaces import shorten, slug
from accordgraph.pathways.rank import ask
from accordgraph.pathways.removed import removed
from accordgraph.pathways.search import Path as Way
from accordgraph.pathways.search import Question
from accordgraph.pathways.world import World
from accordgraph.questions import Reader, Request, language
from accordgraph.receipts import statements
from accordgraph.receipts.comparing import compared
from accordgraph.records import COLLECTIONS, Records
from accordgraph.registrations import relayed
from accordgraph.settings import Settings
from accordgraph.snapshot import (
    Content,
    Manifest,
    Say,
    Snapshot,
    Store,
    build,
    build_apart,
    current,
    is_fresh,
)
from accordgraph.stored_queries import Catalogue, load_queries


class View:
    """One compiled world with its names and evidence: the served facts, or those with the pending ones."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.world = World(network.facts(rows))
        self.names = Names(rows["names"])
        self.evidence = Evidence(rows)
        self.choices: dict[str, dict[str, str]] = {}
        for row in rows["choices"]:
            self.choices.setdefault(row["scheme"], {})[row["notation"] or slug(row["concept"])] = row[
                "concept"
            ]
        self.reader = Reader(self.world, self.names, self.choices)
        self.readings = Readings(self.world, self.evidence)


class Answered(NamedTuple):
    """An answer, and what it was made of."""

    told: dict[str, Any]
    request: Request
    world: World
    ways: Sequence[Way]


class AccordGraph:
    """One snapshot, ready to answer."""

    def __init__(self, snapshot: Snapshot, settings: Settings | None = None) -> None:
        self.snapshot = snapshot
        self.settings = settings or Settings()
        self.manifest: Manifest = snapshot.manifest
        self.behind = Behind(self.settings, self.manifest.digest, lambda: self.store)

    @classmethod
    def open(cls, settings: Settings, *, say: Say = lambda line: None, apart: bool = False) -> AccordGraph:
        """The current snapshot, built first when it is missing or stale.

        A stale snapshot that cannot be replaced (its content is faulty) is served as it is, and said so.

        Parameters
        ----------
        apart : build in a process of its own; a server should.

        Raises
        ------
        AccordGraphError : there is no snapshot and none can be built.
        """
        content = Content.under(settings.root)
        make = build_apart if apart else build
        try:
            found = current(settings.home)
            if is_fresh(found, content):
                return cls(found, settings)
        except NoSnapshot:
            return cls(make(content, settings.home, say=say), settings)
        try:
            return cls(make(content, settings.home, say=say), settings)
        except (AccordGraphError, OSError) as error:
            say(f"serving the last good snapshot ({found.manifest.data_version}): {error}")
            return cls(found, settings)

    @property
    def root(self) -> Path:
        """The folder that holds ontology/, data/ and queries/."""
        return self.settings.root

    @cached_property
    def served(self) -> View:
        """The facts with a source."""
        return View(self.snapshot.rows())

    @cached_property
    def with_pending(self) -> View:
        """The facts and the pending statements."""
        return View(self.snapshot.rows(pending=True))

    @cached_property
    def store(self) -> Store:
        """The store, read-only; for the project's own queries."""
        return self.snapshot.open_store()

    @cached_property
    def records(self) -> Records:
        """Records of single things."""
        return Records(self.store, self.served.rows["properties"], self.served.evidence)

    @cached_property
    def stored_queries(self) -> Catalogue:
        """Stored queries by ``topic/name``."""
        return load_queries(self.root / "queries")

    @cached_property
    def listings(self) -> Listings:
        """The answers that are lists."""
        names, reader = self.served.names, self.served.reader
        return Listings(self.behind.asked, self.stored_queries, self.records, names, reader, self.meta)

    @cached_property
    def scenarios(self) -> Scenarios:
        """The scenarios that are stored, and what any scenario would change."""
        return Scenarios(self.snapshot, self.records, self.meta)

    @cached_property
    def matrices(self) -> Matrices:
        """What institutions open between all pairs of places."""
        return Matrices(self.records, self.meta)

    @cached_property
    def joining(self) -> Joining:
        """What joining an accord would open, and what it asks."""
        return Joining(Admissions(self.behind.asked, self.stored_queries, self.records), self.meta)

    def view(self, include: frozenset[str]) -> View:
        """The world that a request asks about."""
        return self.with_pending if "pending" in include else self.served

    def meta(self, lang: str, **more: Any) -> dict[str, Any]:
        """What stands beside every answer: versions, language, the notice."""
        notice = say(NOTICE.fill(date=self.manifest.data_date), lang)
        return {
            "data_version": f"{self.manifest.data_version}+{self.manifest.digest[:8]}",
            "ontology_version": self.manifest.ontology_version,
            "lang": lang,
            "truncated": False,
            "notice": notice,
            **more,
        }

    def pathways(self, given: Mapping[str, Any], *, today: date) -> dict[str, Any]:
        """Every recognition pathway for a question, best first, explained.

        Parameters
        ----------
        given : the request's parameters (see `Reader.read`).
        today : the day meant when none is given.
        """
        return self._answered(given, today=today).told

    def receipt(self, given: Mapping[str, Any], *, today: date) -> dict[str, Any]:
        """The same answer as a receipt, with its question and every statement that it rests on.

        What the question says of a person is in the receipt and nowhere else.
        """
        found = self._answered(given, today=today)
        day, lang = found.request.question.day.isoformat(), found.request.lang
        answer, meta = found.told["data"], found.told["meta"]
        records = self._records_with(found.request.include)
        return receipts.sealed(
            {
                "software_version": __version__,
                "data_version": meta["data_version"],
                "ontology_version": meta["ontology_version"],
                "notice": meta["notice"],
                "question": receipts.plain({**given, "as_of": day, "lang": lang}),
                "answer": answer,
                "statements": statements.stated(records, statements.used(found.world, found.ways, answer)),
            }
        )

    def replay(self, receipt: Any, *, today: date) -> dict[str, Any]:
        """Whether a receipt's question has the same answer now, and which statements make the difference.

        Raises
        ------
        NotAReceipt, ReceiptEdited
        """
        then = receipts.checked(receipt)
        problem = None
        try:
            now = self.receipt(then["question"], today=today)
        except AccordGraphError as error:  # a name, a field or a parameter of then is not known now
            problem = error.as_dict()
            meta = self.meta("en")
            now = {**then, **{name: meta[name] for name in ("data_version", "ontology_version")},
                   "software_version": __version__, "answer": {}, "statements": []}  # fmt: skip
        in_use = {each["id"] for each in now["statements"]}
        left = [statements.iri(each["id"]) for each in then["statements"] if each["id"] not in in_use]
        still = statements.stated(self._records_with(receipts.included(then)), left)
        told = {**compared(then, now, still), "problem": problem}
        return {"data": told, "meta": self.meta("en")}

    def _records_with(self, include: frozenset[str]) -> Records:
        if "pending" not in include:
            return self.records
        view = self.with_pending
        return Records(self.store, view.rows["properties"], view.evidence, pending=True)

    def _answered(self, given: Mapping[str, Any], *, today: date) -> Answered:
        include = self.served.reader.includes(given)
        view = self.view(include)
        request = view.reader.read(given, today=today)
        pending = "pending" in include
        world = self.scenarios.world(view.world, view.names, request.scenario, pending=pending)
        question = request.question
        ways = ask(world, question)
        folded = fold(world, question, ways, include)

        def explainer(asked: Question) -> Explainer:
            return Explainer(view.readings, Teller(world, view.evidence, asked, request.lang), include)

        main = explainer(question)

        def told(asked: Question, way: Way) -> dict[str, Any]:
            return (main if asked is question else explainer(asked)).path(way)

        group = partial(grouped, world, lang=request.lang)
        data = {
            "question": self._asked(view, request, supposed=world is not view.world),
            "paths": [{**told(question, w), "alike": group(alike)} for w, alike in folded.shown],
            **relayed(world, view.evidence, question, ways, request.relay, request.lang, told),
            "closed_agreements": group(folded.closed),
            "other_levels": group(folded.other_levels),
            **beside.everything(world, view.evidence, view.rows, question, ways, request.lang),
        }
        if "removed" in include:
            shown = [way for way, _ in folded.shown]
            over = removed(world, question, shown)
            data["removed"] = [removals.told(main.teller, each, shown) for each in over]
        answer = {"data": data, "meta": self.meta(request.lang, as_of=question.day.isoformat())}
        return Answered(answer, request, world, ways)

    def _asked(self, view: View, request: Request, *, supposed: bool) -> dict[str, Any]:
        question = request.question

        def told(iri: str) -> dict[str, str]:
            return {"id": shorten(iri), "label": say(view.world.label(iri), request.lang)}

        return {
            "home": told(question.home.body or question.home.place),
            "target": told(question.target.place),
            "goal": slug(question.goal),
            "goal_label": say(view.world.label(question.goal), request.lang),
            "scope": view.world.scopes[question.scope].slug,
            "as_of": question.day.isoformat(),
            "include": sorted(request.include),
            "hypothetical": supposed,
        }

    def of_many(self, given: Mapping[str, Any]) -> tuple[View, World]:
        """The facts that many people are asked about, and the same with what ``scenario`` supposes."""
        include = self.served.reader.includes(given)
        cohorts.check_included(include)
        view, pending = self.view(include), "pending" in include
        return view, self.scenarios.world(view.world, view.names, given.get("scenario"), pending=pending)

    def batch(self, given: Mapping[str, Any], *, today: date) -> dict[str, Any]:
        """The best path of many people to many targets; nothing of it is kept (see `cohorts.batch`)."""
        lang, most = language(given), (self.settings.batch_profiles, self.settings.batch_targets)
        view, world = self.of_many(given)
        data = cohorts.batch(world, view.reader, given, today=today, most=most)
        return {"data": data, "meta": self.meta(lang, as_of=data["as_of"])}

    def fields(self) -> list[dict[str, Any]]:
        """The profile fields: name, labels, questions, type, bounds, choices; what forms are made from."""
        world = self.served.world
        return [
            {
                "name": f.name,
                "label": {"en": f.label.en, "zh": f.label.zh},
                "question": {"en": f.question.en, "zh": f.question.zh},
                "type": f.datatype,
                "unit": f.unit,
                "least": None if f.least is None else float(f.least),
                "most": None if f.most is None else float(f.most),
                "is_list": f.is_list,
                "not_above": f.not_above and world.fields[f.not_above].name,
                "choices": self._choices(f.choice_scheme),
                "choice_kind": f.choice_class and slug(f.choice_class).lower(),
            }
            for f in sorted(world.fields.values(), key=lambda f: (f.position, f.name))
        ]

    def _choices(self, scheme: str | None) -> list[dict[str, Any]] | None:
        if scheme is None:
            return None
        return [
            {
                "name": r["notation"] or slug(r["concept"]),
                "label": {"en": r["label_en"], "zh": r["label_zh"]},
            }
            for r in self.served.rows["choices"]
            if r["scheme"] == scheme
        ]

    def collection(self, name: str, given: Mapping[str, str]) -> dict[str, Any]:
        """A page of records, filtered by key and day."""
        return self.listings.collection(name, given)

    def record(self, collection: str, name: str, lang: str = "en") -> dict[str, Any]:
        """One record."""
        if collection not in COLLECTIONS:
            raise NotFound(f"There is no collection {collection!r}.", field="collection", given=collection,
                           accepted=sorted(COLLECTIONS))  # fmt: skip
        return {"data": self.records.one(collection, name), "meta": self.meta(lang)}

    def timeline(self, given: Mapping[str, str]) -> dict[str, Any]:
        """A page of what happened when, oldest first."""
        return self.listings.timeline(given)

    def gaps(self, given: Mapping[str, str], *, today: date) -> dict[str, Any]:
        """A page of what the graph does not know on a day."""
        return self.listings.gaps(given, today=today)

    def ask_stored(self, name: str, given: Mapping[str, str]) -> dict[str, Any]:
        """The rows of a stored query; a parameter may name a thing as people do."""
        return self.listings.ask_stored(name, given)

    def compare(self, given: Mapping[str, Any], *, today: date) -> dict[str, Any]:
        """Which pairs of places gain or lose which outcome under a scenario (see `Scenarios.compare`)."""
        view = self.view(self.served.reader.includes(given))
        return self.scenarios.compare(view.world, view.names, view.reader, given, today=today)

    def matrix(self, given: Mapping[str, Any], *, today: date) -> dict[str, Any]:
        """The best outcome between all pairs of places (see `Matrices.matrix`)."""
        view = self.view(self.served.reader.includes(given))
        return self.matrices.matrix(view.world, view.names, view.reader, given, today=today)

    def growth(self, given: Mapping[str, Any], *, today: date) -> dict[str, Any]:
        """How the number of open pairs grew, and what stands behind each step (see `Matrices.growth`)."""
        view = self.view(self.served.reader.includes(given))
        return self.matrices.growth(view.world, view.reader, given, today=today)

    def accessions(self, given: Mapping[str, Any], *, today: date) -> dict[str, Any]:
        """Every accession of a place or a body ranked by what it opens (see `Joining.rank`)."""
        view = self.view(self.served.reader.includes(given))
        known = Known(view.world, view.names, view.reader, view.evidence, view.rows)
        return self.joining.rank(known, given, today=today)

    def measures(self, given: Mapping[str, Any], *, today: date) -> dict[str, Any]:
        """Hubs, bridges and communities of the network of a day, with what each word means."""
        from accordgraph import measures  # not for the first answer: it loads networkx

        only(given, {"as_of", "accord", "lang"}, "the measures of the network")
        lang, served = language(given), self.served
        day = served.reader.day(given, today)
        names = [name.strip() for name in str(given.get("accord") or "").split(",") if name.strip()]
        accords = [served.names.find(name, ("accord", "agreement"), "accord") for name in names]
        data = measures.told(served.world, day, accords or None, lang)
        return {"data": data, "meta": self.meta(lang, as_of=day.isoformat())}

    def search(self, given: Mapping[str, str]) -> dict[str, Any]:
        """Things by name, in either language."""
        return self.listings.search(given)
