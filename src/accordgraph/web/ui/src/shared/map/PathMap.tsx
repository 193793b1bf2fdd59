import type { RefObject } from "preact";
import type { Look } from "../differences";
import type { Outcome } from "../outcomes";
import { fill, words } from "../words";
import type { MapArc, MapPoint } from "./model";
import { WorldMap } from "./WorldMap";

const w = words({
  en: { from: "from here", to: "to here", by: "on the way", way: "{places}." },
  zh: { from: "起点", to: "终点", by: "途经", way: "{places}。" },
});

export interface PathPlace {
  code: string;
  label: string;
}

/** A pathway on the map: from a home to a target, directly or by the places of a relay. */
export function PathMap(given: {
  label: string;
  home: PathPlace;
  target: PathPlace;
  outcome: Outcome;
  /** Places of a relay between the two, in their order. */
  by?: readonly PathPlace[];
  /** The sign and the name of the legal force that it has at the target. */
  force?: { look: Look; label: string } | undefined;
  /** What each part of the way is, one for each arc. */
  steps?: readonly string[];
  drawing?: RefObject<SVGSVGElement | null>;
}) {
  const way = [given.home, ...(given.by ?? []), given.target];
  const points: MapPoint[] = way.map((place, n) => ({
    ...place,
    ...(n === way.length - 1 ? { outcome: given.outcome, mark: given.force?.look } : {}),
    detail:
      n === 0 ? w.from : n === way.length - 1 ? [w.to, given.force?.label].filter(Boolean).join(" · ") : w.by,
  }));
  const arcs: MapArc[] = way.slice(1).map((place, n) => ({
    from: way[n]?.code ?? "",
    to: place.code,
    outcome: given.outcome,
    ...(n === way.length - 2 ? { sign: given.force?.look } : {}),
    dashed: given.outcome !== "open" && given.outcome !== "open_conditional",
    label: given.steps?.[n],
  }));
  return (
    <WorldMap
      label={given.label}
      points={points}
      arcs={arcs}
      selected={way.map(({ code }) => code)}
      fit="selected"
      caption={fill(w.way, { places: way.map(({ label }) => label).join(" → ") })}
      {...(given.drawing ? { drawing: given.drawing } : {})}
    />
  );
}
