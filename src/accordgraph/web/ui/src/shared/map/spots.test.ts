import { expect, test } from "vitest";
import { nearest, placed, type Spot } from "./spots";

const point = (code: string): Spot | undefined => ({ AA: [10, 10] as Spot, BB: [50, 10] as Spot })[code];

test("parts stand beside their country, never on one another; what has no point is told", () => {
  const codes = ["AA", "AA-X", "AA-Y", "AA-Z", "BB-X", "ZZ", "ZZ-X"];
  const { spots, without, parts } = placed(codes, point);
  expect(without).toEqual(["ZZ", "ZZ-X"]);
  expect(parts).toBe(true);
  expect(spots.get("AA")).toEqual([10, 10]);
  const all = [...spots.values()];
  for (const [n, one] of all.entries())
    for (const other of all.slice(n + 1))
      expect(Math.hypot(one[0] - other[0], one[1] - other[1])).toBeGreaterThan(5);
  expect(Math.hypot((spots.get("AA-Z")?.[0] ?? 0) - 10, (spots.get("AA-Z")?.[1] ?? 0) - 10)).toBeLessThan(20);
  expect(placed([...codes].reverse(), point).spots.get("AA-Y")).toEqual(spots.get("AA-Y"));
});

test("an arrow leads to the nearest point in its direction", () => {
  const spots = new Map<string, Spot>([
    ["here", [0, 0]],
    ["near", [10, 1]],
    ["far", [30, 0]],
    ["above", [2, -9]],
  ]);
  expect(nearest(spots, "here", "ArrowRight")).toBe("near");
  expect(nearest(spots, "near", "ArrowRight")).toBe("far");
  expect(nearest(spots, "here", "ArrowUp")).toBe("above");
  expect(nearest(spots, "here", "ArrowDown")).toBeUndefined();
  expect(nearest(spots, "here", "a")).toBeUndefined();
});
