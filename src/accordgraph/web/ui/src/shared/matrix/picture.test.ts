import { expect, test } from "vitest";
import { sheet } from "../picture/sheet";
import { layout } from "./draw";
import { CHANGES } from "./kinds";
import { heatRows, heatSigns, heatSvg } from "./picture";

const places = [
  { id: "XA", label: "A & B" },
  { id: "XB", label: "Beta" },
];
const colour = (name: string) => `c${name}`;
const at = (home: string) => (home === "XA" ? "gained" : undefined);

test("the picture holds a name for each row and column, and no markup of names", () => {
  const plan = layout(20, 900);
  const drawing = heatSvg({
    homes: places,
    targets: places,
    kinds: CHANGES,
    at,
    layout: plan,
    colour,
  });
  const about = { title: "Gained <all>", signs: heatSigns(CHANGES, plan.cell) };
  const { svg } = sheet(drawing, about, colour);
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
