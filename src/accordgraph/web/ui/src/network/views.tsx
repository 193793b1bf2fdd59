import type { RefObject } from "preact";
import { useCallback, useMemo } from "preact/hooks";
import { address } from "../shared/api";
import type { MapArc, MapPoint } from "../shared/map/model";
import { WorldMap } from "../shared/map/WorldMap";
import { Heat } from "../shared/matrix/Heat";
import { fill } from "../shared/words";
import { MAYBE, type Network } from "./model";
import { accordsOf, type Held, kindOf, kinds, placesOf, sharedBy } from "./pairs";
import { change, shown } from "./shown";
import { w } from "./words";

/** From so many parties on, an accord is not drawn as lines between all of them. */
const FEW = 4;

/** The members on the map: the more memberships, the larger; agreements of a few parties as arcs. */
export function Places(given: {
  network: Network;
  held: Held;
  day: string;
  drawing: RefObject<SVGSVGElement | null>;
}) {
  const { network, held, day } = given;
  const { focus } = shown.value;
  const code = focus.startsWith("jurisdiction/") ? focus.slice("jurisdiction/".length) : "";
  const points = useMemo((): MapPoint[] => {
    const of = accordsOf(held);
    return [...of].map(([place, hubs]) => ({
      code: place,
      label: network.places.get(place)?.label ?? place,
      colour: "--accent",
      size: hubs.size,
      detail: fill(w.map_detail, {
        n: hubs.size,
        list: [...hubs].map((hub) => network.label(hub)).join(w.comma),
      }),
    }));
  }, [held]);
  const arcs = useMemo(() => arcsOf(network, held, focus), [held, focus]);
  return (
    <WorldMap
      label={fill(w.map, { day })}
      points={points}
      arcs={arcs}
      selected={code ? [code] : []}
      onSelect={(chosen) => change({ focus: `jurisdiction/${chosen}` })}
      caption={w.map_caption}
      drawing={given.drawing as RefObject<SVGSVGElement>}
    />
  );
}

/** Arcs of agreements of a few parties; of a place or an accord in hand, all that it is joined to. */
function arcsOf(network: Network, held: Held, focus: string): MapArc[] {
  const parties = new Map<string, Map<string, number>>();
  for (const [{ hub, place }, how] of held) parties.set(hub, (parties.get(hub) ?? new Map()).set(place, how));
  const found = new Map<string, MapArc>();
  for (const [hub, places] of parties) {
    const all = [...places.keys()];
    const here = focus.startsWith("jurisdiction/") ? focus.slice("jurisdiction/".length) : "";
    const small = network.hubs.get(hub)?.agreement && all.length <= FEW;
    for (const [n, from] of all.entries())
      for (const to of all.slice(n + 1)) {
        if (!(small && !focus) && here !== from && here !== to) continue;
        const key = `${from} ${to}`;
        const label = [found.get(key)?.label, network.label(hub)].filter(Boolean).join(w.comma);
        const unsure = places.get(from) === MAYBE || places.get(to) === MAYBE;
        found.set(key, {
          from,
          to,
          colour: "--accent",
          label,
          dashed: unsure && found.get(key)?.dashed !== false,
        });
      }
  }
  return [...found.values()];
}

/** Places by places: how many of the accords shown two of them share. */
export function Pairs(given: { network: Network; held: Held; day: string }) {
  const { network, held, day } = given;
  const of = useMemo(() => accordsOf(held), [held]);
  const places = useMemo(() => placesOf(network, held), [held]);
  const scale = useMemo(kinds, []);
  const at = useCallback(
    (home: string, target: string) =>
      home === target ? undefined : kindOf(sharedBy(of, home, target).length),
    [of],
  );
  const explain = useCallback(
    (home: string, target: string) =>
      Promise.resolve(
        sharedBy(of, home, target)
          .map((hub) => network.label(hub))
          .join(w.comma),
      ),
    [of],
  );
  return (
    <Heat
      label={fill(w.shared, { day })}
      name={`accordgraph-network-matrix-${day}`}
      places={places}
      kinds={scale}
      at={at}
      order={shown.value.order}
      onOrder={(order) => change({ order })}
      href={(home, target) => address("/pathways", { home, target, as_of: shown.value.day })}
      explain={explain}
      nothing={w.no_shared}
    />
  );
}
