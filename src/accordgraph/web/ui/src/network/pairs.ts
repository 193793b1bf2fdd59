/** Which accords two places share: the network as seen from its jurisdictions. */
import { CHANGES, type HeatKind } from "../shared/matrix/kinds";
import type { Network } from "./model";
import type { Edge } from "./types";
import { w } from "./words";

export type Held = readonly (readonly [Edge, number])[];

/** The accords of each place, in the order of the edges. */
export function accordsOf(held: Held): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [{ place, hub }] of held) found.set(place, (found.get(place) ?? new Set()).add(hub));
  return found;
}

export function sharedBy(of: ReadonlyMap<string, ReadonlySet<string>>, one: string, other: string): string[] {
  const theirs = of.get(other);
  return [...(of.get(one) ?? [])].filter((hub) => theirs?.has(hub));
}

const STEPS = [1, 2, 3, 5] as const;

/** The kind of a pair that shares so many accords; undefined for none. */
export function kindOf(count: number): string | undefined {
  const step = STEPS.findLast((each) => each <= count);
  return step === undefined ? undefined : `shared-${step}`;
}

/** The more accords two places share, the larger the square. */
export function kinds(): HeatKind[] {
  return STEPS.map((step, n) => {
    const half = [4, 6.4, 8.8, 11.4][n] as number;
    const side = 2 * half;
    const at = 12 - half;
    return {
      id: `shared-${step}`,
      label: w.sharing[n] as string,
      colour: "--accent",
      strokes: [{ d: `M${at} ${at}h${side}v${side}h-${side}z`, full: true }],
      small: [[(at / 24) * 100, (at / 24) * 100, (side / 24) * 100, (side / 24) * 100]],
    };
  });
}

/** How the accords that two places share changed between two days; undefined: not at all. */
export function changeOf(before: readonly string[], after: readonly string[]): string | undefined {
  if (!before.length && after.length) return "gained";
  if (before.length && !after.length) return "lost";
  const come = after.some((hub) => !before.includes(hub));
  const gone = before.some((hub) => !after.includes(hub));
  return come ? "better" : gone ? "worse" : undefined;
}

/** The kinds of such a change, with the signs that changes have everywhere. */
export function changes(): HeatKind[] {
  return CHANGES.map((kind) => ({ ...kind, label: w.sharing_change[kind.id as "gained"] }));
}

/** The places of a day, each with the part of the world it lies in. */
export function placesOf(network: Network, held: Held) {
  const regions = network.told.groups.filter(({ region }) => region);
  return [...accordsOf(held).keys()].map((id) => {
    const place = network.places.get(id);
    const group = regions.find((region) => place?.groups.includes(region.id))?.label;
    return { id, label: place?.label ?? id, ...(group ? { group } : {}) };
  });
}
