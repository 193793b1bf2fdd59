/** Where in the matrix one is: how large its cells are and which pair stands first; the address holds both. */
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { go, parameters } from "../address";
import { REST } from "../resting";
import type { Layout } from "./draw";
import type { Place } from "./order";

export const SIZES = [4, 6, 8, 9, 10, 12, 14, 16, 20, 24, 30] as const;

/** The size of cells that an address asks for; undefined: as it fits. */
export function sizeIn(text: string | null): number | undefined {
  return SIZES.find((each) => String(each) === text);
}

/** The pair in hand that an address names; undefined where it names none. */
export function pairIn(text: string | null): { home: string; target: string } | undefined {
  const [home, target, ...more] = (text ?? "").split(",");
  return home && target && !more.length ? { home, target } : undefined;
}

/** Row and column of the pair that an address puts first; the first of all for what there is not. */
export function cornerIn(text: string | null, places: readonly Place[]): [number, number] {
  const [home, target] = (text ?? "").split(",");
  const at = (id: string | undefined) =>
    Math.max(
      0,
      places.findIndex((each) => each.id === id),
    );
  return [at(home), at(target)];
}

/** The same as the address tells it; empty for the first of all. */
export function cornerTold([row, column]: readonly [number, number], places: readonly Place[]): string {
  const [home, target] = [places[row], places[column]];
  return (row || column) && home && target ? `${home.id},${target.id}` : "";
}

export function useSeen(
  frame: RefObject<HTMLDivElement | null>,
  places: readonly Place[],
  own: number,
  there: boolean,
  layout: (cell: number) => Layout,
) {
  const [size, setSize] = useState(() => sizeIn(parameters().get("cell")));
  const cell = size ?? own;
  const plan = layout(cell);
  /** Whether what the address asks for is in sight: only then does it follow the hand. */
  const restored = useRef(false);
  /** The pair at the middle, in cells, which stays there while cells become larger or smaller. */
  const middle = useRef<[number, number] | undefined>(undefined);

  function restore(): void {
    const box = frame.current;
    if (!box) return;
    const [row, column] = cornerIn(parameters().get("at"), places);
    box.scrollTop = row * cell;
    box.scrollLeft = column * cell;
  }

  function tell(): void {
    const box = frame.current;
    if (!box || !restored.current) return;
    // Where it rests, whole cells stand first, as the address will show them; at the far end, the last ones.
    const whole = (from: number, most: number) =>
      from >= most - 1 ? Math.ceil(from / cell) : Math.round(from / cell);
    const corner = [
      whole(box.scrollTop, box.scrollHeight - box.clientHeight),
      whole(box.scrollLeft, box.scrollWidth - box.clientWidth),
    ] as const;
    box.scrollTo(corner[1] * cell, corner[0] * cell);
    go({ at: cornerTold(corner, places), cell: size ? String(size) : "" }, "replace");
  }

  useLayoutEffect(() => {
    if (!there || restored.current) return;
    restore();
    restored.current = true;
  }, [there]);

  useLayoutEffect(() => {
    const [box, at] = [frame.current, middle.current];
    if (!box || !at) return;
    box.scrollTop = at[0] * cell - (box.clientHeight - plan.top) / 2;
    box.scrollLeft = at[1] * cell - (box.clientWidth - plan.left) / 2;
    middle.current = undefined;
  }, [cell]);

  useEffect(() => {
    const box = frame.current;
    if (!box || !there) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rest = () => {
      clearTimeout(timer);
      timer = setTimeout(tell, REST);
    };
    rest();
    box.addEventListener("scroll", rest);
    return () => {
      clearTimeout(timer);
      box.removeEventListener("scroll", rest);
    };
  }, [there, cell, size, places]);

  useEffect(() => {
    const back = () => setSize(sizeIn(parameters().get("cell")));
    addEventListener("popstate", back);
    return () => {
      removeEventListener("popstate", back);
      // Another view is shown, of which this says nothing.
      go({ at: "", cell: "" }, "replace");
    };
  }, []);

  function resize(step: 1 | -1): void {
    const next = step > 0 ? SIZES.find((each) => each > cell) : SIZES.findLast((each) => each < cell);
    const box = frame.current;
    if (!next || !box) return;
    middle.current = [
      (box.scrollTop + (box.clientHeight - plan.top) / 2) / cell,
      (box.scrollLeft + (box.clientWidth - plan.left) / 2) / cell,
    ];
    setSize(next);
  }

  return { cell, plan, resize };
}
