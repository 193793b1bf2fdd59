import { expect, test } from "vitest";
import { breadth, labels, type Named } from "./labels";

const frame = { width: 400, height: 200 };
const named = (code: string, x: number, y: number): Named => ({ code, text: `Name of ${code}`, x, y, r: 5 });

test("a label never lies on another, and the first has the first choice", () => {
  const crowd = Array.from({ length: 30 }, (_, n) => named(String(n), 100 + (n % 6) * 9, 90 + (n % 5) * 6));
  const found = labels(crowd, [], frame);
  expect(found[0]?.code).toBe("0");
  expect(found.length).toBeLessThan(crowd.length);
  for (const one of found)
    for (const other of found)
      if (one !== other && Math.abs(one.y - other.y) < 10) {
        const start = ({ x, anchor, text }: (typeof found)[0]) =>
          x - { start: 0, middle: 0.5, end: 1 }[anchor] * breadth(text);
        const [left, right] = [one, other].sort((a, b) => start(a) - start(b));
        if (left && right) expect(start(left) + breadth(left.text)).toBeLessThanOrEqual(start(right) + 0.01);
      }
});

test("what must be named is named inside the frame, whatever it covers", () => {
  const [only] = labels([named("edge", 398, 100)], [{ x: 350, y: 100, r: 90 }], frame, 1);
  expect(only?.anchor).toBe("end");
  expect(labels([named("edge", 398, 100)], [{ x: 350, y: 100, r: 90 }], frame)).toEqual([]);
});

test("a Chinese character is as wide as it is high", () => {
  expect(breadth("一二三")).toBe(36);
});

test("a sign stands between its point and its name, and has its room", () => {
  const sign = 15;
  for (const x of [100, 398]) {
    const [only] = labels([{ ...named("XA", x, 100), sign }], [], frame);
    const edge = only?.anchor === "end" ? x - 8 - sign : x + 8 + sign;
    expect(only?.x).toBe(edge);
    expect(Math.abs((only?.sign?.x ?? 0) - (x + edge) / 2)).toBeLessThan(8);
  }
  const beside = [named("XA", 100, 100), { ...named("XB", 100 - breadth("Name of XB") - 20, 100), sign }];
  expect(labels(beside, beside, frame).find(({ code }) => code === "XB")?.anchor).not.toBe("start");
  expect(labels([named("XA", 100, 100)], [], frame)[0]?.sign).toBeUndefined();
});
