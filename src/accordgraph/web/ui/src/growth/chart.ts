/** The growth drawn by Observable Plot: a step for each day on which pairs opened or closed. */
import { areaY, axisX, axisY, dot, gridY, lineY, plot, ruleX, ruleY } from "@observablehq/plot";

export interface Point {
  day: Date;
  open: number;
}

/** What is drawn: the steps, the end of the time told, and the step in hand. */
export function chart(given: {
  steps: readonly Point[];
  first: Point;
  last: Point;
  chosen: Point | undefined;
  width: number;
  label: string;
  axis: string;
  lang: string;
}): SVGSVGElement {
  const { steps, first, last, chosen, width } = given;
  const along = [first, ...steps, last];
  const at = { x: "day", y: "open", curve: "step-after" } as const;
  const drawn = plot({
    width,
    height: Math.round(Math.min(380, Math.max(240, width * 0.42))),
    marginLeft: 52,
    marginRight: 16,
    marginTop: 26,
    ariaLabel: given.label,
    style: { fontFamily: "inherit", fontSize: "12px", overflow: "visible" },
    x: { type: "utc", domain: [first.day, last.day] },
    y: { nice: true, zero: true },
    marks: [
      gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
      axisX({ label: null, ticks: Math.max(3, Math.round(width / 110)), color: "var(--soft)" }),
      axisY({
        label: given.axis,
        labelArrow: "none",
        ticks: 5,
        tickFormat: (n: number) => n.toLocaleString(given.lang),
        color: "var(--soft)",
      }),
      areaY(along, { ...at, fill: "var(--accent)", fillOpacity: 0.14 }),
      lineY(along, { ...at, stroke: "var(--accent)", strokeWidth: 2.2 }),
      ruleY([0], { stroke: "var(--strong)" }),
      ...(chosen ? [ruleX([chosen], { x: "day", stroke: "var(--ink)", strokeDasharray: "3 3" })] : []),
      dot(steps, { x: "day", y: "open", r: 3.2, fill: "var(--accent)", stroke: "var(--paper)" }),
      ...(chosen
        ? [
            dot([chosen], {
              x: "day",
              y: "open",
              r: 6.5,
              fill: "var(--accent)",
              stroke: "var(--ink)",
              strokeWidth: 2,
            }),
          ]
        : []),
    ],
  }) as SVGSVGElement & { scale: (name: "x") => { invert: (pixel: number) => Date } };
  // The pages' policy allows no styles in markup; ours stand in growth.css.
  drawn.querySelector("style")?.remove();
  // Its parts are named by kind, which tells a listener nothing; the slider around it says each step.
  for (const part of drawn.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  drawn.setAttribute("aria-hidden", "true");
  return drawn;
}

/** The step whose day is nearest to a place along the drawing, in its own units. */
export function nearest(drawn: SVGSVGElement, x: number, steps: readonly Point[]): number {
  const { scale } = drawn as SVGSVGElement & { scale: (name: "x") => { invert: (pixel: number) => Date } };
  const day = Number(scale("x").invert(x));
  return steps.reduce(
    (best, step, n) =>
      Math.abs(Number(step.day) - day) < Math.abs(Number(steps[best]?.day) - day) ? n : best,
    0,
  );
}
