import { ask } from "../shared/api";
import type { MapArc, MapPoint } from "../shared/map/model";
import type { Outcome } from "../shared/outcomes";
import { fill, number } from "../shared/words";
import { w } from "./words";

export interface Place {
  id: string;
  label: string;
}

/** One pair of places whose outcome is another than before. */
export interface Change {
  goal: string;
  change: "gained" | "lost";
  home: Place;
  target: Place;
  before: Outcome;
  before_label: string;
  after: Outcome;
  after_label: string;
  paths: { accord: string | null; accord_label: string | null }[];
}

export interface Goal {
  goal: string;
  goal_label: string;
  gained: number;
  lost: number;
}

/** What the page says that must be asked to see every change. */
export interface Asking {
  scenario: unknown;
  as_of: string;
  goals: Goal[];
}

const PAGE = 1000;
/** More changes than this nobody reads; the counts tell them all. */
export const MOST = 6000;

export async function changesOf(asking: Asking, goal: string, signal: AbortSignal): Promise<Change[]> {
  const found: Change[] = [];
  let cursor: string | null = "0";
  while (cursor !== null && found.length < MOST) {
    const page: { data: { changes: Change[] }; meta: { next: string | null } } = await ask(
      "/api/v1/scenarios/compare",
      {},
      {
        signal,
        body: {
          scenario: asking.scenario,
          as_of: asking.as_of,
          goal,
          limit: PAGE,
          cursor,
          lang: document.documentElement.lang.slice(0, 2),
        },
      },
    );
    found.push(...page.data.changes);
    cursor = page.meta.next;
  }
  return found;
}

export function accordsOf(change: Change): string {
  return [...new Set(change.paths.map((path) => path.accord_label ?? "").filter(Boolean))].join(" · ");
}

/** The places of changes, those of most changes first, with how much each gains and loses. */
export function placesOf(changes: readonly Change[]) {
  const found = new Map<string, Place & { gained: number; lost: number }>();
  for (const change of changes)
    for (const place of [change.home, change.target]) {
      const known = found.get(place.id) ?? { ...place, gained: 0, lost: 0 };
      known[change.change] += 1;
      found.set(place.id, known);
    }
  return [...found.values()].sort((a, b) => b.gained + b.lost - a.gained - a.lost || (a.id < b.id ? -1 : 1));
}

export function pointsOf(changes: readonly Change[]): MapPoint[] {
  return placesOf(changes).map(({ id, label, gained, lost }) => ({
    code: id,
    label,
    size: gained + lost,
    colour: lost > gained ? "--shut" : "--open",
    detail: fill(w.detail, { gained: number(gained), lost: number(lost) }),
  }));
}

/** Lines for the changes; what is lost has gaps. Both ways between two places are one line. */
export function arcsOf(changes: readonly Change[]): MapArc[] {
  const lines = new Map<string, MapArc>();
  for (const { home, target, change } of changes) {
    const [from, to] = home.id < target.id ? [home.id, target.id] : [target.id, home.id];
    lines.set(`${from} ${to}`, {
      from,
      to,
      colour: change === "lost" ? "--shut" : "--open",
      dashed: change === "lost",
    });
  }
  return [...lines.values()];
}

export function rowsOf(changes: readonly Change[]): string[][] {
  return changes.map((each) => [
    each.goal,
    each.change,
    each.home.id,
    each.home.label,
    each.target.id,
    each.target.label,
    each.before,
    each.after,
    accordsOf(each),
  ]);
}
