import type { ComponentChildren, RefObject } from "preact";
import { useState } from "preact/hooks";
import { words } from "../words";
import { Arcs, Points, Signs } from "./layers";
import type { MapArc, MapPoint } from "./model";
import { Names } from "./names";
import { nearest, type Spot } from "./spots";
import { type Frame, useView, type View } from "./view";

const w = words({
  en: {
    larger: "Zoom in",
    smaller: "Zoom out",
    whole: "Whole map",
    keys: "Arrow keys lead from point to point, Enter chooses, plus and minus zoom, 0 shows the whole map, Shift with arrows moves it.",
  },
  zh: {
    larger: "放大",
    smaller: "缩小",
    whole: "全图",
    keys: "方向键在各点之间移动，回车键选定，加减号缩放，0 键显示全图，Shift 加方向键平移。",
  },
});

/** Pixels within which a point counts as out of sight. */
const EDGE = 20;

/** Pixels; the same as in map.css. */
const NARROW = 560;

export type Atlas = typeof import("./atlas");

export interface WorldMapProps {
  /** What the map shows, for those who do not see it. */
  label: string;
  points: readonly MapPoint[];
  arcs?: readonly MapArc[];
  /** Codes that stand out and are always named. */
  selected?: readonly string[];
  onSelect?: (code: string) => void;
  caption?: ComponentChildren;
  /** Begin with the whole world, or with the selected points in view. */
  fit?: "world" | "selected";
  /** The drawing, for exports. */
  drawing?: RefObject<SVGSVGElement | null>;
}

/** A view that holds some spots with room about them. */
function around(spots: readonly Spot[], frame: Frame, unit: number): View {
  const xs = spots.map(([x]) => x * unit);
  const ys = spots.map(([, y]) => y * unit);
  if (!xs.length) return { k: 1, x: 0, y: 0 };
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const k = Math.min(
    5,
    (frame.width * 0.62) / Math.max(right - left, 1),
    (frame.height * 0.55) / Math.max(bottom - top, 1),
  );
  const scale = Math.max(1, k);
  return {
    k: scale,
    x: frame.width / 2 - (scale * (left + right)) / 2,
    y: frame.height / 2 - (scale * (top + bottom)) / 2,
  };
}

