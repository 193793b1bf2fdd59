"""Turtle files: read into one graph, remember what stands where, write in one canonical form.

The canonical form is rdflib's long Turtle with two things fixed: subjects follow their IRI (so that
a new reference moves no line) and the values of a property follow language, then text.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.plugins.serializers.longturtle import LongTurtleSerializer
from rdflib.term import Node

from accordgraph.errors import BadTurtle, InvalidData
from accordgraph.namespaces import PREFIXES

# rdflib logs a traceback for a day such as 30 February; the shapes report it in words.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)

_AXIOMS = "accordgraph.ttl"
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
      | <[^\x00-\x20<>"{}|^`]*>
      | \"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
      | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
      | \\.""",
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True)
class SourceMap:
    """In which files each subject has statements.

    Parameters
    ----------
    files : subject IRI to file names, in the order read; names are relative to the folder read from.
    """

    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def file_of(self, subject: str) -> str | None:
        """The first file that says something of a subject; none if no file does."""
        found = self.files.get(str(subject))
        return found[0] if found else None

    def files_of(self, subject: str) -> tuple[str, ...]:
        """All files that say something of a subject."""
        return self.files.get(str(subject), ())


@dataclass(frozen=True)
class _Parsed:
    quads: list[ox.Quad]
    prefixes: Mapping[str, str]


def turtle_files(paths: Iterable[Path]) -> list[Path]:
    """The Turtle files among files and, at any depth, below folders; sorted, each once."""
    found: set[Path] = set()
    for path in paths:
        found.update(path.rglob("*.ttl") if path.is_dir() else [path])
    return sorted(found)


@dataclass(frozen=True)
class Files:
    """Turtle files as parsed.

    Parameters
    ----------
    quads : what each file says, by its name, in the order read.
    """

    quads: Mapping[str, list[ox.Quad]]

    def triples(self) -> Iterator[tuple[Node, Node, Node]]:
        """What all files say, in terms of rdflib; blank nodes of two files are never one."""
        terms: dict[Any, Node] = {}
        for number, quads in enumerate(self.quads.values()):
            for quad in quads:
                yield (
                    _term(quad.subject, terms, number),
                    _term(quad.predicate, terms, number),
                    _term(quad.object, terms, number),
                )

    def sources(self) -> SourceMap:
        """Which file speaks of which subject, named as in `triples`."""
        files: dict[str, dict[str, None]] = {}
        for number, (name, quads) in enumerate(self.quads.items()):
            for subject in {quad.subject for quad in quads}:
                files.setdefault(_spelt(subject, number), {})[name] = None
        return SourceMap({subject: tuple(names) for subject, names in files.items()})

    def without(self, subjects: Collection[str]) -> Iterator[ox.Quad]:
        """What all files say of any but some subjects, which are named as in `sources`."""
        for number, quads in enumerate(self.quads.values()):
            said = {quad.subject for quad in quads}
            dropped = {term for term in said if _spelt(term, number) in subjects}
            yield from (quad for quad in quads if quad.subject not in dropped)


def read_files(paths: Iterable[Path], *, base: Path | None = None) -> Files:
    """Read Turtle files and folders.

    Parameters
    ----------
    paths : files, or folders of which every ``.ttl`` file is read.
    base : folder that file names are told relative to; by default they are told as found.

    Raises
    ------
    BadTurtle : a file is missing, or does not parse.
    """
    names = ((file_name(path, base), path) for path in turtle_files(paths))
    return Files({name: _parse(_load(path, name), name).quads for name, path in names})


def read_tree(paths: Iterable[Path], *, base: Path | None = None) -> tuple[Graph, SourceMap]:
    """Read Turtle files and folders into one graph.

    Parameters and errors are those of `read_files`.

    Returns
    -------
    The union of all files, and which file speaks of which subject.
    """
    files = read_files(paths, base=base)
    return graph_of(files), files.sources()


def n_triples(quads: Iterable[ox.Quad]) -> bytes:
    """Quads as N-Triples, without their graphs."""
    return ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""


def graph_of(files: Files) -> Graph:
    """What some files say, as one graph of rdflib."""
    graph = Graph(store="SimpleMemory", bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for triple in files.triples():
        graph.add(triple)
    return graph


def format_text(text: str, *, name: str = "text") -> str:
    """The canonical form of a Turtle text.

    The same triples give the same text, whatever their order and form was. Prefixes are those of the
    project; one of the text's own is kept where the project has none for that namespace.

    Parameters
    ----------
    text : Turtle without blank nodes and comments.
    name : what messages call the text, usually its file name.

    Raises
    ------
    BadTurtle : the text does not parse.
    InvalidData : it holds a comment, which would be lost, or a blank node, which has no stable name.
    """
    parsed = _parse(text, name)
    _refuse_comment(text, name)
    if not parsed.quads:
        return ""
    graph = Graph(store="SimpleMemory", bind_namespaces="none")
    for prefix, namespace in _prefixes(parsed).items():
        graph.bind(prefix, namespace, replace=True)
    terms: dict[Any, Node] = {}
    for quad in parsed.quads:
        graph.add(tuple(_named(term, terms, name) for term in _parts(quad)))  # type: ignore[arg-type]
    stream = io.BytesIO()
    serializer = _Serializer(graph)
    serializer.serialize(stream, spacious=False)
    head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in sorted(serializer.namespaces.items()))
    return f"{head}\n{stream.getvalue().decode().strip()}\n"


