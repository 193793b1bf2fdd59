import { expect, test } from "vitest";
import { csv } from "./save";

test("a field with commas, quotes or lines is quoted", () => {
  expect(csv([["a,b", 'say "c"', "d\ne", 1, null]])).toBe('"a,b","say ""c""","d\ne",1,\r\n');
});

test("what a spreadsheet would run is marked as text; a number is none", () => {
  expect(csv([["=1+1", "-5", "-2.5", "@x", "+y"]])).toBe("'=1+1,-5,-2.5,'@x,'+y\r\n");
});
