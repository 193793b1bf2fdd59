import { describe, expect, it } from "vitest";
import { framed, inView, spotAt } from "./framing";
import type { Plan, Spot } from "./plan";

const place = (id: string, x: number, y: number): Spot => ({
  id,
  kind: "jurisdiction",
  text: id,
  x,
  y,
  width: 40,
  height: 20,
});
const spots = [place("a", 100, 50), place("b", 500, 250)];
const plan: Plan = { spots: new Map(spots.map((spot) => [spot.id, spot])), lines: [] };

describe("from where the network is seen", () => {
  it("holds everything in its middle, with room around", () => {
    const { zoom, x, y } = framed(spots, 464, 1000);
    expect(zoom).toBeCloseTo(1);
    expect([300 * zoom + x, 150 * zoom + y]).toEqual([232, 500]);
    expect((100 - 20) * zoom + x).toBeCloseTo(12);
  });

  it("is never so far that nothing can be read", () => {
    expect(framed(spots, 46, 46, 0.2).zoom).toBe(0.2);
  });

  it("looks at what is asked for, or at everything", () => {
    expect(inView(plan, new Set(["b"]))).toEqual([spots[1]]);
    expect(inView(plan, new Set())).toEqual(spots);
  });

  it("finds what stands under a point of the screen", () => {
    const frame = framed(spots, 464, 1000);
    const over = [500 * frame.zoom + frame.x + 15, 250 * frame.zoom + frame.y - 5] as const;
    expect(spotAt(spots, frame, over)?.id).toBe("b");
    expect(spotAt(spots, frame, [0, 0])).toBeUndefined();
  });
});
