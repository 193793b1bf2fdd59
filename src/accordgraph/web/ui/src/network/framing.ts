/** From where the network is seen: the same for its first drawing and for the graph that takes over. */
import type { Plan, Spot } from "./plan";

const PADDING = 12;

/** What stands at a point of the plan is seen at `point * zoom + (x, y)`. */
export interface Frame {
  zoom: number;
  x: number;
  y: number;
}

/** All spots in view, but never so small that nothing can be read. */
export function framed(spots: readonly Spot[], width: number, height: number, least = 0): Frame {
  const edge = (side: -1 | 1, at: "x" | "y", size: "width" | "height") =>
    spots.map((spot) => side * spot[at] + spot[size] / 2).reduce((a, b) => Math.max(a, b), -1e9) * side;
  const [left, right] = [edge(-1, "x", "width"), edge(1, "x", "width")];
  const [top, bottom] = [edge(-1, "y", "height"), edge(1, "y", "height")];
  const fits = Math.min((width - 2 * PADDING) / (right - left), (height - 2 * PADDING) / (bottom - top));
  const zoom = Math.max(Math.min(fits, 4), least, 0.05);
  return { zoom, x: (width - (left + right) * zoom) / 2, y: (height - (top + bottom) * zoom) / 2 };
}

/** The spots to bring into view: what is asked for, or everything where that is nothing. */
export function inView(plan: Plan, wanted: ReadonlySet<string> | undefined): Spot[] {
  const all = [...plan.spots.values()];
  const kept = all.filter(({ id }) => wanted?.has(id));
  return kept.length ? kept : all;
}

/** What stands under a point of the screen; of several, the one drawn last. */
export function spotAt(spots: readonly Spot[], { zoom, x, y }: Frame, at: readonly [number, number]) {
  const [px, py] = [(at[0] - x) / zoom, (at[1] - y) / zoom];
  return spots.findLast(
    (spot) => Math.abs(px - spot.x) <= spot.width / 2 && Math.abs(py - spot.y) <= spot.height / 2,
  );
}
