// biome-ignore-all lint/a11y/useSemanticElements: cells lie on a canvas; the one in hand is told by a row of roles
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell
// biome-ignore-all lint/a11y/noAriaHiddenOnFocusable: nothing on the canvas is reached by keys
import "./heat.css";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { parameters } from "../address";
import { present } from "../picture/sheet";
import { useTold } from "../resting";
import { Save } from "../saving";
import { fill, lang } from "../words";
import { type Cell, draw, layout } from "./draw";
import type { HeatKind } from "./kinds";
import { ORDERS, type Order, ordered, type Place } from "./order";
import { Paper } from "./paper";
import { heatRows, heatSigns, heatSvg } from "./picture";
import { pairIn, useSeen } from "./seen";
import { type Explain, Legend, useExplained } from "./telling";
import { w } from "./words";

/** Between these the size is chosen by itself. */
const [LEAST, MOST] = [9, 26];

export interface HeatProps {
  /** What the matrix holds, for its name and for what is saved. */
  label: string;
  /** More of what it holds, where it is saved or printed. */
  told?: readonly string[];
  name: string;
  places: readonly Place[];
  kinds: readonly HeatKind[];
  /** The id of the kind of a pair; undefined where it holds nothing. */
  at: (home: string, target: string) => string | undefined;
  order: Order;
  onOrder: (order: Order) => void;
  /**
   * Told of the pair in hand whenever it changes: who is told holds it, and gives it back as `pair`; where
   * nobody is told, the address holds it.
   */
  onPair?: (home: string, target: string) => void;
  pair?: { home: string; target: string } | undefined;
  /** Where a pair leads. */
  href: (home: string, target: string) => string;
  /** What more there is to say of a pair, asked when a reader stays on it. */
  explain?: Explain;
  /** What a pair without a kind is: closed, or unchanged. */
  nothing?: string;
}

