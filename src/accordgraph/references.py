"""Checks across files that shapes cannot make: dangling references, folders, double definitions.

Which folder a statement lies in says whether it is served: ``data/pending`` holds what no source
confirms, ``data/rejected`` what was found wrong, every other folder what is served.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from rdflib import RDF, SKOS, BNode, Graph, URIRef
from rdflib.term import Node

from accordgraph.findings import Finding, Severity, compact
from accordgraph.namespaces import AG, ID, VOCAB, expand
from accordgraph.turtle import SourceMap

Triple = tuple[Node, Node, Node]
PENDING, REJECTED, SERVED = "pending", "rejected", "served"

_EVIDENCE = URIRef(expand("prov:wasDerivedFrom"))
_CERTAINTY = URIRef(f"{AG}hasCertainty")
_UNCONFIRMED = URIRef(expand("certainty:unconfirmed"))
_PENDING_REASON = URIRef(f"{AG}pendingReason")
_REJECTION_REASON = URIRef(f"{AG}rejectionReason")
_LOOKED_UP = {RDF.type, _EVIDENCE, _CERTAINTY, _PENDING_REASON, _REJECTION_REASON}
"""What checks look up beside the statement at hand."""
_SHARED_FILES = ("ontology/alignments.ttl", "alignments.ttl")
_TEXTS = {
    "dangling-reference": (
        "Nothing defines this node: correct the name, or define the node in the file where it belongs.",
        "该节点未定义：请改正名称，或在相应文件中定义它。",
    ),
    "unknown-term": (
        "The ontology has no such term: correct the name, or declare it in ontology/accordgraph.ttl.",
        "本体中没有此术语：请改正名称，或在 ontology/accordgraph.ttl 中声明。",
    ),
    "served-needs-unserved": (
        "A served statement needs a node defined only among pending or rejected ones: move one of the two.",
        "对外提供的陈述引用了仅在待定或已否决文件中定义的节点：请移动两者之一。",
    ),
    "served-unconfirmed": (
        "A served statement rests on an unconfirmed citation: find a source, or move both to data/pending.",
        "对外提供的陈述以未证实的引证为据：请补充来源，或将两者移至 data/pending。",
    ),
    "served-rejected": (
        "A served statement has an ag:rejectionReason: move it to data/rejected, or delete the reason.",
        "对外提供的陈述带有 ag:rejectionReason：请将其移至 data/rejected，或删除该理由。",
    ),
    "pending-confirmed": (
        "All its citations are confirmed: move it to data/facts, or say with ag:pendingReason why it waits.",
        "其全部引证均已证实：请将其移至 data/facts，或用 ag:pendingReason 说明待定原因。",
    ),
    "rejected-without-reason": (
        "A rejected statement says why: add ag:rejectionReason in English and Chinese.",
        "已否决的陈述须说明理由：请用中英文填写 ag:rejectionReason。",
    ),
    "blank-node": (
        "A node without a name: give it an IRI, so that others can cite it and its file can be formatted.",
        "节点没有名称：请为其编写 IRI，以便引用并使文件可以规范排版。",
    ),
    "defined-twice": (
        "Several files define this node: keep all its statements in one of them.",
        "多个文件定义了该节点：请将其全部陈述保留在同一文件中。",
    ),
}


def check_references(
    data: Collection[Triple], ontology: Iterable[Triple] | None, sources: SourceMap | None
) -> Iterator[Finding]:
    """All findings of this module.

    Parameters
    ----------
    data : served, pending and rejected statements together.
    ontology : terms and concepts; without it terms are not checked.
    sources : which file holds which subject; without it folders are not checked.
    """
    sources = sources or SourceMap()
    known = {str(subject) for part in (data, ontology or ()) for subject, _, _ in part}
    yield from _dangling(data, known, sources, terms=ontology is not None)
    if sources.files:
        around = Graph(store="SimpleMemory", bind_namespaces="none")
        for triple in data:
            if triple[1] in _LOOKED_UP:
                around.add(triple)
        yield from _folders(around, around, sources)
        yield from _defined_twice(around, sources.files, sources)


def check_references_of(data: Graph, around: Graph, sources: SourceMap) -> Iterator[Finding]:
    """The same for a part of the data.

    Parameters
    ----------
    data : the statements checked.
    around : these with the citations they name.
    sources : every subject there is, terms included, and its files.
    """
    yield from _dangling(data, sources.files.keys(), sources, terms=True)
    yield from _folders(data, around, sources)
    yield from _defined_twice(
        around, {str(s): sources.files_of(str(s)) for s in set(data.subjects())}, sources
    )


def folder_of(subject: Node | str, sources: SourceMap) -> str:
    """``pending``, ``rejected`` or ``served``: what the folder of a subject says of it."""
    folders = {_folder(name) for name in sources.files_of(str(subject))}
    return SERVED if SERVED in folders or not folders else min(folders)


def unserved(sources: SourceMap) -> set[str]:
    """Every subject that is pending or rejected."""
    return {subject for subject in sources.files if folder_of(subject, sources) != SERVED}


def _folder(name: str) -> str:
    parts = PurePosixPath(name).parts[:-1]
    return next((folder for folder in (PENDING, REJECTED) if folder in parts), SERVED)


def _finding(check: str, subject: Node, path: object, value: object, sources: SourceMap) -> Finding:
    english, chinese = _TEXTS[check]
    return Finding(
        Severity.VIOLATION,
        sources.file_of(str(subject)) or "",
        compact(subject),
        f"check:{check}",
        compact(path),
        compact(value),
        english,
        chinese,
    )


def _dangling(
    data: Iterable[Triple], known: Collection[str], sources: SourceMap, *, terms: bool
) -> Iterator[Finding]:
    for subject, predicate, value in data:
        for term in (predicate, value):
            if terms and _within(term, AG) and str(term) not in known:
                yield _finding("unknown-term", subject, predicate, term, sources)
        if isinstance(value, BNode):
            yield _finding("blank-node", subject, predicate, "", sources)
        if not _within(value, ID, VOCAB):
            continue
        if str(value) not in known:
            yield _finding("dangling-reference", subject, predicate, value, sources)
        elif folder_of(value, sources) != SERVED and folder_of(subject, sources) == SERVED:
            yield _finding("served-needs-unserved", subject, predicate, value, sources)


def _within(term: Node, *bases: str) -> bool:
    return isinstance(term, URIRef) and str(term).startswith(bases)


def _folders(data: Graph, around: Graph, sources: SourceMap) -> Iterator[Finding]:
    for statement in set(data.subjects(_EVIDENCE)):
        check = _folder_fault(statement, folder_of(statement, sources), around)
        if check is not None:
            yield _finding(check, statement, "", "", sources)


def _folder_fault(statement: Node, folder: str, data: Graph) -> str | None:
    unconfirmed = any(
        (citation, _CERTAINTY, _UNCONFIRMED) in data for citation in data.objects(statement, _EVIDENCE)
    )
    rejected = (statement, _REJECTION_REASON, None) in data
    if folder == REJECTED:
        return None if rejected else "rejected-without-reason"
    if folder == PENDING:
        waits = unconfirmed or (statement, _PENDING_REASON, None) in data
        return None if waits else "pending-confirmed"
    if rejected:
        return "served-rejected"
    return "served-unconfirmed" if unconfirmed else None


def _defined_twice(
    data: Graph, files: Mapping[str, tuple[str, ...]], sources: SourceMap
) -> Iterator[Finding]:
    schemes = {str(scheme) for scheme in data.subjects(RDF.type, SKOS.ConceptScheme)}
    for subject, names in files.items():
        own = [name for name in names if name not in _SHARED_FILES]
        if len(own) > 1 and subject.startswith((ID, VOCAB)) and subject not in schemes:
            yield _finding("defined-twice", URIRef(subject), "", ", ".join(own), sources)
