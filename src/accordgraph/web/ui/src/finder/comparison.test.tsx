import type { ComponentChild, VNode } from "preact";
import { expect, test } from "vitest";

const carried: Record<string, string> = { forces: '{"binding": 4, "none": 0, "unheard-of": null}' };
Object.assign(globalThis, {
  location: { search: "" },
  document: {
    documentElement: { lang: "en" },
    getElementById: (id: string) => ({ textContent: carried[id] ?? "{}" }),
  },
});
const { Comparison } = await import("./comparison");
const { Force } = await import("../shared/forces");

const path = {
  accord: "one",
  accord_label: "Accord One",
  outcome: "open",
  outcome_label: "open",
  steps: [],
  waived: [],
  residual: [],
  to_show: [],
  actions: [],
  reasons: [],
  opens: [],
};
const answer = {
  paths: [
    { ...path, force: "binding", force_label: "binding" },
    { ...path, force: "none", force_label: null },
    { ...path, force: "unheard-of", force_label: null },
    { ...path, outcome: "blocked", force: "binding", force_label: "binding" },
  ],
} as unknown as Parameters<typeof Comparison>[0]["answer"];

/** Every part of a view that is drawn by one component. */
function drawn(part: ComponentChild | ComponentChild[], by: unknown): VNode<{ rank?: number }>[] {
  if (Array.isArray(part)) return part.flatMap((each) => drawn(each, by));
  if (!part || typeof part !== "object" || !("props" in part)) return [];
  const node = part as VNode<{ rank?: number; children?: ComponentChild }>;
  return [...(node.type === by ? [node] : []), ...drawn(node.props.children, by)];
}

test("each way that is not closed bears the sign of its legal force", () => {
  const ranks = drawn(Comparison({ answer }), Force).map((sign) => sign.props.rank);
  expect(ranks).toEqual([4, 0, undefined]);
});
