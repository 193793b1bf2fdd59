/** What is shown, as the address holds it. */
import { signal } from "@preact/signals";
import { go, onReturn, parameters } from "../shared/address";
import { isDay } from "../shared/day";
import { ORDERS, type Order } from "../shared/matrix/order";
import type { Filters } from "./types";

export const VIEWS = ["graph", "map", "matrix", "table"] as const;
export type View = (typeof VIEWS)[number];

export interface Shown extends Filters {
  view: View;
  /** The day shown; empty: today. */
  day: string;
  /** A second day, beside; empty: none. */
  compare: string;
  /** Only what differs between the two days. */
  only: boolean;
  /** In which order the matrix tells its places. */
  order: Order;
  /** The thing in hand, by its id; empty: none. */
  focus: string;
}

function list(text: string | null): string[] {
  return (text ?? "").split(",").filter((each) => each.trim());
}

/** What an address asks for; what it cannot mean is left out. */
export function read(query: URLSearchParams): Shown {
  const [day, compare] = [query.get("as_of"), query.get("compare")];
  return {
    view: VIEWS.find((view) => view === query.get("view")) ?? "graph",
    day: isDay(day) ? day : "",
    compare: isDay(compare) ? compare : "",
    only: isDay(compare) && query.get("only") === "differences",
    order: ORDERS.find((each) => each === query.get("order")) ?? "alike",
    focus: query.get("focus") ?? "",
    accord: list(query.get("accord")),
    agreements: list(query.get("include")).includes("agreements"),
    tier: list(query.get("tier")),
    goal: list(query.get("goal")),
    group: list(query.get("group")),
    force: list(query.get("force")),
  };
}

/** The same as parameters; what is as it is by itself is left out. */
export function written(shown: Shown): Record<string, string> {
  return {
    view: shown.view === "graph" ? "" : shown.view,
    as_of: shown.day,
    compare: shown.compare,
    only: shown.compare && shown.only ? "differences" : "",
    order: shown.order === "alike" ? "" : shown.order,
    focus: shown.focus,
    ...filters(shown),
  };
}

/** The filters as the API takes them. */
export function filters(shown: Filters): Record<string, string> {
  return {
    accord: shown.accord.join(","),
    include: shown.agreements ? "agreements" : "",
    tier: shown.tier.join(","),
    goal: shown.goal.join(","),
    group: shown.group.join(","),
    force: shown.force.join(","),
  };
}

export const shown = signal<Shown>(read(parameters()));
/** The day under the reader's hand: while sliding it runs ahead of the address. */
export const day = signal(shown.value.day);

/** Show something else, as a new step of the history. */
export function change(changes: Partial<Shown>): void {
  shown.value = { ...shown.value, ...changes };
  if (changes.day !== undefined) day.value = changes.day;
  go(written(shown.value));
}

let from: string | undefined;
let last = 0;

/** Slide to a day: the address follows in place, and not at every step. */
export function slide(to: string): void {
  from ??= shown.value.day;
  day.value = to;
  if (performance.now() - last < 250) return;
  last = performance.now();
  go({ as_of: to }, "replace");
}

/** The slider was let go: one step back leads to where it came from. */
export function release(): void {
  if (from === undefined) return;
  go({ as_of: from }, "replace");
  from = undefined;
  change({ day: day.value });
}

onReturn(() => {
  shown.value = read(parameters());
  day.value = shown.value.day;
});
