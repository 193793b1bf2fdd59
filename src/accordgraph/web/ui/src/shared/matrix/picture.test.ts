import { expect, test } from "vitest";
import { layout } from "./draw";
import { CHANGES } from "./kinds";
import { heatRows, heatSvg } from "./picture";

const places = [
  { id: "XA", label: "A & B" },
  { id: "XB", label: "Beta" },
];
const at = (home: string) => (home === "XA" ? "gained" : undefined);

test("the picture holds a name for each row and column, and no markup of names", () => {
  const svg = heatSvg({
    title: "Gained <all>",
    homes: places,
    targets: places,
    kinds: CHANGES,
    at,
    layout: layout(20, 900),
    colour: (name) => `c${name}`,
  });
  expect(svg.match(/>XA</g)).toHaveLength(2);
  expect(svg).toContain("A &amp; B");
  expect(svg).toContain("<title>Gained &lt;all></title>");
  expect(svg).not.toMatch(/<all>/);
});

test("the table has a line for each pair that holds something", () => {
  const rows = heatRows(places, CHANGES, at, ["home", "home name", "target", "target name", "id", "label"]);
  expect(rows).toHaveLength(2);
  expect(rows[1]?.slice(0, 5)).toEqual(["XA", "A & B", "XB", "Beta", "gained"]);
});