def format_tree(paths: Iterable[Path], check: bool = False) -> list[Path]:
    """Bring Turtle files into canonical form.

    Parameters
    ----------
    paths : files, and folders of which every ``.ttl`` file is taken but ``accordgraph.ttl``: the
        axioms of the ontology need lists, which have no name.
    check : only tell which files would change.

    Returns
    -------
    The files that changed, or would.
    """
    given, changed = list(paths), []
    for path in turtle_files(given):
        if path.name == _AXIOMS and path not in given:
            continue
        text = _load(path, str(path))
        formatted = format_text(text, name=str(path))
        if formatted != text:
            changed.append(path)
            if not check:
                path.write_text(formatted, encoding="utf-8", newline="\n")
    return changed


def comments(text: str) -> Iterator[tuple[int, str]]:
    """Line and text of each comment; a ``#`` inside an IRI, a string or an escape is none."""
    for match in _TOKEN.finditer(text):
        if match["comment"] is not None:
            yield text.count("\n", 0, match.start()) + 1, match["comment"]


class _Serializer(LongTurtleSerializer):
    """Long Turtle whose order depends on names alone."""

    def __init__(self, graph: Graph) -> None:
        self._names: dict[tuple[Any, bool], str | None] = {}
        super().__init__(graph)  # type: ignore[no-untyped-call]

    def get_pname(self, uri: Any, gen_prefix: bool = True) -> str | None:
        key = (uri, gen_prefix)
        if key not in self._names:
            self._names[key] = super().get_pname(uri, gen_prefix)  # type: ignore[no-untyped-call]
        return self._names[key]

    def preprocess(self) -> None:
        self._subjects = dict.fromkeys(self.store.subjects(), True)

    def orderSubjects(self) -> list[Any]:
        return sorted(self._subjects)

    def sortProperties(self, properties: Mapping[Any, list[Node]]) -> list[Any]:
        ordered = super().sortProperties(properties)
        for values in properties.values():
            values.sort(key=_value_key)
        return ordered


def _value_key(node: Node) -> tuple[str, str, str]:
    return (getattr(node, "language", None) or "", str(node), node.n3())


def file_name(path: Path, base: Path | None) -> str:
    """What messages call a file: its path below a folder, where it lies there."""
    if base is not None and path.is_relative_to(base):
        return path.relative_to(base).as_posix()
    return path.as_posix()


def _load(path: Path, name: str) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise BadTurtle(
            f"{name} cannot be read: {error.strerror}.",
            field=name,
            accepted="a readable Turtle file",
            hint="Check the path.",
        ) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _bad(name, line, "bytes that are not UTF-8", "") from None


def _parse(text: str, name: str) -> _Parsed:
    try:
        reader = ox.parse(input=text, format=ox.RdfFormat.TURTLE)
        quads = list(reader)
    except SyntaxError as error:
        lines, number = text.splitlines(), error.lineno or 1
        standing = lines[number - 1].strip() if number <= len(lines) else ""
        why = str(error.msg).partition(": ")[2] or str(error.msg)
        raise _bad(name, number, why, standing) from None
    return _Parsed(quads, dict(reader.prefixes))


def _bad(name: str, line: int, why: str, standing: str) -> BadTurtle:
    there = f" There stands: {standing[:120]} ." if standing else ""
    return BadTurtle(
        f"{name}, line {line}: {why}.{there}",
        field=f"{name}:{line}",
        given=standing or None,
        accepted="Turtle 1.1 in UTF-8",
        hint="Correct that line or the end of the statement before it, then run: accordgraph validate",
    )


def _refuse_comment(text: str, name: str) -> None:
    for line, comment in comments(text):
        raise InvalidData(
            f"{name}, line {line}: a comment would be lost by formatting: {comment[:80]}",
            field=f"{name}:{line}",
            given=comment,
            accepted="Turtle without comments",
            hint="Move the remark into a property such as skos:note or ag:reasonNotAdopted, or delete it.",
        )


def _parts(quad: ox.Quad) -> tuple[Any, Any, Any]:
    return quad.subject, quad.predicate, quad.object


def _named(term: Any, known: dict[Any, Node], name: str) -> Node:
    if isinstance(term, ox.BlankNode):
        raise InvalidData(
            f"{name} holds a blank node, which has no stable name.",
            field=name,
            accepted="IRIs and literals",
            hint="Give the node an IRI under https://w3id.org/accordgraph/id/ and name it there.",
        )
    return _term(term, known, 0)


def _term(term: Any, known: dict[Any, Node], number: int) -> Node:
    if isinstance(term, ox.BlankNode):
        return BNode(_spelt(term, number))
    found = known.get(term)
    if found is None:
        if isinstance(term, ox.NamedNode):
            found = URIRef(term.value)
        elif term.language:
            found = Literal(term.value, lang=term.language)
        elif term.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
            found = Literal(term.value)
        else:
            found = Literal(term.value, datatype=URIRef(term.datatype.value))
        known[term] = found
    return found


def _spelt(term: Any, number: int) -> str:
    """A node as text; one without a name is told apart by the number of its file."""
    return f"f{number}{term.value}" if isinstance(term, ox.BlankNode) else str(term.value)


def _prefixes(parsed: _Parsed) -> dict[str, str]:
    ours = set(PREFIXES.values())
    own = {
        prefix: namespace
        for prefix, namespace in sorted(parsed.prefixes.items())
        if namespace not in ours and prefix and prefix not in PREFIXES
    }
    return {**own, **PREFIXES}
