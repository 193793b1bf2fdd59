/** Asks without loading the page again: the same address is fetched, and its main part takes the place of this. */
import { render } from "preact";
import { renewed } from "../shared/address";
import { ask, Problem } from "../shared/api";
import { Fault } from "../shared/states";
import { tableButtons } from "../shared/tables";
import { waiting } from "../shared/waiting";
import { addressed, type Profile, type Question, SHOWN, told } from "./question";
import { w } from "./words";

const PATIENCE = 60_000;
let running: AbortController | undefined;
/** What the answer on the page was asked with. */
let profile: Profile = {};
let shown = "";
let started = (): void => {};

export function asked(): Question {
  return { query: addressed(new URL(location.href)).query, profile };
}

/** The question without how its answer is shown. */
function key(query: URLSearchParams): string {
  const bare = new URLSearchParams(query);
  for (const name of SHOWN) bare.delete(name);
  return `${location.pathname}?${bare}`;
}

async function page(address: string, given: Profile, signal: AbortSignal): Promise<Document> {
  const patience = AbortSignal.timeout(PATIENCE);
  const headers = { Accept: "text/html", "Content-Type": "application/json" };
  const sent = Object.keys(given).length
    ? { method: "POST", body: JSON.stringify(given), headers }
    : { headers };
  let response: Response;
  let text: string;
  try {
    response = await fetch(address, { ...sent, signal: AbortSignal.any([signal, patience]) });
    text = await response.text();
  } catch (error) {
    throw new Problem(patience.aborted ? "slow" : "unreachable", String(error), 0);
  }
  const found = new DOMParser().parseFromString(text, "text/html");
  if (!found.querySelector("form.ask")) {
    const where = ["main .alert p", "main .lead", "main h1"];
    const said = where.map((each) => found.querySelector(each)?.textContent?.trim()).find(Boolean);
    throw new Problem(
      `http-${response.status}`,
      said || problem(text) || response.statusText,
      response.status,
    );
  }
  return found;
}

function problem(text: string): string {
  try {
    return JSON.parse(text).detail ?? "";
  } catch {
    return "";
  }
}

function say(text: string): void {
  let place = document.getElementById("said");
  if (!place) {
    place = document.createElement("p");
    place.id = "said";
    place.className = "unseen";
    place.setAttribute("role", "status");
    document.body.append(place);
  }
  place.textContent = text;
}

function swap(found: Document): void {
  const now = document.getElementById("main");
  const next = found.getElementById("main");
  if (!now || !next) return;
  for (const plain of next.querySelectorAll("noscript")) plain.remove();
  now.className = next.className;
  now.replaceChildren(...next.childNodes);
  document.title = found.title;
  tableButtons();
  started();
}

/** Where reading goes on: the part that was asked for, what is wrong, or the head of the answer. */
function arrive(hash: string): void {
  const wanted = /^#[\w-]+$/.test(hash) ? document.querySelector<HTMLElement>(hash) : null;
  const alert = document.querySelector<HTMLElement>("main .alert");
  const place = alert ?? wanted ?? document.querySelector<HTMLElement>("main h1");
  place?.setAttribute("tabindex", "-1");
  place?.focus({ preventScroll: true });
  (place?.closest("section") ?? place)?.scrollIntoView({ block: wanted ? "start" : "nearest" });
  if (place && !wanted && !alert) scrollTo({ top: 0, behavior: "instant" });
  const answer = document.querySelector("main .answer")?.textContent ?? "";
  const tally = [...document.querySelectorAll("main .tally li")].map((li) => li.textContent?.trim());
  say([answer, ...tally].filter(Boolean).join(" "));
}

/** Show the answer to a question; `how` tells what becomes of the address. */
export async function show(
  question: Question,
  how: "push" | "replace" | "stay" = "push",
  hash = "",
  path = "/pathways",
): Promise<void> {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const text = question.query.toString();
  const address = path + (text ? `?${text}` : "");
  const over = waiting();
  try {
    const found = await page(address, question.profile, mine.signal);
    if (mine.signal.aborted) return;
    profile = question.profile;
    if (how === "push") history.pushState(null, "", address + hash);
    else if (how === "replace") history.replaceState(null, "", address + hash);
    shown = key(question.query);
    renewed();
    swap(found);
    arrive(hash);
  } catch (error) {
    if (mine.signal.aborted) return;
    failed(error, () => void show(question, how, hash, path));
  } finally {
    over();
  }
}

/** What went wrong, above what was shown before; the form keeps what was typed. */
export function failed(error: unknown, retry: () => void): void {
  document.getElementById("failed")?.remove();
  const place = document.createElement("div");
  place.id = "failed";
  // Beside the button that was pressed; else at the head of the page.
  const button = document.activeElement?.closest("form.ask")?.querySelector(".send");
  if (button) button.before(place);
  else document.getElementById("main")?.prepend(place);
  render(
    <>
      <Fault error={error} retry={retry} />
      <p class="hint">{w.back}</p>
    </>,
    place,
  );
  place.scrollIntoView({ block: "nearest" });
  place.querySelector<HTMLElement>("button")?.focus();
}

/** An answer as data; with a profile it is asked by POST, so that no address holds it. */
export function data<T>(question: Question, more: Record<string, string>, signal?: AbortSignal): Promise<T> {
  const given = Object.fromEntries(question.query);
  for (const name of SHOWN) delete given[name];
  const include = [given.include, more.include].filter(Boolean).join(",");
  const all = { ...given, ...more, ...(include ? { include } : {}) };
  const options = signal ? { signal } : {};
  if (!told(question)) return ask<T>("/api/v1/pathways", all, options);
  const lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const body = { lang, ...all, profile: question.profile };
  return ask<T>("/api/v1/pathways", {}, { ...options, body });
}

/** Begin: `begin` is run for each main part, `first` is the profile that the page was made with. */
export function begin(first: Profile, again: () => void): void {
  profile = first;
  started = again;
  shown = key(asked().query);
  addEventListener("popstate", () => {
    const question = { ...asked(), profile };
    if (key(question.query) === shown) return;
    void show(question, "stay", location.hash, location.pathname);
  });
  started();
}
