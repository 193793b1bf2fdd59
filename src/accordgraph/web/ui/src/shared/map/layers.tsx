import { memo } from "preact/compat";
import type { Look } from "../differences";
import { Glyph } from "../glyph";
import { OUTCOMES, Sign } from "../outcomes";
import { labels } from "./labels";
import type { MapArc, MapPoint } from "./model";
import type { Spot } from "./spots";
import type { Frame } from "./view";

type At = (spot: Spot) => Spot;
type Spots = ReadonlyMap<string, Spot>;

/** Radius of a point of no particular size, in pixels. */
const RADIUS = 6;
/** Times as large as others is a chosen point. */
const CHOSEN = 1.35;
/** The size of a sign beside a name. */
const MARK = 11;
/** How many points are named on the whole map if there is room. */
const NAMED = 16;

/** More arcs than these are drawn fainter and without signs, or they hide what is under them. */
const MANY = 40;

/** Lines along great circles; those of the point shown stand out. */
export const Arcs = memo(function Arcs(given: {
  arcs: readonly MapArc[];
  spots: Spots;
  arc: (from: Spot, to: Spot) => string;
  lit: string | undefined;
}) {
  return (
    <g class="map-arcs" style={{ opacity: given.arcs.length > MANY ? 0.62 : 1 }}>
      {given.arcs.map((each) => {
        const [from, to] = [given.spots.get(each.from), given.spots.get(each.to)];
        if (!from || !to) return null;
        const lit = given.lit === each.from || given.lit === each.to;
        const tone = each.outcome ? ` o-${each.outcome}` : "";
        return (
          <path
            key={`${each.from} ${each.to} ${each.label ?? ""}`}
            class={`map-arc mark${tone}${lit ? " lit" : ""}${each.dashed ? " dashed" : ""}`}
            style={{
              ...(each.colour ? { color: `var(${each.colour})` } : {}),
              ...(each.weight ? { "--weight": each.weight } : {}),
            }}
            d={given.arc(from, to)}
            vector-effect="non-scaling-stroke"
          >
            {each.label && <title>{each.label}</title>}
          </path>
        );
      })}
    </g>
  );
});

/** The signs at the middle of arcs. */
export function Signs(given: {
  arcs: readonly MapArc[];
  spots: Spots;
  at: At;
  middle: (from: Spot, to: Spot) => Spot | undefined;
}) {
  if (given.arcs.length > MANY) return null;
  return (
    <g class="map-signs">
      {given.arcs.map(({ from, to, sign }) => {
        const [one, other] = [given.spots.get(from), given.spots.get(to)];
        const spot = sign && one && other && given.middle(one, other);
        if (!spot) return null;
        const [x, y] = given.at(spot);
        return (
          <g key={`${from} ${to}`} transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}>
            <circle class="map-paper" r={9} />
            <Glyph strokes={sign.strokes} colour={sign.colour} size={12} />
          </g>
        );
      })}
    </g>
  );
}

function radius(point: MapPoint, largest: number): number {
  const base = point.outcome === "blocked" ? RADIUS * 0.62 : RADIUS;
  return point.size === undefined || !largest ? base : base * (0.7 + 0.9 * Math.sqrt(point.size / largest));
}

/** The points, of which one is reached by Tab and all by the arrow keys. */
export function Points(given: {
  points: readonly MapPoint[];
  spots: Spots;
  at: At;
  frame: Frame;
  selected: readonly string[];
  roving: string | undefined;
  tone: number;
  chooses: boolean;
  choose: (code: string) => void;
  show: (code: string | undefined) => void;
  focus: (code: string) => void;
  wasDragged: () => boolean;
}) {
  const largest = Math.max(0, ...given.points.map(({ size }) => size ?? 0));
  return (
    <g class="map-points">
      {given.points.map((point) => {
        const spot = given.spots.get(point.code);
        if (!spot) return null;
        const [x, y] = given.at(spot);
        const chosen = given.selected.includes(point.code);
        const r = radius(point, largest) * given.tone * (chosen ? CHOSEN : 1);
        const common = {
          key: point.code,
          class: `map-point${chosen ? " chosen" : ""}${(point.outcome === "blocked" || point.faint) && !chosen ? " shut" : ""}`,
          transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
          tabindex: point.code === given.roving ? 0 : -1,
          "data-code": point.code,
          "aria-label": [point.label, point.detail].filter(Boolean).join(": "),
          onFocus: () => {
            given.focus(point.code);
            given.show(point.code);
          },
          onBlur: () => given.show(undefined),
          onPointerEnter: () => given.show(point.code),
          onPointerLeave: () => given.show(undefined),
        };
        const drawn = (
          <>
            <circle class="map-reach" r={Math.max(r, 9)} />
            <circle class="map-halo" r={r + 3} />
            {point.outcome ? (
              <>
                <circle class="map-paper" r={r} />
                <Sign outcome={point.outcome} size={2 * r} />
              </>
            ) : point.sign ? (
              <>
                <circle class="map-paper" r={r} />
                <Glyph strokes={point.sign.strokes} colour={point.sign.colour} size={1.9 * r} />
              </>
            ) : (
              <circle
                class="map-dot"
                r={r * 0.8}
                style={point.colour ? { fill: `var(${point.colour})` } : {}}
              />
            )}
          </>
        );
        if (given.chooses)
          return (
            // biome-ignore lint/a11y/useSemanticElements: a drawing has no button element
            <g {...common} role="button" aria-pressed={chosen} onClick={() => given.choose(point.code)}>
              {drawn}
            </g>
          );
        if (point.href)
          return (
            <a
              {...common}
              href={point.href}
              onClick={(event) => given.wasDragged() && event.preventDefault()}
            >
              {drawn}
            </a>
          );
        return (
          // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a part of a drawing that has a tooltip
          <g {...common} role="img">
            {drawn}
          </g>
        );
      })}
    </g>
  );
}

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
