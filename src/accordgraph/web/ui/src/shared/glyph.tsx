/** Signs that are told apart by their shape: strokes in a square of 24, for drawings of every sort. */

/** A stroke of a sign; 2.4 wide unless told. */
export interface Stroke {
  d: string;
  /** Filled, not drawn. */
  full?: boolean;
  /** Drawn in the colour of the paper, over what is filled. */
  on?: boolean;
  width?: number;
  dash?: string;
}

function Drawn({ strokes }: { strokes: readonly Stroke[] }) {
  return (
    <>
      {strokes.map(({ d, full, on, width = 2.4, dash }) => (
        <path
          key={d}
          d={d}
          fill={full ? "currentColor" : "none"}
          {...(on ? { class: "on" } : full ? {} : { stroke: "currentColor" })}
          {...(full ? {} : { "stroke-width": width })}
          {...(dash ? { "stroke-dasharray": dash } : {})}
        />
      ))}
    </>
  );
}

/** A sign in a drawing, about its middle and as wide as asked. */
export function Glyph(given: { strokes: readonly Stroke[]; size: number; tone?: string; colour?: string }) {
  return (
    <g
      class={`mark ${given.tone ?? ""}`}
      style={given.colour ? { color: `var(${given.colour})` } : {}}
      transform={`scale(${given.size / 24}) translate(-12 -12)`}
    >
      <Drawn strokes={given.strokes} />
    </g>
  );
}

/** A sign in a text; beside it stands what it means. */
export function Icon(given: { strokes: readonly Stroke[]; size?: number; tone?: string; colour?: string }) {
  const { size = 20 } = given;
  return (
    <svg
      class={`mark ${given.tone ?? ""}`}
      style={given.colour ? { color: `var(${given.colour})` } : {}}
      viewBox="0 0 24 24"
      width={size}
      height={size}
      aria-hidden="true"
    >
      <Drawn strokes={given.strokes} />
    </svg>
  );
}

/** A sign as the text of a drawing (SVG), in colours that hold where no page is: its corner at `x`, `y`. */
export function glyphSvg(
  strokes: readonly Stroke[],
  at: { x: number; y: number; size: number; colour: string; paper: string },
): string {
  const f = (n: number) => String(Math.round(n * 100) / 100);
  const drawn = strokes.map(({ d, full, on, width = 2.4, dash }) => {
    const look = full
      ? `fill="${at.colour}"`
      : `fill="none" stroke="${on ? at.paper : at.colour}" stroke-width="${width}"`;
    return `<path d="${d}" ${look}${dash ? ` stroke-dasharray="${dash}"` : ""}/>`;
  });
  return `<g transform="translate(${f(at.x)} ${f(at.y)}) scale(${f(at.size / 24)})">${drawn.join("")}</g>`;
}

/** A sign on a canvas, in the square of 24 at its origin. */
export function paintGlyph(
  to: CanvasRenderingContext2D,
  strokes: readonly Stroke[],
  colour: string,
  paper: string,
): void {
  to.fillStyle = colour;
  for (const { d, full, on, width = 2.4, dash } of strokes) {
    const path = new Path2D(d);
    to.setLineDash(dash ? dash.split(" ").map(Number) : []);
    to.lineWidth = width;
    to.strokeStyle = on ? paper : colour;
    if (full) to.fill(path);
    else to.stroke(path);
  }
}
