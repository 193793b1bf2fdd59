"""A version is said in several places and is the same in all of them.

Software: ``__version__`` (where pyproject.toml reads it), the installed package, CITATION.cff, CHANGELOG.md.
Ontology: ``owl:versionInfo`` and the CHANGELOG. Data: ``owl:versionInfo`` of the data set and the CHANGELOG.
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

import accordgraph
from accordgraph.namespaces import ONTOLOGY, expand

ENTRY = re.compile(r"^## \[?(?P<version>\d\S*?)\]?(?: .*)?$", re.MULTILINE)
STREAM = re.compile(r"^### (?P<stream>Software|Ontology|Data)\b.*?(?P<version>\d[\w.]*)", re.MULTILINE)
DATA_VERSION = re.compile(r"20\d\d\.(?:1[0-2]|[1-9])\.\d+")


def streams(changelog: str) -> dict[str, str]:
    """Versions of the three streams: of each, the newest that the CHANGELOG tells of."""
    first = ENTRY.search(changelog)
    assert first, "CHANGELOG.md has no entry of the form `## 0.1.0 - 2026-01-31`"
    found: dict[str, str] = {}
    for match in STREAM.finditer(changelog):
        found.setdefault(match["stream"], match["version"])
    return {"Software": first["version"]} | found


def version_info(path: Path, subject: str | None = None) -> list[str]:
    """Values of ``owl:versionInfo`` in a Turtle file, of one subject or of any."""
    return [
        quad.object.value
        for quad in ox.parse(path=str(path))
        if quad.predicate.value == expand("owl:versionInfo") and subject in (None, quad.subject.value)
    ]


def disagreements(said: dict[str, str]) -> dict[str, str]:
    """Places that say another version than the first place does."""
    expected = next(iter(said.values()))
    return {place: found for place, found in said.items() if found != expected}


@pytest.fixture(scope="module")
def changelog(root: Path) -> dict[str, str]:
    return streams((root / "CHANGELOG.md").read_text("utf-8"))


def test_software(root: Path, changelog: dict[str, str]) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "src/accordgraph/__init__.py"
    assert not disagreements(
        {
            "__version__": accordgraph.__version__,
            "installed (after a change of version: make clean)": version("accordgraph"),
            "CITATION.cff": str(yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))["version"]),
            "CHANGELOG.md": changelog["Software"],
        }
    )


def test_ontology(root: Path, changelog: dict[str, str]) -> None:
    said = version_info(root / "ontology/accordgraph.ttl", ONTOLOGY)
    assert said == [changelog.get("Ontology", changelog["Software"])]


def test_data(root: Path, changelog: dict[str, str]) -> None:
    said = version_info(root / "data/dataset.ttl")
    assert said == [changelog.get("Data")]
    assert DATA_VERSION.fullmatch(said[0]), "a version of the data is year.month.counter"


def test_a_differing_version_is_found() -> None:
    assert disagreements({"__version__": "0.2.0", "CITATION.cff": "0.1.0"}) == {"CITATION.cff": "0.1.0"}


def test_the_newest_of_each_stream_is_read() -> None:
    text = """# Changes

## 0.2.0 - 2026-02-01
### Software 0.2.0
### Data 2026.2.0
## 0.1.0 - 2026-01-31
### Software 0.1.0
### Ontology 1.0.0
### Data 2026.1.0
"""
    assert streams(text) == {"Software": "0.2.0", "Ontology": "1.0.0", "Data": "2026.2.0"}
    with pytest.raises(AssertionError, match="no entry"):
        streams("# Changes\n")


def test_another_version_in_turtle_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ontology.ttl"
    path.write_text(f'<{ONTOLOGY}> <{expand("owl:versionInfo")}> "9.9.9" .', "utf-8")
    assert version_info(path, ONTOLOGY) == version_info(path) == ["9.9.9"]
    assert version_info(path, "https://example.org/other") == []
