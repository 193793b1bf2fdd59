import { expect, test } from "vitest";
import { held, LARGEST, zoomed } from "./view";

const frame = { width: 800, height: 400, land: 360 };

test("the whole map is centred and never smaller than the picture", () => {
  expect(held({ k: 0.2, x: 99, y: 99 }, frame)).toEqual({ k: 1, x: 0, y: 20 });
  expect(held({ k: 99, x: 0, y: 0 }, frame).k).toBe(LARGEST);
});

test("what is under the pointer stays there", () => {
  const view = zoomed({ k: 2, x: -300, y: -100 }, 2, [200, 150], frame);
  expect((200 - view.x) / view.k).toBeCloseTo((200 + 300) / 2);
  expect((150 - view.y) / view.k).toBeCloseTo((150 + 100) / 2);
});
