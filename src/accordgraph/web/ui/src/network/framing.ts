/** From where the network is seen: the same for its first drawing, for the graph that takes over, for the address. */
import type { Plan, Spot } from "./plan";

const PADDING = 12;
/** No plan is so large, and nothing is seen so many times larger or smaller than everything in view. */
const [FAR, CLOSE] = [1e5, 100];

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

/** What a hand chose to see: the point of the plan at the middle, and how many times as large as everything in view. */
export interface Look {
  x: number;
  y: number;
  k: number;
}

/** What is seen, against what is seen where everything is in view; undefined: just that. */
export function lookOf(frame: Frame, whole: Frame, width: number, height: number): Look | undefined {
  const middle = (of: Frame) => [(width / 2 - of.x) / of.zoom, (height / 2 - of.y) / of.zoom] as const;
  const [[x, y], [wholeX, wholeY]] = [middle(frame), middle(whole)];
  const k = frame.zoom / whole.zoom;
  const same = Math.abs(k - 1) < 0.001 && Math.hypot(x - wholeX, y - wholeY) * frame.zoom < 0.5;
  return same ? undefined : { x, y, k };
}

/** From where that is seen. */
export function frameOf(look: Look | undefined, whole: Frame, width: number, height: number): Frame {
  if (!look) return whole;
  const zoom = look.k * whole.zoom;
  return { zoom, x: width / 2 - look.x * zoom, y: height / 2 - look.y * zoom };
}

/** What an address asks for; undefined for what cannot be seen. */
export function lookIn(text: string | null): Look | undefined {
  const parts = (text ?? "").split(",").map((part) => (part.trim() ? Number(part) : NaN));
  const [x = NaN, y = NaN, k = NaN] = parts;
  const meant = parts.length === 3 && Math.abs(x) < FAR && Math.abs(y) < FAR && k > 1 / CLOSE && k < CLOSE;
  return meant ? { x, y, k } : undefined;
}

/** The same as an address tells it. */
export function lookTold({ x, y, k }: Look): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10},${Math.round(k * 1000) / 1000}`;
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
