/** What a cell of a matrix may say: an outcome, or how one changed; each with a colour and a sign. */
import { DIFFERENCE } from "../differences";
import type { Stroke } from "../glyph";
import { COLOUR, OUTCOMES, type Outcome, STROKES } from "../outcomes";
import { words } from "../words";

/** What is drawn where a cell is too small for a sign: parts of it, in hundredths (x, y, width, height). */
type Small = readonly (readonly [number, number, number, number])[];

export interface HeatKind {
  id: string;
  label: string;
  /** A CSS variable. */
  colour: string;
  strokes: readonly Stroke[];
  small: Small;
}

const FRAME: Small = [
  [8, 8, 84, 20],
  [8, 72, 84, 20],
  [8, 28, 20, 44],
  [72, 28, 20, 44],
];
const SMALL: Record<Outcome, Small> = {
  open: [[6, 6, 88, 88]],
  open_conditional: FRAME,
  not_yet: [[8, 55, 84, 37]],
  partial: [[8, 8, 40, 84]],
  uncertain: [[36, 36, 28, 28]],
  blocked: [],
};

/** Cells that hold outcomes; a closed pair is an empty cell, or a matrix would be crosses all over. */
export function outcomeKinds(labels: readonly { id: string; label: string }[]): HeatKind[] {
  return OUTCOMES.map((id) => ({
    id,
    label: labels.find((each) => each.id === id)?.label ?? id,
    colour: COLOUR[id],
    strokes: id === "blocked" ? [] : STROKES[id],
    small: SMALL[id],
  }));
}

const w = words({
  en: { gained: "gained", lost: "lost", better: "better than before", worse: "worse than before" },
  zh: { gained: "新增", lost: "失去", better: "优于以前", worse: "不如以前" },
});

/** Cells that hold a difference: newly open, open no more, better or worse without that. */
export const CHANGES: readonly HeatKind[] = [
  {
    id: "gained",
    label: w.gained,
    ...DIFFERENCE.gained,
    small: [[6, 6, 88, 88]],
  },
  {
    id: "lost",
    label: w.lost,
    ...DIFFERENCE.lost,
    small: [[6, 38, 88, 24]],
  },
  {
    id: "better",
    label: w.better,
    colour: "--cond",
    strokes: [{ d: "M12 4l8 14h-16z", full: true }],
    small: [[30, 8, 40, 84]],
  },
  {
    id: "worse",
    label: w.worse,
    colour: "--wait",
    strokes: [{ d: "M12 20l8-14h-16z" }],
    small: FRAME,
  },
];

/** How a pair changed; undefined if it did not. */
export function change(before: Outcome, after: Outcome): string | undefined {
  if (before === after) return undefined;
  if (after === "open") return "gained";
  if (before === "open") return "lost";
  return OUTCOMES.indexOf(after) < OUTCOMES.indexOf(before) ? "better" : "worse";
}
