import { memo } from "preact/compat";
import { Glyph } from "../glyph";
import { Sign } from "../outcomes";
import type { MapArc, MapPoint } from "./model";
import type { Spot } from "./spots";
import type { Frame } from "./view";

export type At = (spot: Spot) => Spot;
export type Spots = ReadonlyMap<string, Spot>;

/** Radius of a point of no particular size, in pixels. */
const RADIUS = 6;
/** Times as large as others is a chosen point. */
export const CHOSEN = 1.35;

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

/** How large a point is, before it is chosen. */
export function radius(point: MapPoint, largest: number): number {
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
