import { expect, test } from "vitest";
import { broken, escaped } from "./lines";

const measure = (text: string) => text.length * 10;

test("lines break at spaces, and anywhere where there are none", () => {
  expect(broken("one two three", 80, measure)).toEqual(["one two", "three"]);
  expect(broken("一二三四五", 20, measure)).toEqual(["一二", "三四", "五"]);
  expect(broken("一二，三。", 20, measure)).toEqual(["一", "二，", "三。"]);
  expect(broken("一二 → 三", 100, measure)).toEqual(["一二 → 三"]);
  expect(broken("see abcdefgh", 50, measure)).toEqual(["see a", "bcdef", "gh"]);
});

test("more lines than there is room for end in a sign of that", () => {
  expect(broken("aa bb cc dd", 20, measure, 2)).toEqual(["aa", "b…"]);
});

test("a text is no markup", () => {
  expect(escaped('<x y="z"> & q')).toBe("&lt;x y=&quot;z&quot;> &amp; q");
});
