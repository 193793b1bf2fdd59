import { describe, expect, it } from "vitest";
import * as atlas from "./atlas";
import { lookIn, lookTold } from "./look";
import type { Spot } from "./spots";

describe("where on the globe one looks", () => {
  it("is what the address was told, to less than can be seen", () => {
    const told = lookTold({ place: [103.819412, -0.0001], k: 4.096 });
    expect(told).toBe("103.82,0,4.096");
    expect(lookIn(told, 16)).toEqual({ place: [103.82, 0], k: 4.096 });
  });

  it.each([null, "", "1,2", "1,2,3,4", "181,0,2", "0,91,2", "0,0,0.5", "0,0,17", "x,y,z", "1,,2", "0,0,NaN"])(
    "is not %j",
    (text) => {
      expect(lookIn(text, 16)).toBeUndefined();
    },
  );

  it("lies under a spot of the map, and that spot over it", () => {
    for (const spot of [
      [500, 200],
      [120, 260],
      [900, 90],
    ] as Spot[]) {
      const [x, y] = atlas.spotOf(atlas.placeAt(spot)) as Spot;
      expect(Math.hypot(x - spot[0], y - spot[1])).toBeLessThan(0.01);
    }
  });

  it("lies at the edge of the globe for what is beside it", () => {
    for (const [beside, inward] of [
      [[20, 30], 1],
      [[980, 30], -1],
    ] as [Spot, number][]) {
      const [x, y] = atlas.spotOf(atlas.placeAt(beside)) as Spot;
      expect(y).toBeCloseTo(beside[1], 1);
      expect((x - beside[0]) * inward).toBeGreaterThan(20);
    }
  });
});