/** Land, arcs, points and names, moved by hand or keys. */
export function Drawing(given: WorldMapProps & { atlas: Atlas; width: number; spots: Map<string, Spot> }) {
  const { atlas, width, spots, points, arcs = [], selected = [] } = given;
  const unit = width / atlas.WIDTH;
  const land = atlas.height * unit;
  // On a narrow screen the buttons stand below the land, not on it.
  const frame = { width, land, height: width < NARROW ? land + 2 * 46 : land };
  const start =
    given.fit === "selected"
      ? around(
          selected.map((code) => spots.get(code)).filter((spot) => !!spot),
          frame,
          unit,
        )
      : { k: 1, x: 0, y: 0 };
  const [across, down] = [frame.width / 2, frame.height / 2];
  const hand = useView(frame, start, {
    look: ({ k, x, y }) => ({
      place: atlas.placeAt([(across - x) / (unit * k), (down - y) / (unit * k)]),
      k,
    }),
    view: ({ place, k }) => {
      const [x, y] = atlas.spotOf(place) ?? [0, 0];
      return { k, x: across - x * unit * k, y: down - y * unit * k };
    },
  });
  const { view } = hand;
  const [shown, setShown] = useState<string>();
  const [focus, setFocus] = useState<string>();
  const first = [...selected, ...points.map(({ code }) => code)].find((code) => spots.has(code));
  const roving = focus && spots.has(focus) ? focus : first;
  const scale = unit * view.k;
  const tone = Math.min(1, Math.max(0.62, width / 900)) * Math.min(1.5, view.k ** 0.25);
  const at = ([x, y]: Spot): Spot => [x * scale + view.x, y * scale + view.y];
  const tip = points.find(({ code }) => code === shown);
  const tipSpot = tip && spots.get(tip.code);

  /** What one looks at stays where it is while the map becomes larger. */
  const about = spots.get(focus ?? (selected.length === 1 ? (selected[0] as string) : ""));
  const zoom = (by: (spot?: Spot) => void) => () => by(about && kept(at(about)));
  const [larger, smaller] = [zoom(hand.larger), zoom(hand.smaller)] as const;

  function kept(spot: Spot): Spot | undefined {
    const [x, y] = spot;
    return x < EDGE || y < EDGE || x > frame.width - EDGE || y > frame.height - EDGE ? undefined : spot;
  }

  /** The point that has the focus is in sight. */
  function see(code: string): void {
    setFocus(code);
    const spot = spots.get(code);
    if (!spot || kept(at(spot))) return;
    const [x, y] = at(spot);
    hand.pan(frame.width / 2 - x, frame.height / 2 - y);
  }

  function move(event: KeyboardEvent): void {
    const arrow = event.key.startsWith("Arrow");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") larger();
    else if (event.key === "-") smaller();
    else if (event.key === "0") hand.whole();
    else if (event.key === "Escape") setShown(undefined);
    else if (arrow && event.shiftKey) {
      const step = 60;
      hand.pan(
        { ArrowLeft: step, ArrowRight: -step }[event.key] ?? 0,
        { ArrowUp: step, ArrowDown: -step }[event.key] ?? 0,
      );
    } else if (arrow && roving) {
      const next = nearest(spots, roving, event.key);
      if (next) {
        hand.element.current?.querySelector<SVGElement>(`[data-code="${CSS.escape(next)}"]`)?.focus({
          preventScroll: true,
        });
      }
    } else if ((event.key === "Enter" || event.key === " ") && roving && given.onSelect)
      given.onSelect(roving);
    else return;
    event.preventDefault();
  }

  return (
    <div class="map-frame">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing has no fieldset */}
      <svg
        ref={(element) => {
          (hand.element as { current: SVGSVGElement | null }).current = element;
          if (given.drawing) (given.drawing as { current: SVGSVGElement | null }).current = element;
        }}
        class={view.k > 1 ? "map-drawing moved" : "map-drawing"}
        viewBox={`0 0 ${frame.width} ${frame.height}`}
        height={frame.height}
        role="group"
        aria-label={`${given.label}. ${w.keys}`}
        onKeyDown={move}
        onDblClick={larger}
        {...hand.hands}
      >
        <g transform={`translate(${view.x} ${view.y}) scale(${scale})`}>
          <path class="map-sea" d={atlas.sea} vector-effect="non-scaling-stroke" />
          <path class="map-land" d={atlas.land} vector-effect="non-scaling-stroke" />
          <Arcs arcs={arcs} spots={spots} arc={atlas.arc} lit={shown} />
        </g>
        <Signs arcs={arcs} spots={spots} at={at} middle={atlas.middle} />
        <Points
          points={points}
          spots={spots}
          at={at}
          frame={frame}
          selected={selected}
          roving={roving}
          tone={tone}
          chooses={!!given.onSelect}
          choose={(code) => !hand.wasDragged() && given.onSelect?.(code)}
          show={setShown}
          focus={see}
          wasDragged={hand.wasDragged}
        />
        <Names
          points={points}
          spots={spots}
          at={at}
          frame={frame}
          selected={selected}
          tone={tone}
          k={view.k}
        />
      </svg>
      {tip && tipSpot && <Tip point={tip} at={at(tipSpot)} frame={frame} />}
      <div class="map-buttons ui-tools">
        <button type="button" aria-label={w.larger} title={w.larger} onClick={larger}>
          +
        </button>
        <button type="button" aria-label={w.smaller} title={w.smaller} onClick={smaller}>
          −
        </button>
        <button
          type="button"
          aria-label={w.whole}
          title={w.whole}
          onClick={hand.whole}
          disabled={!hand.moved}
        >
          ⤢
        </button>
      </div>
    </div>
  );
}

/** What a point says; a screen reader has it from the point itself. */
function Tip({ point, at, frame }: { point: MapPoint; at: Spot; frame: Frame }) {
  const low = at[1] < 90;
  return (
    <div
      class="map-tip"
      aria-hidden="true"
      style={{
        left: `${Math.min(frame.width - 120, Math.max(120, at[0]))}px`,
        top: `${at[1] + (low ? 16 : -14)}px`,
        transform: `translate(-50%, ${low ? "0" : "-100%"})`,
      }}
    >
      <strong>{point.label}</strong> <span class="n">{point.code}</span>
      {point.detail && <div>{point.detail}</div>}
    </div>
  );
}
