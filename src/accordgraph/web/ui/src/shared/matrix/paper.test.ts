import { expect, test } from "vitest";
import { CHANGES } from "./kinds";
import { sheets } from "./paper";

const places = (n: number) => Array.from({ length: n }, (_, i) => ({ id: `X${i}`, label: `Place ${i}` }));
const shown = (n: number, at: (home: string, target: string) => string | undefined) =>
  sheets({ title: "All", places: places(n), kinds: CHANGES, at, grouped: false });
const every = () => "gained";

/** How often a place heads a row or a column of cells that hold signs. */
const heads = (svg: string, id: string) => svg.match(new RegExp(`>${id}<`, "g"))?.length ?? 0;

test("what a page can hold is printed whole, in the colours of paper", () => {
  const [only, ...more] = shown(30, every);
  expect(more).toEqual([]);
  expect(heads(only as string, "X29")).toBe(2);
  expect(only).toContain("var(--open)");
});

test("what no page can hold is printed as an overview and in parts that hold every cell", () => {
  const [overview, ...parts] = shown(120, every);
  expect(heads(overview as string, "X119")).toBe(2);
  expect(parts).toHaveLength(9);
  const signs = parts.map((svg) => svg.split("scale(").length - 2); // one is that of the key
  expect(signs.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(120 * 119);
  for (const svg of parts) expect(Number(/ width="([\d.]+)"/.exec(svg)?.[1])).toBeLessThan(900);
});

test("a part without any sign takes no paper", () => {
  const parts = shown(120, (home) => (home === "X0" ? "gained" : undefined));
  expect(parts).toHaveLength(1 + 3);
  expect(parts[1]).toContain("1 of 3");
});
