import { expect, test } from "vitest";
import { change } from "./kinds";
import { ordered, runs } from "./order";

const places = ["N", "L", "K", "M"].map((id) => ({
  id,
  label: { K: "Zeta", L: "Yew", M: "Xen", N: "Wye" }[id] ?? id,
  group: { K: "south", M: "south", N: "north" }[id],
}));
const open = new Set(["K N", "N K", "L M", "M L", "K M"]);
const worth = (home: string, target: string) => (open.has(`${home} ${target}`) ? 1 : 0);
const ids = (order: Parameters<typeof ordered>[1]) => ordered(places, order, worth, "en").map(({ id }) => id);

test("each order tells every place once", () => {
  expect(ids("code")).toEqual(["K", "L", "M", "N"]);
  expect(ids("name")).toEqual(["N", "M", "L", "K"]);
  expect(ids("open")).toEqual(["K", "M", "L", "N"]);
  expect(ids("group")).toEqual(["N", "K", "M", "L"]);
});

test("places of one group that stand beside each other are one run", () => {
  expect(runs(ordered(places, "group", worth, "en"))).toEqual([
    { group: "north", first: 0, last: 0 },
    { group: "south", first: 1, last: 2 },
    { group: "", first: 3, last: 3 },
  ]);
});

test("places that hold the same stand beside each other", () => {
  const pair = new Set(["K X", "M X", "L Y", "N Y"]);
  const all = ["K", "L", "M", "N", "X", "Y"].map((id) => ({ id, label: id }));
  const found = ordered(all, "alike", (a, b) => (pair.has(`${a} ${b}`) ? 1 : 0), "en").map(({ id }) => id);
  expect(new Set(found).size).toBe(6);
  expect(Math.abs(found.indexOf("K") - found.indexOf("M"))).toBe(1);
  expect(Math.abs(found.indexOf("L") - found.indexOf("N"))).toBe(1);
});

test("a pair that changed is gained or lost if it opens or closes, else better or worse", () => {
  expect(change("blocked", "open")).toBe("gained");
  expect(change("open", "uncertain")).toBe("lost");
  expect(change("blocked", "uncertain")).toBe("better");
  expect(change("open_conditional", "not_yet")).toBe("worse");
  expect(change("open", "open")).toBeUndefined();
});
