import { expect, test } from "vitest";
import { Differences } from "./differences";
import { MAYBE, YES } from "./model";
import type { Edge } from "./types";

const edge = (id: string, body: string, tier: string): Edge => ({
  id,
  relation: "member",
  hub: "accord/lantern",
  place: body.toUpperCase(),
  body,
  tier,
  spell: [null, null, null, null],
});
const stays = edge("stays", "xa", "full");
const [provisional, full] = [edge("was", "xb", "provisional"), edge("is", "xb", "full")];
const [goes, comes] = [edge("goes", "xc", "full"), edge("comes", "xd", "full")];
const [first, again] = [edge("first", "xe", "full"), edge("again", "xe", "full")];

const found = new Differences(
  "1999-12-31",
  "2020-01-01",
  [stays, provisional, goes, first].map((each) => [each, MAYBE] as const),
  [stays, full, comes, again].map((each) => [each, YES] as const),
);

test("what is there on one day only came or went; another tier is neither", () => {
  expect([stays, provisional, full, goes, comes].map((each) => found.at(each))).toEqual([
    undefined,
    "differs",
    "differs",
    "lost",
    "gained",
  ]);
  expect(found.only("gained").map(({ after }) => after?.[0].id)).toEqual(["comes"]);
  expect(found.only("lost").map(({ before }) => before?.[0].id)).toEqual(["goes"]);
  expect(found.only("differs").map((row) => [row.before?.[0].id, row.after?.[0].id])).toEqual([
    ["was", "is"],
  ]);
});

test("a membership that follows another at the same tier is no difference", () => {
  expect(found.at(first)).toBeUndefined();
  expect(found.rows.find(({ after }) => after?.[0] === again)?.before?.[0]).toBe(first);
});

test("each line of either day stands in one row", () => {
  const ids = found.rows.flatMap(({ before, after }) => (before === after ? [before] : [before, after]));
  expect(ids.filter(Boolean)).toHaveLength(8);
  expect(found.rows).toHaveLength(5);
});

test("of what one body is twice each accord tells once", () => {
  const twice = [edge("one", "xf", "full"), edge("two", "xf", "full")];
  const gained = new Differences(
    "1999-12-31",
    "2020-01-01",
    [],
    twice.map((each) => [each, YES] as const),
  );
  expect(gained.only("gained")).toHaveLength(1);
  expect(gained.rows).toHaveLength(2);
});
