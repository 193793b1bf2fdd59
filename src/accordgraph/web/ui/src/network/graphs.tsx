import { type Signal, useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { parameters } from "../shared/address";
import { useTold } from "../shared/resting";
import { fill } from "../shared/words";
import type { Differences } from "./differences";
import { type Look, lookIn, lookTold } from "./framing";
import { Graph } from "./graph";
import type { Network } from "./model";
import { filters, shown } from "./shown";
import type { Layout } from "./types";
import { w } from "./words";

/** The day's graph; with a second day, both side by side, the earlier first, with what differs marked. */
export function Graphs(given: {
  network: Network;
  layout: Layout;
  kept: Uint8Array;
  states: Uint8Array;
  on: string;
  found: Differences | undefined;
  playing: boolean;
  choose: (id: string) => void;
}) {
  const { network, found, on, kept } = given;
  const { compare, focus, only } = shown.value;
  const look = useSignal(useMemo(asked, []));
  const filtered = JSON.stringify([filters(shown.value), only]);
  const before = useRef(filtered);
  useLayoutEffect(() => {
    // Other things are shown: all of them.
    if (before.current !== filtered) look.value = undefined;
    before.current = filtered;
  }, [filtered]);
  const beside = useMemo(() => network.states(compare || on), [network, compare, compare ? "" : on]);
  const days = found ? [found.from, found.to] : [on];
  const which = useMemo(
    () => (found ? network.edges.map((edge) => found.at(edge)) : undefined),
    [network, found],
  );
  return (
    <div class={`net-graphs${found ? " two" : ""}`}>
      <Told look={look} />
      {days.map((day, n) => (
        <section key={n}>
          {found && <h2>{day}</h2>}
          <Graph
            network={network}
            layout={given.layout}
            kept={kept}
            look={look}
            focus={focus}
            onFocus={given.choose}
            label={fill(w.graph, { day })}
            states={day === on ? given.states : beside}
            differing={which}
            fresh={given.playing}
          />
        </section>
      ))}
      <p class="hint unseen" id="net-keys">
        {w.keys}
      </p>
    </div>
  );
}

/** What the address asks to see. */
function asked(): Look | undefined {
  return lookIn(parameters().get("graph"));
}

/** The address follows the hand that moves what is seen. */
function Told({ look }: { look: Signal<Look | undefined> }) {
  useTold("graph", look.value ? lookTold(look.value) : "", () => {
    look.value = asked();
  });
  return null;
}
