import { useEffect, useRef, useState } from "preact/hooks";
import { parameters } from "../address";
import { useTold } from "../resting";
import { type Look, lookIn, lookTold } from "./look";

/** What of the map is seen: `k` times as large, its corner at `x`, `y` (pixels). */
export interface View {
  k: number;
  x: number;
  y: number;
}

export const LARGEST = 16;
const STEP = 1.6;
/** Pixels that a pointer may shake without dragging. */
const SHAKE = 4;

/** A view that shows no more sea beside the map than there must be. */
export function held(view: View, frame: Frame): View {
  const k = Math.min(LARGEST, Math.max(1, view.k));
  const [wide, high] = [frame.width * k, frame.land * k];
  const least = frame.height - high;
  return {
    k,
    x: Math.min(0, Math.max(frame.width - wide, view.x)),
    y: least >= 0 ? least / 2 : Math.min(0, Math.max(least, view.y)),
  };
}

/** Larger or smaller by a factor about a spot that stays where it is. */
export function zoomed(view: View, factor: number, at: [number, number], frame: Frame): View {
  const k = Math.min(LARGEST, Math.max(1, view.k * factor));
  const by = k / view.k;
  return held({ k, x: at[0] - (at[0] - view.x) * by, y: at[1] - (at[1] - view.y) * by }, frame);
}

/** The size of the picture and the height of the whole map in it, in pixels. */
export interface Frame {
  width: number;
  height: number;
  land: number;
}

/** Between what is seen in a picture and where on the globe that is. */
export interface Globe {
  look: (view: View) => Look;
  view: (look: Look) => View;
}

/** Zoom and pan by buttons, wheel, pinch and drag; the address holds where that led. */
export function useView(frame: Frame, start: View, globe: Globe) {
  // Where on the globe, and not where in the picture: it is the same when the picture becomes wider.
  const [look, setLook] = useState<Look | undefined>(() => lookIn(parameters().get("map"), LARGEST));
  const view = held(look ? globe.view(look) : start, frame);
  const now = useRef({ view, frame, start, globe });
  now.current = { view, frame, start, globe };
  useTold("map", look ? lookTold(look) : "", () => setLook(lookIn(parameters().get("map"), LARGEST)));
  const element = useRef<SVGSVGElement>(null);
  const down = useRef(new Map<number, [number, number]>());
  const dragged = useRef(0);

  /** What one began with needs no address. */
  function set(next: View): void {
    const { frame: box, start: first, globe: on } = now.current;
    const [there, here] = [on.look(held(next, box)), on.look(held(first, box))];
    setLook(lookTold(there) === lookTold(here) ? undefined : there);
  }
  function by(factor: number, at?: [number, number]): void {
    const { view: from, frame: box } = now.current;
    set(zoomed(from, factor, at ?? [box.width / 2, box.height / 2], box));
  }
  function pan(x: number, y: number): void {
    const { view: from } = now.current;
    set({ ...from, x: from.x + x, y: from.y + y });
  }

  useEffect(() => {
    const drawing = element.current;
    if (!drawing) return;
    // The wheel scrolls the page as everywhere, unless the reader is in the map or pinches on a touchpad.
    function wheel(event: WheelEvent): void {
      if (!(event.ctrlKey || event.metaKey || drawing?.contains(document.activeElement))) return;
      event.preventDefault();
      const box = drawing?.getBoundingClientRect();
      by(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), [
        event.clientX - (box?.left ?? 0),
        event.clientY - (box?.top ?? 0),
      ]);
    }
    drawing.addEventListener("wheel", wheel, { passive: false });
    return () => drawing.removeEventListener("wheel", wheel);
  }, [frame.width]);

  function pointerDown(event: PointerEvent): void {
    if (event.button) return;
    if (!down.current.size) dragged.current = 0;
    down.current.set(event.pointerId, [event.clientX, event.clientY]);
  }
  function pointerMove(event: PointerEvent): void {
    const before = down.current.get(event.pointerId);
    if (!before) return;
    const here: [number, number] = [event.clientX, event.clientY];
    const others = [...down.current].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    const other = others[0];
    dragged.current += Math.hypot(here[0] - before[0], here[1] - before[1]);
    down.current.set(event.pointerId, here);
    if (dragged.current < SHAKE) return;
    element.current?.setPointerCapture(event.pointerId);
    if (other) {
      const box = element.current?.getBoundingClientRect();
      const apart = (at: [number, number]) => Math.max(1, Math.hypot(at[0] - other[0], at[1] - other[1]));
      by(apart(here) / apart(before), [
        (here[0] + other[0]) / 2 - (box?.left ?? 0),
        (here[1] + other[1]) / 2 - (box?.top ?? 0),
      ]);
    } else pan(here[0] - before[0], here[1] - before[1]);
  }
  function pointerUp(event: PointerEvent): void {
    down.current.delete(event.pointerId);
  }

  return {
    view,
    element,
    /** About a spot, or about the middle. */
    larger: (at?: [number, number]) => by(STEP, at),
    smaller: (at?: [number, number]) => by(1 / STEP, at),
    whole: () => setLook(undefined),
    /** Whether one is elsewhere than where one began. */
    moved: look !== undefined,
    pan,
    /** Whether what ends now was a drag: then it is no click. */
    wasDragged: () => dragged.current >= SHAKE,
    hands: {
      onPointerDown: pointerDown,
      onPointerMove: pointerMove,
      onPointerUp: pointerUp,
      onPointerCancel: pointerUp,
    },
  };
}
