import type { RefObject } from "preact";
import { useMemo } from "preact/hooks";
import { DIFFERENCE, type Difference } from "../shared/differences";
import type { MapArc, MapPoint } from "../shared/map/model";
import { WorldMap } from "../shared/map/WorldMap";
import { fill } from "../shared/words";
import { type Differences, edgeOf } from "./differences";
import { forceLook, strongest } from "./forces";
import { MAYBE, type Network } from "./model";
import { accordsOf, type Held } from "./pairs";
import { change, shown } from "./shown";
import { w } from "./words";

/** From so many parties on, an accord is not drawn as lines between all of them. */
const FEW = 4;

/** The members on the map: the more memberships, the larger; agreements of a few parties as arcs. */
export function Places(given: {
  network: Network;
  held: Held;
  day: string;
  /** What differs from a second day; then both days are on the map. */
  found: Differences | undefined;
  drawing: RefObject<SVGSVGElement | null>;
}) {
  const { network, held, day, found } = given;
  const { focus, only } = shown.value;
  const code = focus.startsWith("jurisdiction/") ? focus.slice("jurisdiction/".length) : "";
  const points = useMemo(
    () => (found ? differing(network, found, only) : pointsOf(network, held)),
    [held, found, only],
  );
  const arcs = useMemo(() => {
    if (!found) return arcsOf(network, held, focus);
    return changed(
      arcsOf(network, found.held("before"), focus),
      arcsOf(network, found.held("after"), focus),
      only,
    );
  }, [held, focus, found, only]);
  return (
    <WorldMap
      label={found ? fill(w.map_two, { from: found.from, to: found.to }) : fill(w.map, { day })}
      points={points}
      arcs={arcs}
      selected={code ? [code] : []}
      onSelect={(chosen) => change({ focus: `jurisdiction/${chosen}` })}
      caption={found ? w.map_two_caption : w.map_caption}
      drawing={given.drawing as RefObject<SVGSVGElement>}
    />
  );
}

/** The legal force of the most binding of some accords: its sign, and its name; empty: none has a rule. */
function forceOf(network: Network, hubs: Iterable<string>) {
  const rank = strongest(network, hubs);
  const known = network.told.forces.find((each) => each.rank === rank)?.label ?? w.force_unknown;
  return { rank, mark: forceLook(rank), label: rank === null ? "" : known };
}

/** What a place holds, with the legal force of the most binding of it. */
function withForce(told: string, label: string): string {
  return label ? fill(w.map_force, { told, force: label }) : told;
}

function pointsOf(network: Network, held: Held): MapPoint[] {
  return [...accordsOf(held)].map(([place, hubs]) => {
    const { mark, label } = forceOf(network, hubs);
    const list = [...hubs].map((hub) => network.label(hub)).join(w.comma);
    return {
      code: place,
      label: network.places.get(place)?.label ?? place,
      colour: "--accent",
      size: hubs.size,
      mark,
      detail: withForce(fill(w.map_detail, { n: hubs.size, list }), label),
    };
  });
}

/** The places of two days: which gains, which loses, and what. */
function differing(network: Network, found: Differences, only: boolean): MapPoint[] {
  const places = new Map<string, Map<Difference | "", Set<string>>>();
  for (const row of found.rows) {
    const { place, hub } = edgeOf(row);
    const kinds = places.get(place) ?? new Map();
    places.set(place, kinds);
    kinds.set(row.difference ?? "", (kinds.get(row.difference ?? "") ?? new Set()).add(hub));
  }
  return [...places].flatMap(([code, kinds]): MapPoint[] => {
    const ways = [...kinds.keys()].filter((kind) => kind !== "");
    if (only && !ways.length) return [];
    const [first] = ways;
    const { mark, label } = forceOf(network, new Set([...kinds.values()].flatMap((hubs) => [...hubs])));
    const detail = ways.map((kind) => {
      const list = [...(kinds.get(kind) ?? [])].map((hub) => network.label(hub)).join(w.comma);
      return fill(w.of_difference, { what: w.differences[kind], list });
    });
    return [
      {
        code,
        label: network.places.get(code)?.label ?? code,
        colour: "--strong",
        size: ways.length ? 2 : 1,
        weight: ways.reduce((sum, kind) => sum + (kinds.get(kind)?.size ?? 0), 0),
        faint: !ways.length,
        sign: first && DIFFERENCE[ways.length > 1 ? "differs" : first],
        mark,
        detail: withForce(detail.join(w.semicolon) || w.same, label),
      },
    ];
  });
}

/** Arcs of two days: what is there on one of them only bears its sign, all else stands back. */
function changed(before: readonly MapArc[], after: readonly MapArc[], only: boolean): MapArc[] {
  const key = ({ from, to }: MapArc) => [from, to].sort().join(" ");
  const [old, now] = [new Set(before.map(key)), new Set(after.map(key))];
  const marked = (arcs: readonly MapArc[], other: ReadonlySet<string>, kind: Difference) =>
    arcs
      .filter((arc) => !other.has(key(arc)))
      .map((arc) => ({
        ...arc,
        colour: DIFFERENCE[kind].colour,
        sign: DIFFERENCE[kind],
        label: fill(w.of_difference, { what: w.differences[kind], list: arc.label ?? "" }),
      }));
  const same = after
    .filter((arc) => old.has(key(arc)))
    .map((arc) => ({ ...arc, colour: "--strong", weight: 0.7, sign: undefined }));
  return [...(only ? [] : same), ...marked(before, now, "lost"), ...marked(after, old, "gained")];
}

/** Arcs of agreements of a few parties; of a place in hand, all that it is joined to. */
function arcsOf(network: Network, held: Held, focus: string): MapArc[] {
  const parties = new Map<string, Map<string, number>>();
  for (const [{ hub, place }, how] of held) parties.set(hub, (parties.get(hub) ?? new Map()).set(place, how));
  const here = focus.startsWith("jurisdiction/") ? focus.slice("jurisdiction/".length) : "";
  const found = new Map<string, { from: string; to: string; hubs: string[]; dashed: boolean }>();
  for (const [hub, places] of parties) {
    const all = [...places.keys()];
    const small = network.hubs.get(hub)?.agreement && all.length <= FEW;
    for (const [n, from] of all.entries())
      for (const to of all.slice(n + 1)) {
        if (!(small && !focus) && here !== from && here !== to) continue;
        const key = [from, to].sort().join(" ");
        const unsure = places.get(from) === MAYBE || places.get(to) === MAYBE;
        const known = found.get(key) ?? { from, to, hubs: [], dashed: true };
        known.hubs.push(hub);
        known.dashed &&= unsure;
        found.set(key, known);
      }
  }
  return [...found.values()].map(({ from, to, hubs, dashed }) => {
    const { rank, mark, label: force } = forceOf(network, hubs);
    const names = hubs.map((hub) => network.label(hub)).join(w.comma);
    return {
      from,
      to,
      dashed,
      colour: "--accent",
      weight: 0.8 + 0.45 * (rank ?? 0),
      sign: mark,
      label: force ? fill(w.with_force, { list: names, force }) : names,
    };
  });
}
