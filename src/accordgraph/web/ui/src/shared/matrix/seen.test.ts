import { expect, test } from "vitest";
import { cornerIn, cornerTold, pairIn, sizeIn } from "./seen";

const places = ["XA", "XB", "XC"].map((id) => ({ id, label: id }));

test("what the address says of the corner is what it was told", () => {
  for (const corner of [
    [1, 2],
    [0, 1],
    [2, 0],
  ] as const)
    expect(cornerIn(cornerTold(corner, places), places)).toEqual(corner);
  expect(cornerTold([0, 0], places)).toBe("");
});

test("what there is not is the first of all, and a size that is none is left to the page", () => {
  expect(cornerIn("XX,XC", places)).toEqual([0, 2]);
  expect(cornerIn(null, places)).toEqual([0, 0]);
  expect([sizeIn("20"), sizeIn("7"), sizeIn("large"), sizeIn(null)]).toEqual([
    20,
    undefined,
    undefined,
    undefined,
  ]);
});

test("a pair in hand has two sides", () => {
  expect(pairIn("XA,XB")).toEqual({ home: "XA", target: "XB" });
  expect([pairIn(null), pairIn("XA"), pairIn("XA,"), pairIn("XA,XB,XC")]).toEqual(Array(4).fill(undefined));
});
