"""What no file of the project holds, and what its sources do not name."""

from __future__ import annotations

import functools
import os
import re
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from accordgraph.namespaces import ID, expand, slug

BUILT = {".venv", ".git", ".accordgraph", ".hypothesis", "__pycache__", "build", "dist", "node_modules"}
TEXT = {
    *(".cff .cfg .css .csv .editorconfig .gitignore .html .ini .js .json .lock .md .nt .py .rq".split()),
    *(".sh .svg .toml .ts .tsv .tsx .ttl .txt .xml .yaml .yml".split()),
    "",
}

# --- files ---------------------------------------------------------------------------------------


def project_files(root: Path) -> list[Path]:
    """Files that git would commit; without git, all files of the folder that no tool made."""
    try:
        tracked = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
            cwd=root,
            capture_output=True,
            check=True,
            text=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return sorted(_walk(root))
    return sorted(path for name in tracked.split("\0") if name and (path := root / name).is_file())


def _walk(root: Path) -> Iterable[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in BUILT and not name.endswith("_cache")]
        yield from (Path(folder, name) for name in names)


@pytest.fixture(scope="module")
def files(root: Path) -> list[Path]:
    return project_files(root)


def read(path: Path) -> str:
    return path.read_text("utf-8") if path.suffix in TEXT else ""


def report(root: Path, paths: Iterable[Path], guard: Callable[[str], list[str]]) -> list[str]:
    return [f"{path.relative_to(root)}: {hit}" for path in paths for hit in guard(read(path))]


def listed(found: list[str]) -> str:
    return "\n".join(["", *found])


# --- machines, people, registries ------------------------------------------------------------------

MACHINE_PATH = re.compile(
    r"(?<![\w.:/<>{}\])-])/(?:home|Users|root|work|tmp|opt|mnt|srv|var/folders|private/var)/[\w.-]+"  # unix
    r"|(?<![\w/])[A-Z]:\\{1,2}[A-Za-z]"  # windows
)
REGISTRY = re.compile(
    r"\b(?:files\.pythonhosted|(?:test\.)?pypi|pypi\.python|registry\.npmjs|registry\.yarnpkg|conda\.anaconda"
    r"|(?:deb|security|ftp)\.debian|archive\.ubuntu|proxy\.golang|(?:static\.|index\.)?crates|rubygems"
    r"|repo1?\.maven)\.(?:org|com|io)\b"
)
# Names that are reserved for examples belong to nobody.
E_MAIL = re.compile(r"[\w.+-]+@(?!(?:[\w-]+\.)*example\b)(?:[\w-]+\.)+[A-Za-z]{2,}\b")
ADDRESS = re.compile(r"https?://[^\s\"<>]+")
TELEPHONE = re.compile(
    r"\+\d{1,3}[ \u00a0().-]*\d(?:[ \u00a0().-]*\d){6,}"  # with the code of a country
    r"|\b(?:tel|phone|fax|mobile|电话|传真)\b\.?[ :]*[+(]?\d(?:[ ().-]*\d){5,}"
    r"|\b1[3-9]\d{9}\b"  # a mobile number in China
    r"|(?<![\w-])0\d{2,3}-\d{7,8}(?![\w-])",  # a fixed line in China
    re.IGNORECASE,
)
LITERAL = re.compile(r'"""(.*?)"""|"((?:[^"\\\n]|\\.)*)"(?!\^\^)', re.DOTALL)
DIGITS = re.compile(r"\d{7,}")


def machine_paths(text: str) -> list[str]:
    return MACHINE_PATH.findall(text)


def registries(text: str) -> list[str]:
    return REGISTRY.findall(text)


def personal(text: str) -> list[str]:
    return E_MAIL.findall(text) + TELEPHONE.findall(ADDRESS.sub("", text))


def long_numbers(turtle: str) -> list[str]:
    """Digit runs in the texts of a Turtle file; addresses and typed values are left alone."""
    texts = (long or short for long, short in LITERAL.findall(turtle))
    return [run for text in texts if "://" not in text for run in DIGITS.findall(text)]


def test_no_paths_of_a_machine(root: Path, files: list[Path]) -> None:
    found = report(root, files, machine_paths)
    assert not found, listed(found)


def test_no_addresses_of_registries(root: Path, files: list[Path]) -> None:
    found = report(root, files, registries)
    assert not found, listed(found)


def test_no_addresses_or_numbers_of_people(root: Path, files: list[Path]) -> None:
    found = report(root, files, personal)
    assert not found, listed(found)


def test_no_long_numbers_in_the_texts_of_the_data(root: Path, files: list[Path]) -> None:
    turtle = [path for path in files if path.suffix == ".ttl" and path.is_relative_to(root / "data")]
    found = report(root, turtle, long_numbers)
    assert not found, listed(found)


@pytest.mark.parametrize(
    ("guard", "bad", "good"),
    [
        (
            machine_paths,
            '"/' + 'home/ada/graph"',
            "https://example.org/" + "home/ada, /usr/bin/env, data/home",
        ),
        (machine_paths, '"C:' + '\\Users"', "ex:\\n"),
        (registries, "https://py" + "pi.org/simple", "the package index"),
        (personal, "write to ada@" + "board.zz", '"Ada"@en . @pytest.fixture ask@board.example'),
        (personal, "+44 20" + " 7946 0000", "2016-06-02 +3 years, 1 000 000"),
        (personal, "Tel: 555" + " 0100 22", "tel, phone: ask the body"),
        (personal, "010-6555" + "5555", "2026-11-02"),
        (long_numbers, 'x:a x:b "no. 12345' + '67" .', '<http://x.org/1234567> x:b "1234567"^^xsd:integer .'),
    ],
)
def test_a_planted_one_is_found(guard: Callable[[str], list[str]], bad: str, good: str) -> None:
    assert guard(bad)
    assert not guard(good)


