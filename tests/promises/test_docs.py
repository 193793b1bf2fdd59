"""The guides say what the program says: answers, commands, targets, settings, links; in both languages.

The made parts are those of `accordgraph.documentation`; `accordgraph docs` renews them.  Everything else in
a guide is checked here, each check a function over text.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient
from typer.main import get_command

from accordgraph import documentation, terms_guide
from accordgraph.answers import OUTCOMES
from accordgraph.cli import app as command_line
from accordgraph.content import Content, findings
from accordgraph.documentation import CONSOLE, GUIDES, parse
from accordgraph.namespaces import PREFIXES, expand
from accordgraph.pathways.search import Certainty
from accordgraph.service import AccordGraph
from accordgraph.settings import PREFIX, Settings
from accordgraph.snapshot import Snapshot
from accordgraph.stored_queries import load_queries
from accordgraph.turtle import format_text
from accordgraph.web.app import create_app

ENGLISH, CHINESE = "README.md", "README.zh.md"
TERMS = tuple(terms_guide.PATHS.values())
ALL_GUIDES = (*GUIDES, *TERMS, "CHANGELOG.md", "data/README.md", "ontology/README.md", "queries/README.md",
              "src/accordgraph/sparql/README.md", "tests/README.md", "tests/benchmarks/README.md",
              "tests/worlds/README.md", "src/accordgraph/web/ui/README.md")  # fmt: skip
OF_TESTS = {"ACCORDGRAPH_REQUIRE_ALL", "ACCORDGRAPH_SOAK"}
"""Variables that steer a run of the tests; they are no settings of the program."""

SERVER = "http://127.0.0.1:8000"

# --- reading Markdown ------------------------------------------------------------------------------

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)|<(https?://[^>\s]+)>")
SPAN = re.compile(r"`([^`\n]+)`|^ {4}(\S.*)$", re.MULTILINE)


def prose(text: str) -> str:
    """A guide without its fenced blocks."""
    return FENCE.sub("", text)


def headings(text: str) -> list[int]:
    return [len(marks) for marks, _ in HEADING.findall(prose(text))]


def links(text: str) -> list[str]:
    return [a or b for a, b in LINK.findall(prose(text))]


def code(text: str) -> list[str]:
    """Code in a guide: spans, indented lines, and the commands of console blocks."""
    spans = [a or b for a, b in SPAN.findall(prose(text))]
    return spans + [parse(block).written.removeprefix("$ ") for block in CONSOLE.findall(text)]


def anchors(text: str) -> set[str]:
    """The anchors that a page of this text has on the usual hosts."""
    titles = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title) for _, title in HEADING.findall(prose(text)))
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


# --- guards ----------------------------------------------------------------------------------------


def broken(root: Path, name: str, text: str) -> list[str]:
    """Links of a guide that lead nowhere in the checkout."""
    found = []
    for link in links(text):
        if "://" in link:
            continue
        place, _, anchor = link.partition("#")
        path = (root / name).parent / place if place else root / name
        inside = path.resolve().is_relative_to(root.resolve()) and path.exists()
        if not inside or (anchor and anchor not in anchors(path.read_text("utf-8"))):
            found.append(f"{name}: {link}")
    return found


def lost(root: Path, name: str, text: str) -> list[str]:
    """Paths in the code of a guide that do not exist; ``<…>``, ``*`` and ``…`` stand for any name."""
    tops = {path.name for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")}
    here = (root / name).parent
    found = []
    for word in (word for span in code(text) for word in span.split()):
        if not re.fullmatch(r"[\w<>*…][\w.<>*…-]*(/[\w.<>*…-]+)*/?", word) or "/" not in word:
            continue
        pattern = re.sub(r"<[^>]*>|…", "*", word).rstrip("/")
        starts = [root] if word.split("/")[0] in tops else [here] if word.endswith((".ttl", "/")) else []
        if starts and not any(next(start.glob(pattern), None) for start in starts):
            found.append(f"{name}: {word}")
    return found


def options(words: list[str]) -> set[str]:
    return {word.partition("=")[0] for word in words if word.startswith("--")}


@dataclasses.dataclass(frozen=True)
class Known:
    """What a guide may mention."""

    targets: set[str]
    commands: dict[str, set[str]]
    variables: set[str]

    def unknown(self, text: str) -> list[str]:
        """Targets, commands, options and variables in the code of a guide that do not exist."""
        found = [
            word
            for word in re.findall(rf"{PREFIX}\w+", text)
            if word not in self.variables and not word.endswith("_")
        ]
        for words in map(str.split, code(text)):
            program, *rest = [*words, ""]
            names = [word for word in rest if re.fullmatch(r"[a-z]+", word)]
            if program == "make":
                found += [f"make {name}" for name in names if name not in self.targets]
            elif Path(program).name == "accordgraph" and names[:1] == rest[:1]:
                known = self.commands.get(names[0])
                found += [f"accordgraph {names[0]}"] if known is None else []
                found += [
                    f"accordgraph {names[0]} {option}"
                    for option in sorted(options(rest))
                    if known is not None and option not in known
                ]
        return found


def undocumented(known: Known, guides: Iterable[str]) -> list[str]:
    """Targets, commands and variables that no guide mentions."""
    texts = "\n".join(guides)
    wanted = [f"make {name}" for name in known.targets] + [f"accordgraph {name}" for name in known.commands]
    return [
        each for each in [*sorted(wanted), *sorted(known.variables)] if not re.search(rf"`{each}\b", texts)
    ]


def same(english: str, chinese: str) -> list[str]:
    """In what two guides differ that say the same in two languages."""
    compared: dict[str, Callable[[str], object]] = {
        "headings": headings,
        "links": lambda text: [_neutral(link.partition("#")[0]) for link in links(text)],
        "commands": lambda text: [_neutral(parse(block).written) for block in CONSOLE.findall(text)],
        "code": lambda text: sorted(code(prose(text))),
        "tables": lambda text: [line.count("|") for line in prose(text).splitlines() if line.startswith("|")],
        "made parts": lambda text: re.findall("<!-- made: (.*) -->", text),
    }
    return [name for name, read in compared.items() if read(english) != read(chinese)]


def _neutral(text: str) -> str:
    """Without what tells one language's commands and links from the other's."""
    text = re.sub(r" --lang zh|[&?]lang=zh", "", text).replace(".zh.", ".")
    return re.sub(r'LANG\((\?\w+)\) = "\w\w"', r"LANG(\1)", text)


def values(text: str) -> set[str]:
    """The values that the table of words in a README explains."""
    rows = [line.split("|")[2] for line in text.splitlines() if re.match(r"\|[^|]*\| `\w", line)]
    return {value for row in rows for value in re.findall(r"`([\w-]+)`", row)}


# --- the real guides -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def guides(root: Path) -> dict[str, str]:
    return {name: (root / name).read_text("utf-8") for name in ALL_GUIDES}


@pytest.fixture(scope="module")
def graph(root: Path, real_snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> AccordGraph:
    return AccordGraph(real_snapshot, Settings(root=root, home=tmp_path_factory.mktemp("docs")))


@pytest.fixture(scope="module")
def known(root: Path, graph: AccordGraph) -> Known:
    phony = re.search(r"^\.PHONY: (.*)$", (root / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert phony
    group = get_command(command_line)
    commands = {
        name: {option for each in command.params for option in each.opts}
        for name, command in getattr(group, "commands").items()  # noqa: B009 - a Group, typed as a Command
    }
    commands["pathways"] |= {f"--{field['name'].replace('_', '-')}" for field in graph.fields()}
    variables = {f"{PREFIX}{each.name.upper()}" for each in dataclasses.fields(Settings)}
    return Known(set(phony[1].split()), commands, variables | OF_TESTS)


def test_the_made_parts_are_what_the_program_says(
    root: Path, real_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}HOME", str(real_snapshot.path.parents[1]))
    stale = documentation.write(root, check=True)
    assert not stale, f"{documentation.HINT} Stale: {[path.relative_to(root).as_posix() for path in stale]}"


def test_every_guide_is_checked(root: Path) -> None:
    hidden = re.compile(r"^(\.|build$|dist$|node_modules$)")
    found = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.md")
        if not any(hidden.match(part) for part in path.relative_to(root).parts)
    }
    assert found == set(ALL_GUIDES)


@pytest.mark.parametrize("pair", [(ENGLISH, CHINESE), TERMS])
def test_both_languages_say_the_same(guides: dict[str, str], pair: tuple[str, str]) -> None:
    english, chinese = (guides[name] for name in pair)
    assert not same(english, chinese)


def test_links_lead_somewhere(root: Path, guides: dict[str, str]) -> None:
    assert not [link for name, text in guides.items() for link in broken(root, name, text)]


def test_paths_exist(root: Path, guides: dict[str, str]) -> None:
    assert not [path for name, text in guides.items() for path in lost(root, name, text)]


def test_what_is_mentioned_exists(known: Known, guides: dict[str, str]) -> None:
    assert not [f"{name}: {each}" for name, text in guides.items() for each in known.unknown(text)]


def test_what_exists_is_mentioned(known: Known, guides: dict[str, str]) -> None:
    assert not undocumented(known, guides.values())


def test_the_words_of_an_answer_are_explained(root: Path, guides: dict[str, str]) -> None:
    certainties = {
        quad.object.value
        for quad in ox.parse(path=str(root / "ontology/vocab/certainty.ttl"))
        if quad.predicate.value == expand("skos:notation")
    }
    printed = set(OUTCOMES) | {certainty.slug for certainty in Certainty} | certainties
    assert values(guides[ENGLISH]) == values(guides[CHINESE]) == printed


@pytest.mark.parametrize("name", [ENGLISH, CHINESE])
def test_addresses_answer_as_the_command_does(graph: AccordGraph, guides: dict[str, str], name: str) -> None:
    """Each address of the server answers; a question in one is that of a command in the same guide."""
    asked = [_asked(block) for block in CONSOLE.findall(guides[name])]
    with TestClient(create_app(graph), raise_server_exceptions=False) as client:
        for link in (link for link in links(guides[name]) if link.startswith(SERVER)):
            address = urlsplit(link)
            answer = client.get(link.removeprefix(SERVER) or "/")
            assert answer.status_code == 200, link
            given = dict(parse_qsl(address.query))
            assert not given or given in asked, link
            if address.path.startswith("/api/"):
                direct = graph.pathways(given, today=graph.served.reader.day(given, None))  # type: ignore[arg-type]
                assert answer.json() == direct


def _asked(block: str) -> dict[str, str]:
    words = list(parse(block).arguments)
    if words[0] != "pathways":
        return {}
    pairs = zip(words[1::2], words[2::2], strict=True)
    return {option.removeprefix("--").replace("-", "_"): value for option, value in pairs}


def test_the_curators_example_is_valid(root: Path, tmp_path: Path, guides: dict[str, str]) -> None:
    """Put into the world it speaks of, it breaks no shape and is in the one form."""
    for number, text in enumerate(_turtle(guides["data/README.md"])):
        (tmp_path / f"{number}.ttl").write_text(text, "utf-8")
        assert format_text(text) == text
    world = root / "tests/worlds/fiction"
    before, after = (
        {(each.subject, each.shape, each.message_en) for each in findings(content)}
        for content in (
            Content(root / "ontology", (world,), root / "queries"),
            Content(root / "ontology", (world, tmp_path), root / "queries"),
        )
    )
    assert not after - before


def _turtle(text: str) -> Iterator[str]:
    """Turtle blocks of a guide, with the prefixes that each needs."""
    for kind, block in FENCE.findall(text):
        if kind == "turtle":
            used = [prefix for prefix in sorted(PREFIXES) if re.search(rf"(?<![\w:]){prefix}:", block)]
            yield "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used) + "\n" + block


def test_the_catalogue_tells_every_header(root: Path) -> None:
    queries = load_queries(root / "queries")
    made = documentation.catalogue(queries)
    for name, query in queries.items():
        for text in (f"[{name}]({name}.rq)", *query.title.values(), *query.description.values()):
            assert text in made, name
        assert all(f"`{column}`" in made for column in query.columns)


# --- each guard finds a planted fault ----------------------------------------------------------------

KNOWN = Known({"serve"}, {"query": {"--format"}}, {"ACCORDGRAPH_HOME", "ACCORDGRAPH_SOAK"})
SMALL = """# Title
A [link](b.md#two-words), `make serve`, ACCORDGRAPH_HOME and `src/a.py`.

```console
$ .venv/bin/accordgraph query 'ASK {}' --format csv
true
```
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src/a.py").write_text("", "utf-8")
    (tmp_path / "README.md").write_text(SMALL, "utf-8")
    (tmp_path / "b.md").write_text("# Two words\n", "utf-8")
    return tmp_path


def test_the_small_guide_is_sound(checkout: Path) -> None:
    assert not broken(checkout, "README.md", SMALL)
    assert not lost(checkout, "README.md", SMALL)
    assert not KNOWN.unknown(SMALL)
    assert not same(SMALL, SMALL.replace("csv", "csv --lang zh"))


@pytest.mark.parametrize("link", ["c.md", "b.md#three-words", "../README.md", "#nowhere"])
def test_a_broken_link_is_found(checkout: Path, link: str) -> None:
    text = SMALL.replace("b.md#two-words", link)
    assert broken(checkout, "README.md", text) == [f"README.md: {link}"]


@pytest.mark.parametrize("path", ["src/b.py", "src/<module>/a.py", "here/a.ttl"])
def test_a_lost_path_is_found(checkout: Path, path: str) -> None:
    assert lost(checkout, "README.md", SMALL.replace("src/a.py", path)) == [f"README.md: {path}"]
    assert not lost(checkout, "README.md", SMALL.replace("src/a.py", "src/<module>.py"))


@pytest.mark.parametrize(
    ("right", "wrong", "found"),
    [
        ("make serve", "make coffee", "make coffee"),
        ("ACCORDGRAPH_HOME", "ACCORDGRAPH_HUME", "ACCORDGRAPH_HUME"),
        ("accordgraph query", "accordgraph quiz", "accordgraph quiz"),
        ("--format", "--shape", "accordgraph query --shape"),
    ],
)
def test_what_does_not_exist_is_found(right: str, wrong: str, found: str) -> None:
    assert KNOWN.unknown(SMALL.replace(right, wrong)) == [found]


def test_what_no_guide_mentions_is_found() -> None:
    text = "`make serve` `accordgraph query` `ACCORDGRAPH_HOME`"
    assert undocumented(KNOWN, [text]) == ["ACCORDGRAPH_SOAK"]
    assert len(undocumented(KNOWN, [])) == 4


@pytest.mark.parametrize(
    ("part", "right", "wrong"),
    [
        ("headings", "# Title", "## Title"),
        ("links", "b.md", "c.md"),
        ("commands", "ASK {}", "ASK {?s ?p ?o}"),
        ("code", "`make serve`", "`make test`"),
        ("tables", "true\n```", "true\n```\n| a | b |"),
        ("made parts", "# Title", "# Title\n<!-- made: counts -->"),
    ],
)
def test_a_difference_between_two_languages_is_found(part: str, right: str, wrong: str) -> None:
    assert same(SMALL, SMALL.replace(right, wrong)) == [part]


def test_an_unexplained_word_is_found() -> None:
    assert values("| a | `open` | x |\n| | `not_yet`, `in-force` | y |\n| b | c |") == {
        "open", "not_yet", "in-force"
    }  # fmt: skip
