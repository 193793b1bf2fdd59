import { expect, test } from "vitest";

Object.assign(globalThis, { document: { documentElement: { lang: "en" }, getElementById: () => null } });
const { layout } = await import("./layout");
const { runs } = await import("./sentence");
const { brief, rows } = await import("./comparison");

const measure = (text: string) => text.length * 10;

const step = {
  text: "Accord One: register there",
  rule: "one",
  concludes: "title",
  from_body: { id: "b", label: "Board" },
  to_body: null,
  force: "binding",
  evidence: [],
};
const path = {
  accord: "one",
  accord_label: "Accord One",
  outcome: "open",
  outcome_label: "open",
  certainty_label: "in force",
  force: "binding",
  force_label: "binding",
  discretion: null,
  evidence_grade: "documented",
  gap_years: null,
  steps: [step],
  waived: ["an exam"],
  residual: [],
  residual_complete: true,
  to_show: [],
  actions: [],
  reasons: [],
  decided_by: { role: "board", bodies: [{ id: "t", label: "Target Board" }] },
  pareto: true,
  evidence: [],
  opens: [],
  told: [],
} as const;
const answer = {
  question: {
    home: { id: "jurisdiction/A", label: "A" },
    target: { id: "jurisdiction/B", label: "B" },
    goal: "g",
    goal_label: "g",
    as_of: "2026-01-01",
  },
  paths: [path, { ...path, outcome: "blocked", steps: [] }],
  relays: [],
} as unknown as Parameters<typeof layout>[0];

test("wide: ways below each other, their ends in one column, no box over another", () => {
  const made = layout(answer, 1000, measure);
  expect(made.upright).toBe(false);
  const [first, second] = made.lanes;
  expect(first?.boxes.map((box) => box.kind)).toEqual(["home", "accord", "step", "decision"]);
  expect(second?.boxes.map((box) => box.kind)).toEqual(["home", "accord", "decision"]);
  expect(first?.boxes.at(-1)?.x).toBe(second?.boxes.at(-1)?.x);
  const low = Math.max(...(first?.boxes ?? []).map((box) => box.y + box.height));
  expect(second?.boxes[0]?.y).toBeGreaterThan(low);
});

test("narrow: the parts of a way below each other, inside the width", () => {
  const made = layout(answer, 360, measure);
  expect(made.upright).toBe(true);
  for (const lane of made.lanes)
    lane.boxes.forEach((box, i) => {
      expect(box.x + box.width).toBeLessThanOrEqual(360);
      const before = lane.boxes[i - 1];
      if (before) expect(box.y).toBeGreaterThan(before.y + before.height);
    });
});

test("numbers that follow each other are told as a run", () => {
  expect(runs([1, 2, 3, 5, 7, 8])).toEqual([
    [1, 3],
    [5, 5],
    [7, 8],
  ]);
});

test("a step leaves out the accord, and a closed way tells nothing that it would spare", () => {
  expect(brief(step.text, answer.paths[0] as never)).toBe("Register there");
  const [head, one, two] = rows(answer);
  expect(one?.length).toBe(head?.length);
  expect(one).toContain("an exam");
  expect(two).not.toContain("an exam");
});
