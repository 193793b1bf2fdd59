import { describe, expect, it } from "vitest";
import { framed, frameOf, inView, lookIn, lookOf, lookTold, spotAt } from "./framing";
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

  it("is what the address says, on a screen of any size", () => {
    const whole = framed(spots, 464, 400);
    const chosen = { zoom: whole.zoom * 2.5, x: -321, y: 45 };
    const look = lookIn(lookTold(lookOf(chosen, whole, 464, 400) as never));
    const again = frameOf(look, whole, 464, 400);
    expect(again.zoom).toBeCloseTo(chosen.zoom, 3);
    expect(Math.hypot(again.x - chosen.x, again.y - chosen.y)).toBeLessThan(0.5);
    const small = frameOf(look, framed(spots, 232, 200), 232, 200);
    const middle = ({ zoom, x }: typeof small, width: number) => (width / 2 - x) / zoom;
    expect(middle(small, 232)).toBeCloseTo(middle(again, 464));
  });

  it("needs no address while everything is in view, and takes none that cannot be", () => {
    const whole = framed(spots, 464, 400);
    expect(lookOf({ ...whole, x: whole.x + 0.2 }, whole, 464, 400)).toBeUndefined();
    expect(frameOf(undefined, whole, 464, 400)).toBe(whole);
    for (const text of [null, "", "1,2", "x,y,z", "1,2,0", "1,2,-1", "1e9,2,1", "1,2,3,4", "1,,1"])
      expect(lookIn(text)).toBeUndefined();
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
