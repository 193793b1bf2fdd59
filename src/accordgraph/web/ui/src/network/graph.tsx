import { effect, type Signal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Difference } from "../shared/differences";
import { Fault } from "../shared/states";
import { fill } from "../shared/words";
import { onTheme } from "./colours";
import type { Drawing } from "./drawing";
import type { Look } from "./framing";
import type { Network } from "./model";
import { below, type Name, names } from "./names";
import { plan } from "./plan";
import { Sketch } from "./sketch";
import { next } from "./steering";
import type { Layout } from "./types";
import { w } from "./words";

/** On a narrow screen the whole is not shown at once: names would not be legible. */
const LEAST = 0.2;

/** Fetch the graph's library while nothing else is to be done; returns what calls it off. */
function ahead(): () => void {
  if (!("requestIdleCallback" in window)) return () => {};
  const due = requestIdleCallback(() => void import("./drawing").catch(() => {}));
  return () => cancelIdleCallback(due);
}

export interface GraphProps {
  network: Network;
  layout: Layout;
  /** What it shows, for those who do not see it. */
  label: string;
  kept: Uint8Array;
  states: Uint8Array;
  /** How each line differs from another day; undefined: nothing is compared. */
  differing?: readonly (Difference | undefined)[] | undefined;
  /** Whether lines that appear stand out for a moment. */
  fresh?: boolean;
  /** What of it is seen, of two side by side the same; undefined: everything. */
  look: Signal<Look | undefined>;
  focus: string;
  onFocus: (id: string) => void;
  /** The drawing, once it is there, for whoever steers it beside. */
  drawn?: RefObject<Drawing>;
}

