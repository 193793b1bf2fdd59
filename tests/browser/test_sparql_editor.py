"""The SPARQL editor as people use it: by mouse, by keyboard alone, on a phone, and without scripts."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, quote

from playwright.sync_api import Page, expect

TWO = "SELECT ?n ?text WHERE { VALUES (?n ?text) { (1 'one') (2 'two, and \"more\"') } } ORDER BY ?n"


def opened(screen: object, query: str = "") -> Page:
    page: Page = screen.go(f"/sparql?query={quote(query)}" if query else "/sparql")
    expect(page.locator(".ui-editor .CodeMirror")).to_be_visible()
    return page


def written(page: Page) -> str:
    return page.evaluate("document.querySelector('#query').value")


def saved(page: Page, kind: str, folder: Path) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name=kind, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path.read_text("utf-8")


def test_an_example_is_run_and_its_answer_saved(open_screen: Callable, tmp_path: Path) -> None:
    screen = open_screen("laptop")
    page = opened(screen)
    page.get_by_role("button", name="Run query").click()
    expect(page.locator("#answer")).to_contain_text("rows in")
    shown = page.locator(".ui-rows tbody tr")
    screen.keep("sparql-answer-laptop")
    table = list(csv.reader(saved(page, "CSV", tmp_path).splitlines()))
    heads = page.locator(".ui-rows thead th").all_inner_texts()
    assert table[0] == heads and len(table) > shown.count() > 0
    found = json.loads(saved(page, "JSON", tmp_path))
    assert found["head"]["vars"] == heads and len(found["results"]["bindings"]) == len(table) - 1


def test_an_address_with_a_query_shows_it_and_its_answer(open_screen: Callable, tmp_path: Path) -> None:
    page = opened(open_screen(), TWO)
    expect(page.locator("#answer")).to_contain_text("2 rows")
    assert written(page) == TWO
    assert list(csv.reader(saved(page, "CSV", tmp_path).splitlines()))[2] == ["2", 'two, and "more"']
    page.get_by_role("link", name="中文").click()
    expect(page.locator("#answer")).to_contain_text("共 2 行")
    assert written(page) == TWO


def test_by_keyboard_alone(open_screen: Callable) -> None:
    page = opened(open_screen("wide", "zh"))
    page.locator(".ui-editor textarea, .ui-editor [contenteditable]").first.focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("ASK { ?s a ag:Accord")
    expect(page.locator(".ui-broken")).not_to_have_text("")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("PREFIX ag: <https://w3id.org/accordgraph/ns#>\nASK { ?s a ag:Accord }")
    expect(page.locator(".ui-broken")).to_have_text("")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer")).to_have_text("是")
    assert "ag:Accord" in parse_qs(page.evaluate("location.search.slice(1)"))["query"][0]
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="运行查询")).to_be_focused()


def test_terms_are_suggested(open_screen: Callable) -> None:
    page = opened(open_screen())
    page.locator(".ui-editor textarea, .ui-editor [contenteditable]").first.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("ASK { ?s a ag:Membersh")
    expect(page.locator(".CodeMirror-hint").first).to_have_text("ag:Membership")
    page.keyboard.press("Enter")
    assert "ag:Membership" in written(page)


def test_back_shows_the_query_before(open_screen: Callable) -> None:
    page = opened(open_screen(), "ASK {}")
    expect(page.locator("#answer")).to_have_text("Yes")
    page.evaluate("document.querySelector('.CodeMirror').CodeMirror.setValue('ASK { FILTER(false) }')")
    page.get_by_role("button", name="Run query").click()
    expect(page.locator("#answer")).to_have_text("No")
    page.go_back()
    expect(page.locator("#answer")).to_have_text("Yes")
    assert written(page) == "ASK {}"


def test_what_is_wrong_is_told_in_the_words_of_the_server(open_screen: Callable) -> None:
    page = opened(open_screen("laptop", "zh", quiet=False), "SELECT * WHER { }")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("查询未得到答复")
    expect(alert).to_contain_text("line 1")
    expect(alert).to_contain_text("sparql-syntax")


def test_no_rows_and_a_graph(open_screen: Callable) -> None:
    page = opened(open_screen(), "SELECT * { <http://example.org/none> ?p ?o }")
    expect(page.locator(".empty")).to_contain_text("No rows")
    page = opened(open_screen(), "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 3")
    expect(page.locator(".ui-graph")).to_contain_text("w3id.org/accordgraph")
    expect(page.get_by_role("button", name="TTL")).to_be_visible()


def test_nothing_is_kept_and_a_slow_query_can_be_stopped(open_screen: Callable) -> None:
    page = opened(open_screen())
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    page.evaluate("q => document.querySelector('.CodeMirror').CodeMirror.setValue(q)", slow)
    page.get_by_role("button", name="Run query").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    assert not page.evaluate("Object.keys(localStorage).filter(key => /yas|triply|query/i.test(key)).length")


def test_a_phone_reads_a_wide_answer_without_sideways_scroll(
    open_screen: Callable, violations: Callable[..., list[str]]
) -> None:
    screen = open_screen("phone", "zh", color_scheme="dark")
    page = opened(screen, "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 300")
    expect(page.locator(".ui-rows tbody tr")).to_have_count(200)
    page.get_by_role("button", name="再显示 100 行").tap()
    expect(page.locator(".ui-rows tbody tr")).to_have_count(300)
    screen.keep("sparql-answer-phone-zh-dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert not violations(page)


def test_without_scripts_the_plain_form_asks(open_screen: Callable) -> None:
    page = open_screen(java_script_enabled=False).go(f"/sparql?query={quote(TWO)}")
    assert page.locator("#query").input_value() == TWO
    page.get_by_label("Format").select_option("csv")
    with page.expect_download() as download:
        page.get_by_role("button", name="Run").click()
    assert "two" in Path(download.value.path()).read_text("utf-8")
