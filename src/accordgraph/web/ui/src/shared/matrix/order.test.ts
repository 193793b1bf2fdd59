import { expect, test } from "vitest";
import { change } from "./kinds";
import { ordered } from "./order";

const places = ["D", "B", "A", "C"].map((id) => ({
  id,
  label: { A: "Zeta", B: "Yew", C: "Xen", D: "Wye" }[id] ?? id,
  group: { A: "south", C: "south", D: "north" }[id],
}));
const open = new Set(["A D", "D A", "B C", "C B", "A C"]);
const worth = (home: string, target: string) => (open.has(`${home} ${target}`) ? 1 : 0);
const ids = (order: Parameters<typeof ordered>[1]) => ordered(places, order, worth, "en").map(({ id }) => id);

test("each order tells every place once", () => {
  expect(ids("code")).toEqual(["A", "B", "C", "D"]);
  expect(ids("name")).toEqual(["D", "C", "B", "A"]);
  expect(ids("open")).toEqual(["A", "C", "B", "D"]);
  expect(ids("group")).toEqual(["D", "A", "C", "B"]);
});

test("places that hold the same stand beside each other", () => {
  const pair = new Set(["A X", "C X", "B Y", "D Y"]);
  const all = ["A", "B", "C", "D", "X", "Y"].map((id) => ({ id, label: id }));
  const found = ordered(all, "alike", (a, b) => (pair.has(`${a} ${b}`) ? 1 : 0), "en").map(({ id }) => id);
  expect(new Set(found).size).toBe(6);
  expect(Math.abs(found.indexOf("A") - found.indexOf("C"))).toBe(1);
  expect(Math.abs(found.indexOf("B") - found.indexOf("D"))).toBe(1);
});

test("a pair that changed is gained or lost if it opens or closes, else better or worse", () => {
  expect(change("blocked", "open")).toBe("gained");
  expect(change("open", "uncertain")).toBe("lost");
  expect(change("blocked", "uncertain")).toBe("better");
  expect(change("open_conditional", "not_yet")).toBe("worse");
  expect(change("open", "open")).toBeUndefined();
});