# --- other people's files --------------------------------------------------------------------------

BORROWED = re.compile(
    r"(?:^|/)(?:vendor|vendored|third[_-]party|node_modules|bower_components)/|[.-]min\.\w+$"
)


def vendored(root: Path, paths: Iterable[Path], longest: int = 500) -> list[str]:
    """Files of others: by their place or name, or because no person writes such lines."""
    web = (".js", ".mjs", ".css")
    return [
        name
        for path in paths
        for name in [path.relative_to(root).as_posix()]
        if BORROWED.search(name)
        or (path.suffix in web and max(map(len, read(path).splitlines()), default=0) > longest)
    ]


def test_nothing_is_vendored(root: Path, files: list[Path]) -> None:
    found = vendored(root, files)
    assert not found, listed(found)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("ui/app.js", "let a;\n", False),
        ("ui/app.min.js", "let a;\n", True),
        ("ui/vendor/app.js", "let a;\n", True),
        ("ui/app.css", "a{}" * 200, True),
    ],
)
def test_a_vendored_file_is_found(tmp_path: Path, name: str, text: str, found: bool) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    assert bool(vendored(tmp_path, project_files(tmp_path))) is found


# --- names of the data in the sources --------------------------------------------------------------

KINDS = ("accord", "body", "title", "jurisdiction")
NAMING = {
    expand(term)
    for term in ("skos:notation", "skos:prefLabel", "skos:altLabel", "skos:hiddenLabel", "ag:officialName")
}
SHORT = 3
"""Names up to this length are also English words; they count where code would use them: in quotes."""

ALLOWED = {
    "cast": ("*", "typing.cast, and the verb"),
    "NO": ("src/accordgraph/pathways/dates.py", "the word no, the least of three values"),
    "WF": ("src/accordgraph/pictures/lettering.py", "two classes of character width"),
    "工程师": ("*", "Chinese for engineer"),
}
"""Names of the data that are also words of the sources: in which files, and why."""


def names(data: Path) -> set[str]:
    """Slugs, notations and labels of all accords, bodies, titles and jurisdictions of a folder."""
    found: set[str] = set()
    homes = tuple(f"{ID}{kind}/" for kind in KINDS)
    for path in data.rglob("*.ttl"):
        for quad in ox.parse(path=str(path)):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(homes):
                found.add(slug(quad.subject.value))
                if quad.predicate.value in NAMING:
                    found.add(quad.object.value)
    return found


@functools.cache
def words(text: str) -> str:
    """The text as words with one space between and around them: ``-`` and ``_`` make no difference."""
    return " " + re.sub(r"[\W_]+", " ", text).strip() + " "


def named(text: str, known: Iterable[str]) -> list[str]:
    """Names that a text holds: several words in any case, one word as written, short ones in quotes."""
    as_written, folded = words(text), words(text).casefold()

    def is_in(name: str) -> bool:
        name_words = words(name)
        if not name.isascii() and not re.search("[A-Za-z]", name):
            return name in text
        if len(name) <= SHORT:
            return f'"{name}"' in text or f"'{name}'" in text
        if " " in name_words.strip():
            return name_words.casefold() in folded
        return name_words in as_written

    return sorted(name for name in known if is_in(name))


def names_in_sources(root: Path, sources: Iterable[Path], known: set[str]) -> list[str]:
    return [
        f"{path}: {name}"
        for source in sources
        for path in [source.relative_to(root)]
        for name in named(read(source), known)
        if name not in ALLOWED or not path.match(ALLOWED[name][0])
    ]


def test_sources_name_nothing_of_the_data(root: Path, files: list[Path]) -> None:
    known = names(root / "data")
    assert known
    found = names_in_sources(root, [path for path in files if path.is_relative_to(root / "src")], known)
    assert not found, listed(found)


def test_allowed_words_are_names_of_the_data(root: Path) -> None:
    assert set(ALLOWED) <= names(root / "data")


@pytest.mark.parametrize(
    "text",
    [
        'if accord == "river-accord":',
        "RIVER_ACCORD = 1",
        "# as the River\n# Accord says",
        'home = "ZZ"',
        "the OBZ decides",
        "见大河协议第三条",
    ],
)
def test_a_name_in_the_sources_is_found(tmp_path: Path, text: str) -> None:
    (tmp_path / "world.ttl").write_text(
        f"""
        <{ID}accord/river-accord> <{expand("skos:prefLabel")}> "River Accord"@en , "大河协议"@zh .
        <{ID}jurisdiction/ZZ> <{expand("skos:notation")}> "ZZ" .
        <{ID}body/ordre> <{expand("skos:notation")}> "OBZZ" ; <{expand("skos:altLabel")}> "OBZ of Zed"@en .
        <{ID}source/other> <{expand("skos:prefLabel")}> "River"@en .
        """,
        "utf-8",
    )
    known = names(tmp_path)
    assert not named("A river; an accord. ZZ = z * z; order, OBZZa", known)
    assert named(text.replace("OBZ ", "OBZZ "), known)


def test_an_allowed_word_is_allowed_in_its_file_only(tmp_path: Path) -> None:
    text = '["NO", "YES"]'
    paths = [tmp_path / "src/accordgraph" / name for name in ("pathways/dates.py", "names.py")]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert names_in_sources(tmp_path, paths, {"NO"}) == ["src/accordgraph/names.py: NO"]
