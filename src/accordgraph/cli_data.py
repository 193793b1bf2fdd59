"""Commands for those who keep the data: check, format, add, compare, export, and what is missing."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from accordgraph.cli_base import FINDINGS, Json, Lang, graph, progress, say, show, today
from accordgraph.errors import BadValue
from accordgraph.settings import Settings

app = typer.Typer()
new = typer.Typer(help="Write a correct, cited stub of a new fact.", no_args_is_help=True)
app.add_typer(new, name="new")


@app.command()
def validate(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Only these Turtle files, folders or scenarios; everything if none is given."),
    ] = None,
    lang: Lang = "en",
    json_: Json = False,
) -> None:
    """Check Turtle and scenarios against the shapes: file, subject, shape and what to do."""
    from accordgraph.content import Content, findings, findings_in
    from accordgraph.findings import Severity
    from accordgraph.questions import language

    lang = language({"lang": lang})
    for path in paths or ():
        path.stat()
    content = Content.under(Settings.from_env().root)
    if paths:
        scenarios = [path for path in paths if path.suffix in (".yaml", ".yml", ".json")]
        turtle = [path for path in paths if path not in scenarios]
        found = findings_in(content, turtle) if turtle else ()
    else:
        found, scenarios = findings(content), content.scenarios()
    if scenarios:
        from accordgraph.snapshot import scenario_findings  # which much else hangs on

        found += scenario_findings(content, scenarios)
    if json_:
        show([asdict(f) for f in found])
    else:
        for finding in found:
            print(finding.text(lang))
        print(f"{len(found)} findings.")
    if any(f.severity is Severity.VIOLATION for f in found):
        raise typer.Exit(FINDINGS)


@app.command()
def fmt(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders; the project's own by default.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only name the files that would change.")] = False,
) -> None:
    """Write Turtle in its one canonical form."""
    from accordgraph.content import Content
    from accordgraph.turtle import format_tree

    content = Content.under(Settings.from_env().root)
    changed = format_tree(paths or [content.ontology, *content.data], check=check)
    for path in changed:
        print(path)
    if check and changed:
        raise typer.Exit(FINDINGS)


@new.command()
def membership(
    accord: Annotated[str, typer.Option(help="Accord or agreement: slug or name.")],
    body: Annotated[str, typer.Option(help="Body: slug or name.")],
    tier: Annotated[str, typer.Option(help="Tier within the accord, such as full.")],
    source: Annotated[str, typer.Option(help="Source: its name in data/sources.")],
    locator: Annotated[
        str, typer.Option(help="Where in the source: a table and row, an article, a section.")
    ],
    since: Annotated[str | None, typer.Option(help="Start: YYYY, YYYY-MM or YYYY-MM-DD.")] = None,
    seen_on: Annotated[
        str | None, typer.Option(help="Without a start: the first day a source shows it.")
    ] = None,
    through: Annotated[str | None, typer.Option(help="End, inclusive.")] = None,
    confirmed_on: Annotated[str | None, typer.Option(help="Last day a source was seen to say so.")] = None,
    retrieved_on: Annotated[str | None, typer.Option(help="Day the source was read.")] = None,
    certainty: Annotated[str, typer.Option(help="documented, indirect or unconfirmed (goes to pending).")] = (
        "documented"
    ),
    quotation: Annotated[str | None, typer.Option(help="At most 20 characters, to find the place.")] = None,
    kind: Annotated[str, typer.Option(help="What the start means: admitted, signed, …")] = "admitted",
) -> None:
    """A membership with its citation, in the file of its accord."""
    from accordgraph.curation.membership import Spell, new_membership
    from accordgraph.curation.writing import Cited

    path = new_membership(
        graph(Settings.from_env()),
        accord=accord,
        body=body,
        tier=tier,
        spell=Spell(since, seen_on, through, confirmed_on),
        cited=Cited(source, locator, certainty, retrieved_on, quotation),
        kind=kind,
    )
    print(path)
    say(f"added; check it with: accordgraph validate {path}")


@new.command()
def thing(
    kind: Annotated[str, typer.Argument(help="Prefix of such things in Turtle: body, source, rule, rival …")],
    name: Annotated[str, typer.Argument(help="Last part of its IRI: words with hyphens.")],
    into: Annotated[Path, typer.Option(help="Turtle file under data/; data/README.md says which.")],
    said: Annotated[
        list[str] | None, typer.Option("--set", help="A property as name=value or name@en=text; repeatable.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Source: its name in data/sources.")] = None,
    locator: Annotated[str, typer.Option(help="Where in the source.")] = "",
    retrieved_on: Annotated[str | None, typer.Option(help="Day the source was read.")] = None,
    certainty: Annotated[str, typer.Option(help="documented, indirect or unconfirmed.")] = "documented",
    quotation: Annotated[str | None, typer.Option(help="At most 20 characters, to find the place.")] = None,
) -> None:
    """A thing of any kind with its citation, if the shapes have nothing against it."""
    from accordgraph.curation.things import new_thing
    from accordgraph.curation.writing import Cited

    cited = Cited(source, locator, certainty, retrieved_on, quotation) if source else None
    path = new_thing(graph(Settings.from_env()), kind, name, into, said or [], cited)
    print(path)
    say("added, and the shapes have nothing against it")


@new.command()
def needs(kind: Annotated[str, typer.Argument(help="Prefix of such things in Turtle.")]) -> None:
    """What a kind of thing needs and takes, as its shapes say."""
    from accordgraph.curation.things import slots
    from accordgraph.findings import compact

    for name, slot in slots(graph(Settings.from_env()), kind).items():
        print(
            f"{'needs' if slot.needed else 'takes'} {name} {compact(slot.of or slot.datatype or '')}".rstrip()
        )


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="A snapshot, a folder with data, or an exported .nq file.")],
    new: Annotated[Path, typer.Argument(help="The version to compare it with.")],
    as_of: Annotated[str | None, typer.Option(help="The day for pathways; today if absent.")] = None,
    json_: Json = False,
) -> None:
    """Compare two versions of the data: which facts and which pathways changed."""
    from accordgraph import differences
    from accordgraph.pathways.dates import parse_asked
    from accordgraph.snapshot import Content

    try:
        day = parse_asked(as_of)[0] if as_of else today()
    except ValueError:
        raise BadValue("as_of is not a day.", field="as_of", given=as_of, accepted="YYYY-MM-DD") from None
    content = Content.under(Settings.from_env().root)
    with differences.version(old, content) as before, differences.version(new, content) as after:
        facts = differences.facts(before, after)
        ways = differences.pathways(before, after, day)
    if json_:
        show({"facts": facts, "pathways": ways})
        return
    for fact in facts:
        print(f"{fact['what']} {fact['id']}")
        for key, change in fact["properties"].items():
            print(f"  {key}: {', '.join(change['old']) or '—'} → {', '.join(change['new']) or '—'}")
    for way in ways:
        ends = f"{way['home']} → {way['target']}, {way['goal']}, {way['rule']}"
        print(f"{ends}: {way['old'] or 'no path'} → {way['new'] or 'no path'}")
    print(f"{len(facts)} facts and {len(ways)} pathways differ.")


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Where to write; made if it is missing.")],
) -> None:
    """Write dumps (Turtle, N-Quads, JSON-LD), flat tables with a data dictionary, and their description."""
    from accordgraph.export import export as write_all

    written = write_all(graph(Settings.from_env()), folder, say=progress)
    for path in written:
        print(path)


@app.command()
def gaps(
    accord: Annotated[str | None, typer.Option(help="Only gaps of this accord or agreement.")] = None,
    jurisdiction: Annotated[str | None, typer.Option(help="Only gaps of this place.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only one kind of gap.")] = None,
    as_of: Annotated[str | None, typer.Option(help="The day on which facts are fresh or not.")] = None,
    lang: Lang = "en",
    json_: Json = False,
) -> None:
    """What the graph does not know: undated members, stale facts, open lists, odd counts, pending facts."""
    asked = {"accord": accord, "jurisdiction": jurisdiction, "kind": kind, "as_of": as_of, "lang": lang}
    given = {key: value for key, value in asked.items() if value} | {"limit": "1000"}
    answer = graph(Settings.from_env()).gaps(given, today=today())
    if json_:
        show(answer)
        return
    for gap in answer["data"]:
        where = ", ".join(each for each in (gap["accord"], gap["jurisdiction"]) if each)
        print(f"{gap['id']}: {gap['text'][lang]} {gap['date'] or '—'}" + (f" ({where})" if where else ""))
    print(f"{answer['meta']['total']} gaps; {answer['meta']['notice']}")


@app.command()
def docs(
    check: Annotated[bool, typer.Option("--check", help="Only name the files that would change.")] = False,
) -> None:
    """Renew the made parts of the guides: answers, tables, pictures, the catalogue of queries."""
    from accordgraph.documentation import write

    changed = write(Settings.from_env().root, check=check)
    for path in changed:
        print(path)
    if check and changed:
        raise typer.Exit(FINDINGS)
