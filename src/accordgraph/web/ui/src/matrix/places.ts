/** Points, arcs and lines of the table, for all places or for one that is chosen. */
import type { MapArc, MapPoint } from "../shared/map/model";
import type { Outcome } from "../shared/outcomes";
import { fill } from "../shared/words";
import type { Table } from "./data";
import { w } from "./words";

/** The place chosen, and whether one goes from it or to it. */
export interface Chosen {
  code: string;
  way: "from" | "to";
}

export function points(table: Table, chosen: Chosen | undefined, href: Href): MapPoint[] {
  const names = new Map(table.data.outcomes.map(({ id, label }) => [id, label]));
  return table.data.places.map(({ id, label }) => {
    const [out, into] = [table.outgoing.get(id) ?? 0, table.incoming.get(id) ?? 0];
    if (!chosen || id === chosen.code)
      return {
        code: id,
        label,
        size: out + into,
        colour: out + into ? "--accent" : "--strong",
        detail: fill(w.ways, { out, in: into }),
      };
    const [home, target] = chosen.way === "from" ? [chosen.code, id] : [id, chosen.code];
    const outcome: Outcome = table.at(home, target) ?? "blocked";
    return {
      code: id,
      label,
      outcome,
      weight: out + into,
      detail: names.get(outcome),
      href: href(home, target),
    };
  });
}

/** What the map shows, as a table to save: the outcome at every other place, or the sums of all. */
export function told(table: Table, chosen: Chosen | undefined, shown: readonly MapPoint[]): string[][] {
  const names = new Map(table.data.outcomes.map(({ id, label }) => [id, label]));
  if (chosen)
    return [
      [w.code, w.place, w.outcome],
      ...shown
        .filter(({ code }) => code !== chosen.code)
        .map(({ code, label, outcome }) => [code, label, names.get(outcome ?? "blocked") ?? ""]),
    ];
  const sum = (of: ReadonlyMap<string, number>, id: string) => String(of.get(id) ?? 0);
  return [
    [w.code, w.place, w.outgoing, w.incoming],
    ...table.touched.map(({ id, label }) => [id, label, sum(table.outgoing, id), sum(table.incoming, id)]),
  ];
}

export type Href = (home: string, target: string) => string;

export function arcs(table: Table, chosen: Chosen | undefined): MapArc[] {
  if (!chosen) return [];
  return table.data.places.flatMap(({ id, label }) => {
    const [from, to] = chosen.way === "from" ? [chosen.code, id] : [id, chosen.code];
    const outcome = table.at(from, to);
    return outcome === "open" || outcome === "open_conditional" ? [{ from, to, outcome, label }] : [];
  });
}
