/** What the signs of a saved picture of the network mean. */
import { DIFFERENCE } from "../shared/differences";
import { forceStrokes } from "../shared/forces";
import type { Stroke } from "../shared/glyph";
import type { Sign } from "../shared/picture/types";
import { fill } from "../shared/words";
import type { Network } from "./model";
import { END, WEIGHT } from "./plan";
import { SHAPES } from "./svg";
import type { Share } from "./types";
import { w } from "./words";

/** What a line may say by its weight and its end. */
export const LINES: readonly (readonly [Share | "place", string])[] = [
  ["all", w.shares.all],
  ["some", w.shares.some],
  ["none", w.shares.none],
  ["unstated", w.shares.unstated],
  ["place", w.named],
];

/** A line and its end as the graph draws them, in the square of a sign. */
function line(share: Share | "place"): Stroke[] {
  const full = share !== "none" && share !== "unstated";
  return [
    { d: "M0 12h11", width: 0.6 * WEIGHT[share === "place" ? "all" : share] },
    { d: `M17 12${SHAPES[END[share]]}`, full, width: 2 },
  ];
}

/** The signs of lines, of what differs between two days, and of legal force. */
export function signs(network: Network, view: "graph" | "map", two: boolean): Sign[] {
  const lines = LINES.map(([share, label]) => ({ label, colour: "--ink", strokes: line(share) }));
  const broken = { label: w.broken, colour: "--ink", strokes: [{ d: "M0 12h24", width: 2, dash: "6 4" }] };
  const differences = (["gained", "lost", "differs"] as const).map((kind) => ({
    ...DIFFERENCE[kind],
    label: w.differences[kind],
  }));
  const force = (rank: number | undefined, label: string) => ({
    label: fill(w.force_sign, { label }),
    colour: "--ink",
    strokes: forceStrokes(rank),
  });
  return [
    ...(view === "graph" ? lines : []),
    broken,
    ...(two ? differences : []),
    ...network.told.forces.map(({ rank, label }) => force(rank, label)),
    force(undefined, w.force_unknown),
  ];
}
