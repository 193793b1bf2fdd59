"""Ontology, data and queries on disk: which files they are, and what the checks say of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from accordgraph import __version__
from accordgraph.findings import Finding

if TYPE_CHECKING:
    from accordgraph.turtle import Files, SourceMap

FORMAT = 7
"""Bump when the layout of a snapshot changes: older snapshots are then rebuilt, not read."""

DATA_PARTS = ("facts", "pending", "rejected")


@dataclass(frozen=True)
class Content:
    """The folders (or single files of data) a snapshot is made from."""

    ontology: Path
    data: tuple[Path, ...]
    queries: Path

    @classmethod
    def under(cls, root: Path) -> Content:
        """The folders of a checkout or of an installed package."""
        return cls(root / "ontology", (root / "data",), root / "queries")

    def files(self) -> dict[str, list[Path]]:
        """Turtle files by what they hold: ontology, shapes, facts, pending, rejected."""
        terms = [
            p
            for p in sorted(self.ontology.rglob("*.ttl"))
            if "shapes" not in p.relative_to(self.ontology).parts and p.stem != "alignments"
        ]
        found = {"ontology": terms, "shapes": sorted((self.ontology / "shapes").rglob("*.ttl"))}
        for folder in self.data:
            for path in [folder] if folder.is_file() else sorted(folder.rglob("*.ttl")):
                part = (*path.relative_to(folder).parts, "")[0]
                found.setdefault(part if part in ("pending", "rejected") else "facts", []).append(path)
        return found

    def stamp(self) -> str:
        """What the file system says of all content: paths, sizes and times; much quicker than a digest."""
        found: list[str] = []
        folders = [self.ontology, *self.data, self.queries]
        while folders:
            folder = folders.pop()
            if folder.is_file():
                known = folder.stat()
                found.append(f"{folder} {known.st_size} {known.st_mtime_ns}")
                continue
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir():
                        folders.append(Path(entry.path))
                    elif entry.name.endswith((".ttl", ".rq", ".yaml")):
                        known = entry.stat()
                        found.append(f"{entry.path} {known.st_size} {known.st_mtime_ns}")
        return hashlib.sha256("\n".join([__version__, *sorted(found)]).encode()).hexdigest()

    def scenarios(self) -> list[Path]:
        """The stored scenarios: what-ifs that belong to the data and are no facts."""
        folders = (folder / "scenarios" for folder in self.data if folder.is_dir())
        return sorted((p for folder in folders for p in folder.glob("*.yaml")), key=lambda p: p.name)

    def digest(self) -> str:
        """A digest of all content and of this software's version."""
        summary = hashlib.sha256(f"{FORMAT} {__version__}".encode())
        paths = [p for group in self.files().values() for p in group]
        for path in [*sorted(paths), *sorted(self.queries.rglob("*.rq")), *self.scenarios()]:
            summary.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}".encode())
        return summary.hexdigest()


class Read(NamedTuple):
    """Content as parsed, and which file says what."""

    ontology: Files
    shapes: Files
    data: Files
    sources: SourceMap

    @classmethod
    def of(cls, content: Content) -> Read:
        """Read every Turtle file; raises BadTurtle for one that does not parse."""
        from accordgraph.turtle import SourceMap, read_files

        files, base = content.files(), content.ontology.parent
        ontology = read_files(files["ontology"], base=base)
        shapes = read_files(files["shapes"], base=base)
        data = read_files([p for part in DATA_PARTS for p in files.get(part, [])], base=base)
        sources = SourceMap({**ontology.sources().files, **data.sources().files})
        return cls(ontology, shapes, data, sources)

    def served(self) -> bytes:
        """The ontology with what is neither pending nor rejected, as N-Triples."""
        from accordgraph.references import unserved
        from accordgraph.turtle import n_triples

        return n_triples(chain(self.ontology.without(()), self.data.without(unserved(self.sources))))

    def findings(self) -> tuple[Finding, ...]:
        """What the shapes and the checks across files say."""
        from accordgraph.turtle import graph_of
        from accordgraph.validation import validate

        return validate(self.data.triples(), graph_of(self.shapes), self.ontology.triples(), self.sources)


def findings(content: Content) -> tuple[Finding, ...]:
    """What the shapes and the checks across files say of content, pending and rejected included."""
    return Read.of(content).findings()


def findings_in(content: Content, paths: Iterable[Path]) -> tuple[Finding, ...]:
    """The same for some files alone, in a fraction of the time; all others are there to be referred to.

    Parameters
    ----------
    content : what the files are part of, or are to become part of.
    paths : Turtle files or folders.
    """
    from accordgraph.references import SERVED, folder_of
    from accordgraph.stored_files import StoredFiles
    from accordgraph.turtle import SourceMap, graph_of, read_files, read_tree, turtle_files
    from accordgraph.validation import validate_files

    files, base = content.files(), content.ontology.parent.resolve()
    asked = [path.resolve() for path in turtle_files(paths)]
    data, own = read_tree(asked, base=base)
    shapes = graph_of(read_files(files["shapes"], base=base))
    known = {part: [path.resolve() for path in found] for part, found in files.items()}
    new = set(asked).difference(*known.values())
    stored = StoredFiles(
        base,
        [*known["ontology"], *known.get("facts", []), *sorted(new)],
        [*known.get("pending", []), *known.get("rejected", [])],
    )
    found: set[Finding] = set()
    for aside in (False, True):
        subjects = {s for s in set(data.subjects()) if (folder_of(s, own) != SERVED) is aside}
        if subjects:
            part = [triple for triple in data if triple[0] in subjects]
            if aside:
                stored.join()
            found.update(validate_files(part, stored.store, shapes, SourceMap(stored), aside=aside))
    return tuple(sorted(found))
