/** What differs between two states looks the same in every view: a sign and a colour each. */
import type { Stroke } from "./glyph";

export interface Look {
  /** A CSS variable. */
  colour: string;
  strokes: readonly Stroke[];
}

export const DIFFERENCE = {
  gained: {
    colour: "--open",
    strokes: [
      { d: "M2 2h20v20h-20z", full: true },
      { d: "M12 6v12M6 12h12", on: true, width: 3 },
    ],
  },
  lost: { colour: "--shut", strokes: [{ d: "M3 3h18v18h-18z" }, { d: "M7 12h10", width: 3 }] },
  differs: {
    colour: "--part",
    strokes: [
      { d: "M12 .8 23.2 12 12 23.2 .8 12z", full: true },
      { d: "M7.4 9.8h9.2M7.4 14.2h9.2", on: true, width: 2.4 },
      { d: "M14.6 6.4 9.4 17.6", on: true, width: 2 },
    ],
  },
} as const satisfies Record<string, Look>;

export type Difference = keyof typeof DIFFERENCE;
