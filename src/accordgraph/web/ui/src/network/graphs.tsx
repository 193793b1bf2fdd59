import { useMemo } from "preact/hooks";
import { fill } from "../shared/words";
import type { Differences } from "./differences";
import { Graph } from "./graph";
import type { Network } from "./model";
import { shown } from "./shown";
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
  const { compare, focus } = shown.value;
  const beside = useMemo(() => network.states(compare || on), [network, compare, compare ? "" : on]);
  const days = found ? [found.from, found.to] : [on];
  const which = useMemo(
    () => (found ? network.edges.map((edge) => found.at(edge)) : undefined),
    [network, found],
  );
  return (
    <div class={`net-graphs${found ? " two" : ""}`}>
      {days.map((day, n) => (
        <section key={n}>
          {found && <h2>{day}</h2>}
          <Graph
            network={network}
            layout={given.layout}
            kept={kept}
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