/** The network as a graph, for the pointer, the fingers and the keys. */
export function Graph(given: GraphProps) {
  const { network, layout, look } = given;
  const place = useRef<HTMLDivElement>(null);
  const own = useRef<Drawing>(null);
  const [sketch, setSketch] = useState<Sketch>();
  const [drawing, setDrawing] = useState<Drawing>();
  const [wanted, setWanted] = useState(false);
  const [error, setError] = useState<unknown>();
  const [held, setHeld] = useState<string>();
  const [over, setOver] = useState<string>();
  const planned = useMemo(() => plan(network, layout), [network, layout]);
  const order = useMemo(() => {
    const at = new Map(network.edges.map((edge, n) => [edge, n]));
    return planned.lines.map(({ edge }) => at.get(edge) as number);
  }, [planned]);
  const drawnRef = given.drawn ?? own;
  const kept = useMemo(() => Uint8Array.from(order, (n) => given.kept[n] ?? 0), [order, given.kept]);
  const states = useMemo(() => Uint8Array.from(order, (n) => given.states[n] ?? 0), [order, given.states]);
  const want = () => setWanted(true);
  const onFocus = useRef(given.onFocus);
  onFocus.current = given.onFocus;
  function choose(id: string | undefined): void {
    setHeld(id);
    onFocus.current(id ?? "");
  }
  /** What was asked of the graph before it was there. */
  const asked = useRef<((of: Drawing) => void)[]>([]);
  function steer(how: (of: Drawing) => void): void {
    if (drawing) how(drawing);
    else asked.current.push(how);
    want();
  }
  /** The thing in hand when the address told what is seen: that stays so, wherever the thing stands. */
  const restored = useRef(look.peek() ? given.focus : "");
  /** Whether a click began before the graph was there to hear it. */
  const early = useRef(false);

  useLayoutEffect(() => {
    const made = place.current ? new Sketch(place.current, network, planned) : undefined;
    setSketch(made);
    const ended = onTheme(() => made?.recolour());
    return () => {
      ended();
      made?.end();
    };
  }, [planned]);

  useEffect(() => {
    if (!wanted) return ahead();
    let made: Drawing | undefined;
    let gone = false;
    import("./drawing").then(({ Drawing }) => {
      if (gone || !place.current) return;
      made = new Drawing(place.current, network, planned, {
        over: setOver,
        chosen: choose,
        moved: (seen) => {
          look.value = seen;
        },
      });
      drawnRef.current = made;
      setDrawing(made);
    }, setError);
    const ended = onTheme(() => made?.recolour());
    return () => {
      gone = true;
      ended();
      made?.end();
      drawnRef.current = null;
      setDrawing(undefined);
    };
  }, [planned, wanted]);

  // Before the page is painted, so that whoever is told that it is drawn finds everything in its place.
  const shown = drawing ?? sketch;
  useLayoutEffect(() => shown?.show(kept, states, given.fresh), [shown, kept, states]);
  useLayoutEffect(
    () => drawing?.differ(given.differing && order.map((n) => given.differing?.[n])),
    [drawing, given.differing],
  );
  useEffect(() => {
    if (given.differing) want();
  }, [given.differing]);
  useLayoutEffect(() => shown?.see(look.peek(), LEAST), [shown, kept]);
  useLayoutEffect(() => {
    let first = true; // from where it was just drawn
    return effect(() => {
      const at = look.value;
      if (!first) shown?.see(at, LEAST);
      first = false;
    });
  }, [shown, look]);
  useLayoutEffect(() => {
    if (!drawing) return;
    drawing.once(() => sketch?.end());
    for (const how of asked.current.splice(0)) how(drawing);
  }, [drawing]);
  const [size, setSize] = useState("");
  const [named, setNamed] = useState<readonly Name[]>([]);
  useLayoutEffect(
    () =>
      effect(() => {
        const { value: _ } = look; // where it is seen from changes with it
        const element = place.current;
        if (!element || !shown?.frame) return;
        const lines = planned.lines.filter((_, n) => kept[n] && states[n]);
        const found = names(shown.shown(), lines, shown.frame, element.clientWidth, element.clientHeight);
        setNamed((before) => (found.length || before.length ? found : before));
      }),
    [shown, look, kept, states, size],
  );
  useEffect(() => {
    const element = place.current;
    if (!element || !shown) return;
    let first = true; // what it tells at once is the size that was just drawn
    const watch = new ResizeObserver(() => {
      if (!first) {
        shown.see(look.peek(), LEAST);
        setSize(`${element.clientWidth} ${element.clientHeight}`);
      }
      first = false;
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [shown]);
  useEffect(() => setHeld(given.focus || undefined), [given.focus]);
  useEffect(() => {
    if (held) want();
    drawing?.focus(held);
    if (held && held !== restored.current) drawing?.reveal(held);
  }, [drawing, held]);
  useEffect(() => drawing?.light(over ?? held), [drawing, over, held, given.states]);

  function keyed(event: KeyboardEvent): void {
    if (!shown || event.ctrlKey || event.metaKey || event.altKey) return;
    const led = next(shown.shown(), held, event.key);
    if (led) setHeld(led);
    else if (event.key === "Enter" && held) given.onFocus(held);
    else if (event.key === "Escape") given.onFocus("");
    else if (event.key === "+" || event.key === "=") steer((of) => of.zoom(1.3));
    else if (event.key === "-") steer((of) => of.zoom(1 / 1.3));
    else if (event.key === "0") look.value = undefined;
    else if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
  }

  const pointed = over ?? held;
  const spot = pointed ? planned.spots.get(pointed) : undefined;
  return (
    <div class="net-graph">
      {error !== undefined && <Fault error={error} />}
      {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: the keys steer what is drawn */}
      <div
        class="net-canvas __________cytoscape_container"
        ref={place}
        role="application"
        aria-busy={!shown}
        aria-label={given.label}
        aria-describedby="net-keys"
        tabIndex={0}
        onKeyDown={keyed}
        onFocus={want}
        onPointerEnter={want}
        onPointerMove={(event) => drawing || setOver(sketch?.under(event))}
        onPointerLeave={() => setOver(undefined)}
        onPointerDown={() => {
          early.current = !drawing;
          want();
        }}
        onClick={(event) => early.current && choose(sketch?.under(event))}
      />
      {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: the keys steer what is drawn */}
      <svg class="net-names" aria-hidden="true">
        {named.map(({ id, x, y, lines }) => (
          <text key={id} y={y}>
            {lines.map((text, n) => (
              <tspan key={text} x={x} y={y + below(n)}>
                {text}
              </tspan>
            ))}
          </text>
        ))}
      </svg>
      <p class="net-named" aria-live="polite">
        {spot ? fill(w.step, { label: network.label(spot.id), kind: w.kinds[spot.kind] }) : ""}
      </p>
      <div class="net-zoom">
        <button
          type="button"
          aria-label={w.larger}
          title={w.larger}
          onClick={() => steer((of) => of.zoom(1.3))}
        >
          +
        </button>
        <button
          type="button"
          aria-label={w.smaller}
          title={w.smaller}
          onClick={() => steer((of) => of.zoom(1 / 1.3))}
        >
          −
        </button>
        <button
          type="button"
          aria-label={w.whole}
          title={w.whole}
          onClick={() => {
            look.value = undefined;
          }}
        >
          ⤢
        </button>
      </div>
    </div>
  );
}
