/** Outcomes look the same in every view: one shape and one colour each, told apart without colour too. */

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

const ring = <circle cx="12" cy="12" r="9.8" fill="none" stroke="currentColor" stroke-width="2.4" />;
const line = { fill: "none", stroke: "currentColor", "stroke-width": "2.4" } as const;
const SHAPE: Record<Outcome, preact.JSX.Element> = {
  open: (
    <>
      <circle cx="12" cy="12" r="11" fill="currentColor" />
      <path class="on" d="m6.8 12.4 3.6 3.6 6.8-7.4" fill="none" stroke-width="2.6" />
    </>
  ),
  open_conditional: (
    <>
      {ring}
      <path d="m7.4 12.3 3.2 3.2 6-6.6" {...line} />
    </>
  ),
  not_yet: (
    <>
      {ring}
      <path d="M12 6.2v6.2l4 2.4" {...line} />
    </>
  ),
  partial: (
    <>
      {ring}
      <path d="M12 4.6a7.4 7.4 0 0 0 0 14.8z" fill="currentColor" />
    </>
  ),
  uncertain: (
    <>
      <circle cx="12" cy="12" r="9.8" {...line} stroke-dasharray="3.4 2.7" />
      <path d="M9.2 9.6c.2-3.6 5.8-3.6 5.8 0 0 2.2-2.9 2.3-2.9 4.5M12.1 16.2v1.7" {...line} />
    </>
  ),
  blocked: (
    <>
      {ring}
      <path d="m8.2 8.2 7.6 7.6m0-7.6-7.6 7.6" {...line} />
    </>
  ),
};

/** The sign of an outcome in a drawing, about its middle and as wide as asked. */
export function Sign({ outcome, size }: { outcome: Outcome; size: number }) {
  return (
    <g class={`mark o-${outcome}`} transform={`scale(${size / 24}) translate(-12 -12)`}>
      {SHAPE[outcome]}
    </g>
  );
}

/** The sign of an outcome; beside it stands its name. */
export function Mark({ outcome, size = 20 }: { outcome: Outcome; size?: number }) {
  return (
    <svg class={`mark o-${outcome}`} viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      {SHAPE[outcome]}
    </svg>
  );
}
