import { expect, test } from "vitest";
import { LEGIBLE, names, TEXT } from "./names";
import type { Line, Spot } from "./plan";

const hub = (id: string, x: number, y: number, kind: Spot["kind"] = "accord"): Spot => ({
  id,
  kind,
  text: "Accord of\nmany places",
  x,
  y,
  width: 220,
  height: 96,
});
const line = (from: Spot) => ({ from }) as Line;
const small = { zoom: 0.2, x: 0, y: 0 };

test("what can be read in its box is not named beside it", () => {
  const spots = [hub("a", 1000, 500)];
  expect(names(spots, [], { ...small, zoom: LEGIBLE / TEXT }, 600, 400)).toEqual([]);
  expect(names(spots, [], small, 600, 400)).toMatchObject([{ id: "a", x: 200, lines: { length: 2 } }]);
  expect(names([hub("p", 1000, 500, "jurisdiction")], [], small, 600, 400)).toEqual([]);
});

test("no name lies on another, and the one with more lines has its place", () => {
  const crowd = Array.from({ length: 12 }, (_, n) => hub(`h${n}`, 1000 + n * 20, 1000 + (n % 3) * 10));
  const heavy = crowd.slice(7, 8);
  const found = names(crowd, heavy.map(line), small, 600, 400);
  expect(found[0]?.id).toBe("h7");
  expect(found.length).toBeLessThan(crowd.length);
  for (const one of found)
    for (const other of found)
      if (one !== other) expect(Math.abs(one.y - other.y) >= 26 || Math.abs(one.x - other.x) > 60).toBe(true);
});

test("a name that would leave the picture is left out", () => {
  expect(names([hub("a", 20, 500)], [], small, 600, 400)).toEqual([]);
});