/** Homes by targets: a cell for each pair, to be read with the pointer, the keys or the fingers. */
export function Heat(given: HeatProps) {
  const { kinds, at, label } = given;
  const byId = useMemo(() => new Map(kinds.map((kind) => [kind.id, kind])), [kinds]);
  const places = useMemo(() => {
    const worth = new Map(kinds.map(({ id }, n) => [id, id === "blocked" ? 0 : (kinds.length - n) ** 2]));
    return ordered(given.places, given.order, (h, t) => worth.get(at(h, t) ?? "") ?? 0, lang);
  }, [given.places, given.order, at, kinds]);
  const [wide, setWide] = useState(0);
  const [kept, keep] = useState(() => pairIn(parameters().get("pair")));
  useTold("pair", !given.onPair && kept ? `${kept.home},${kept.target}` : "", () =>
    keep(pairIn(parameters().get("pair"))),
  );
  const held = given.onPair ? given.pair : kept;
  const [under, setUnder] = useState<Cell>();
  const [focused, setFocused] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);

  const grouped = given.order === "group" && places.some(({ group }) => group);
  const { left } = layout(LEAST, wide, grouped);
  const own = Math.min(MOST, Math.max(LEAST, Math.floor((wide - left - 6) / Math.max(places.length, 1))));
  // Groups may come later than the places: before, the order is another.
  const there = wide > 0 && places.length > 0 && (given.order !== "group" || grouped);
  const seen = useSeen(frame, places, own, there, (cell) => layout(cell, wide, grouped));
  const { cell, plan } = seen;
  const [full, high] = [plan.left + places.length * cell + 1, plan.top + places.length * cell + 1];
  const place = (id: string | undefined) => places.findIndex((each) => each.id === id);
  const [row, column] = [place(held?.home), place(held?.target)];
  const chosen: Cell = { row: Math.max(0, row), column: Math.max(0, column) };
  const mark = under ?? (focused || (row >= 0 && column >= 0) ? chosen : undefined);
  const [home, target] = [places[mark?.row ?? -1], places[mark?.column ?? -1]];

  useLayoutEffect(() => {
    const element = whole.current;
    if (!element) return;
    const measure = () => setWide(element.clientWidth);
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  useEffect(() => {
    const [box, picture] = [frame.current, canvas.current];
    if (!box || !picture || !wide) return;
    let waiting = 0;
    const paint = () => {
      waiting = 0;
      draw(
        picture,
        { ...plan, places, kinds: byId, at, mark },
        { x: box.scrollLeft, y: box.scrollTop, width: box.clientWidth, height: box.clientHeight },
      );
    };
    const soon = () => {
      if (!waiting) waiting = requestAnimationFrame(paint);
    };
    paint();
    const dark = matchMedia("(prefers-color-scheme: dark)");
    box.addEventListener("scroll", soon);
    addEventListener("themechange", soon);
    dark.addEventListener("change", soon);
    return () => {
      cancelAnimationFrame(waiting);
      box.removeEventListener("scroll", soon);
      removeEventListener("themechange", soon);
      dark.removeEventListener("change", soon);
    };
  });

  function cellAt(event: MouseEvent): Cell | undefined {
    const box = frame.current;
    if (!box) return undefined;
    const edge = box.getBoundingClientRect();
    const [x, y] = [event.clientX - edge.left - box.clientLeft, event.clientY - edge.top - box.clientTop];
    const column = Math.floor((x - plan.left + box.scrollLeft) / cell);
    const row = Math.floor((y - plan.top + box.scrollTop) / cell);
    const inside = x >= plan.left && y >= plan.top && row < places.length && column < places.length;
    return inside ? { row, column } : undefined;
  }

  /** The name of the row or column that is pointed at by its code. */
  function headAt(event: MouseEvent): string {
    const box = frame.current;
    if (!box) return "";
    const edge = box.getBoundingClientRect();
    const [x, y] = [event.clientX - edge.left, event.clientY - edge.top];
    const along = y < plan.top ? x - plan.left + box.scrollLeft : y - plan.top + box.scrollTop;
    return y < plan.top || x < plan.left ? (places[Math.floor(along / cell)]?.label ?? "") : "";
  }

  function hold(next: Cell): void {
    const row = Math.min(places.length - 1, Math.max(0, next.row));
    const column = Math.min(places.length - 1, Math.max(0, next.column));
    const pair = { home: places[row]?.id ?? "", target: places[column]?.id ?? "" };
    setUnder(undefined);
    if (given.onPair) given.onPair(pair.home, pair.target);
    else keep(pair);
    const box = frame.current;
    if (!box) return;
    const into = (from: number, seen: number, position: number) =>
      position < from ? position : position + cell > from + seen ? position + cell - seen : from;
    box.scrollLeft = into(box.scrollLeft, box.clientWidth - plan.left, column * cell);
    box.scrollTop = into(box.scrollTop, box.clientHeight - plan.top, row * cell);
  }

  function open(pair: Cell): void {
    const [from, to] = [places[pair.row], places[pair.column]];
    if (from && to && from !== to) location.assign(given.href(from.id, to.id));
  }

  function keyed(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) return;
    const { row, column } = chosen;
    const end = places.length - 1;
    const next: Record<string, Cell> = {
      ArrowUp: { row: row - 1, column },
      ArrowDown: { row: row + 1, column },
      ArrowLeft: { row, column: column - 1 },
      ArrowRight: { row, column: column + 1 },
      PageUp: { row: row - 10, column },
      PageDown: { row: row + 10, column },
      Home: { row: event.ctrlKey ? 0 : row, column: 0 },
      End: { row: event.ctrlKey ? end : row, column: end },
    };
    const to = next[event.key];
    if (to) hold(to);
    else if (event.key === "Enter") open(chosen);
    else if (event.key === "+" || event.key === "=") seen.resize(1);
    else if (event.key === "-") seen.resize(-1);
    else return;
    event.preventDefault();
  }

  const kind = home && target ? byId.get(at(home.id, target.id) ?? "") : undefined;
  const what = home === target ? w.same : (kind?.label ?? given.nothing ?? w.nothing);
  const said = home && target ? fill(w.pair, { home: home.label, target: target.label, what }) : "";
  const more = useExplained(given.explain, kind?.strokes.length ? home?.id : undefined, target?.id);
  const picture = () => {
    const plan = layout(Math.max(cell, LEAST), wide, grouped);
    const drawing = heatSvg({ homes: places, targets: places, kinds, at, layout: plan, colour: present });
    return { drawing, title: label, told: given.told ?? [], signs: heatSigns(kinds, plan.cell) };
  };
  const groups = places.some(({ group }) => group);

  return (
    <div class="heat" ref={whole}>
      <div class="ui-tools">
        <label class="heat-order">
          {w.order}{" "}
          <select value={given.order} onChange={(event) => given.onOrder(event.currentTarget.value as Order)}>
            {ORDERS.filter((each) => groups || each !== "group" || given.order === "group").map((each) => (
              <option key={each} value={each}>
                {w.orders[each]}
              </option>
            ))}
          </select>
        </label>
        <span class="heat-sizes">
          <button type="button" aria-label={w.smaller} title={w.smaller} onClick={() => seen.resize(-1)}>
            −
          </button>
          <button type="button" aria-label={w.larger} title={w.larger} onClick={() => seen.resize(1)}>
            +
          </button>
        </span>
        <Save name={given.name} picture={picture} table={() => heatRows(places, kinds, at, w.heads)} />
      </div>
      <Legend kinds={kinds} cell={cell} />
      <p class="heat-said" role="status">
        {said ? (
          <>
            {said} {home && target && home !== target && <a href={given.href(home.id, target.id)}>{w.ask}</a>}
            {more && ` · ${more}` /* last: it comes later, and the link stays under the finger */}
          </>
        ) : (
          w.hint
        )}
      </p>
      <Paper title={label} said={given.told} places={places} kinds={kinds} at={at} grouped={grouped} />
      <div
        ref={frame}
        class="heat-frame"
        style={{ width: `${full + 2}px` }}
        role="grid"
        tabIndex={0}
        aria-label={`${label}. ${w.keys}`}
        aria-rowcount={places.length}
        aria-colcount={places.length}
        aria-activedescendant={home && target ? "heat-cell" : undefined}
        onKeyDown={keyed}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onPointerMove={(event) => {
          if (event.pointerType === "touch") return;
          const next = cellAt(event);
          event.currentTarget.title = next ? "" : headAt(event);
          if (next?.row !== under?.row || next?.column !== under?.column) setUnder(next);
        }}
        onPointerLeave={() => setUnder(undefined)}
        onClick={(event) => {
          const next = cellAt(event);
          if (!next) return;
          hold(next);
          // A finger covers what it touches: it chooses, and the link below opens.
          if ((event as unknown as PointerEvent).pointerType !== "touch") open(next);
        }}
      >
        <div class="heat-space" style={{ width: `${full}px`, height: `${high}px` }}>
          <canvas ref={canvas} aria-hidden="true" />
        </div>
        <div class="unseen" role="row" aria-rowindex={(mark?.row ?? 0) + 1}>
          <span role="rowheader">{home?.label ?? places[0]?.label}</span>
          <span role="gridcell" id="heat-cell" aria-colindex={(mark?.column ?? 0) + 1} aria-label={said}>
            {said}
          </span>
        </div>
      </div>
    </div>
  );
}
