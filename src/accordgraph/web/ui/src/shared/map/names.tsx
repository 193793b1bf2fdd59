import type { Look } from "../differences";
import { Glyph } from "../glyph";
import { OUTCOMES } from "../outcomes";
import { labels } from "./labels";
import { type At, CHOSEN, radius, type Spots } from "./layers";
import type { MapPoint } from "./model";
import type { Frame } from "./view";

/** The size of a sign beside a name. */
const MARK = 11;
/** How many points are named on the whole map if there is room. */
const NAMED = 16;

/** The sign beside a name. */
function Beside({ look, at }: { look: Look | undefined; at: { x: number; y: number } }) {
  if (!look) return null;
  return (
    <g class="map-mark" transform={`translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})`}>
      <rect class="map-plate" x={-MARK / 2 - 1} y={-MARK / 2 - 1} width={MARK + 2} height={MARK + 2} rx={3} />
      <Glyph strokes={look.strokes} colour={look.colour} size={MARK} />
    </g>
  );
}

/** Names of the chosen points, and of the weightiest that have room. */
export function Names(given: {
  points: readonly MapPoint[];
  spots: Spots;
  at: At;
  frame: Frame;
  selected: readonly string[];
  tone: number;
  k: number;
}) {
  const largest = Math.max(0, ...given.points.map(({ size }) => size ?? 0));
  const chosen = (point: MapPoint) => (given.selected.includes(point.code) ? 0 : 1);
  const rank = (point: MapPoint) => (point.outcome ? OUTCOMES.indexOf(point.outcome) : 0);
  const part = (point: MapPoint) => Number(point.code.includes("-"));
  const weight = (point: MapPoint) => point.weight ?? point.size ?? 0;
  const all = given.points.flatMap((point) => {
    const spot = given.spots.get(point.code);
    if (!spot) return [];
    const [x, y] = given.at(spot);
    const { width, height } = given.frame;
    if (x < 0 || y < 0 || x > width || y > height) return [];
    const sign = point.mark ? MARK + 4 : 0;
    const held = given.selected.includes(point.code);
    // About a chosen point stands a ring.
    const r = radius(point, largest) * given.tone * (held ? CHOSEN : 1) + (held ? 4 : 0);
    return [{ point, code: point.code, text: point.label, x, y, r, sign }];
  });
  const wanted = all
    .filter(({ point }) => point.outcome !== "blocked" || chosen(point) === 0)
    .sort(
      (a, b) =>
        chosen(a.point) - chosen(b.point) ||
        part(a.point) - part(b.point) ||
        rank(a.point) - rank(b.point) ||
        weight(b.point) - weight(a.point) ||
        (a.code < b.code ? -1 : 1),
    )
    .slice(0, NAMED * given.k + given.selected.length);
  const marks = new Map(given.points.map(({ code, mark }) => [code, mark]));
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it is reached by keys; the points say their names
    <g class="map-names" aria-hidden="true">
      {labels(wanted, all, given.frame, given.selected.length).map((label) => (
        <g key={label.code}>
          <text
            x={label.x}
            y={label.y}
            text-anchor={label.anchor}
            class={given.selected.includes(label.code) ? "chosen" : ""}
          >
            {label.text}
          </text>
          {label.sign && <Beside look={marks.get(label.code)} at={label.sign} />}
        </g>
      ))}
    </g>
  );
}
