/** Names of accords where the graph is too small to be read: as large as text, and none over another. */
import { breadth } from "../shared/map/labels";
import type { Frame } from "./framing";
import type { Line, Spot } from "./plan";

/** Pixels below which what stands in an accord's box is not read, and is not drawn. */
export const LEGIBLE = 9;
/** The size of the text in the box of an accord, in units of the plan. */
export const TEXT = 24;
/** The size of a name and the height of its lines, in pixels. */
const [SIZE, HIGH] = [11, 13];

export interface Name {
  id: string;
  /** The middle of its first line. */
  x: number;
  y: number;
  lines: readonly string[];
}

const NONE: readonly Name[] = [];

/**
 * The names of the accords among some spots; of those that would meet, the one with more lines in the graph.
 *
 * @param lines the lines that are shown
 */
export function names(
  spots: readonly Spot[],
  lines: readonly Line[],
  frame: Frame,
  width: number,
  height: number,
): readonly Name[] {
  if (TEXT * frame.zoom >= LEGIBLE) return NONE;
  const weight = new Map<string, number>();
  for (const { from } of lines) weight.set(from.id, (weight.get(from.id) ?? 0) + 1);
  const heavy = (id: string) => weight.get(id) ?? 0;
  const taken: { left: number; right: number; top: number; bottom: number }[] = [];
  return spots
    .filter(({ kind }) => kind === "accord")
    .sort((a, b) => heavy(b.id) - heavy(a.id) || (a.id < b.id ? -1 : 1))
    .flatMap((spot): Name[] => {
      const told = spot.text.split("\n").map((each) => each.trim());
      const [wide, high] = [Math.max(...told.map((each) => breadth(each, SIZE))), told.length * HIGH];
      const x = spot.x * frame.zoom + frame.x;
      const middle = spot.y * frame.zoom + frame.y;
      const aside = (spot.height * frame.zoom + high) / 2;
      for (const y of [middle, middle - aside, middle + aside]) {
        const box = { left: x - wide / 2, right: x + wide / 2, top: y - high / 2, bottom: y + high / 2 };
        const inside = box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height;
        const free = taken.every(
          (other) =>
            box.right <= other.left ||
            other.right <= box.left ||
            box.bottom <= other.top ||
            other.bottom <= box.top,
        );
        if (!inside || !free) continue;
        taken.push(box);
        return [{ id: spot.id, x, y: box.top + HIGH / 2, lines: told }];
      }
      return [];
    });
}

/** How far below the first line another stands. */
export function below(n: number): number {
  return n * HIGH;
}
