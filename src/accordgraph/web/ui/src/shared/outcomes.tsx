/** Outcomes look the same in every view: one shape and one colour each, told apart without colour too. */
import { Glyph, Icon, type Stroke } from "./glyph";

export const OUTCOMES = ["open", "open_conditional", "not_yet", "partial", "uncertain", "blocked"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The CSS variable that holds an outcome's colour, in light and dark. */
export const COLOUR: Record<Outcome, string> = {
  open: "--open",
  open_conditional: "--cond",
  not_yet: "--wait",
  partial: "--part",
  uncertain: "--doubt",
  blocked: "--shut",
};

const ring: Stroke = { d: "M12 2.2a9.8 9.8 0 1 0 0 19.6 9.8 9.8 0 1 0 0-19.6z" };

/** The sign of each outcome, for drawings of every sort. */
export const STROKES: Record<Outcome, readonly Stroke[]> = {
  open: [
    { d: "M12 1a11 11 0 1 0 0 22 11 11 0 1 0 0-22z", full: true },
    { d: "m6.8 12.4 3.6 3.6 6.8-7.4", on: true, width: 2.6 },
  ],
  open_conditional: [ring, { d: "m7.4 12.3 3.2 3.2 6-6.6" }],
  not_yet: [ring, { d: "M12 6.2v6.2l4 2.4" }],
  partial: [ring, { d: "M12 4.6a7.4 7.4 0 0 0 0 14.8z", full: true }],
  uncertain: [
    { ...ring, dash: "3.4 2.7" },
    { d: "M9.2 9.6c.2-3.6 5.8-3.6 5.8 0 0 2.2-2.9 2.3-2.9 4.5M12.1 16.2v1.7" },
  ],
  blocked: [ring, { d: "m8.2 8.2 7.6 7.6m0-7.6-7.6 7.6" }],
};

/** The sign of an outcome in a drawing, about its middle and as wide as asked. */
export function Sign({ outcome, size }: { outcome: Outcome; size: number }) {
  return <Glyph strokes={STROKES[outcome]} size={size} tone={`o-${outcome}`} />;
}

/** The sign of an outcome; beside it stands its name. */
export function Mark({ outcome, size = 20 }: { outcome: Outcome; size?: number }) {
  return <Icon strokes={STROKES[outcome]} size={size} tone={`o-${outcome}`} />;
}
