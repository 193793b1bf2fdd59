import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Tabs } from "../shared/tabs";
import { fill } from "../shared/words";
import { Differences } from "./compare";
import { Filters } from "./filters";
import { Graph } from "./graph";
import { compared, counted, Network } from "./model";
import { Panel } from "./panel";
import { Saving } from "./saving";
import { change, day, shown, VIEWS, type View } from "./shown";
import { Slider } from "./slider";
import { Table } from "./table";
import type { Filters as Asked, History } from "./types";
import { Pairs, Places } from "./views";
import { w } from "./words";

/** What a day holds, in a sentence. */
function sentence(edges: ReturnType<Network["held"]>, on: string): string {
  const { members, unsure, accords, places } = counted(edges);
  if (!members) return fill(w.none, { day: on });
  const told = fill(accords === 1 ? w.told_one : w.told, { members, accords, places, day: on });
  return unsure ? `${told}${fill(w.unsure, { n: unsure })}` : told;
}

/** The network of all times, on the day that the reader chose. */
export function NetworkPage({ told }: { told: History }) {
  const network = useMemo(() => new Network(told), [told]);
  const asked = shown.value;
  const on = day.value || told.today;
  const [playing, play] = useState(false);
  const which = JSON.stringify([
    asked.accord,
    asked.agreements,
    asked.tier,
    asked.goal,
    asked.group,
    asked.force,
  ]);
  const kept = useMemo(() => network.kept(asked as Asked), [network, which]);
  const states = useMemo(() => network.states(on), [network, on]);
  const edges = useMemo(() => network.held(kept, states), [kept, states]);
  const few = asked.accord.every((name) =>
    [...network.hubs.values()].some((h) => !h.agreement && h.id.endsWith(`/${name}`)),
  );
  const layout = asked.agreements || !few ? told.layouts.all : told.layouts.accords;
  const said = sentence(edges, on);
  const { view } = asked;
  const map = useRef<SVGSVGElement>(null);
  const choose = (focus: string) => change({ focus });
  return (
    <div class="net">
      <div class="net-head">
        <Tabs
          label={w.views}
          tabs={VIEWS.map((id) => ({ id, label: w.view[id] }))}
          chosen={view}
          choose={(id) => change({ view: id as View })}
        />
        <Filters told={told} />
      </div>
      <Slider told={told} playing={playing} play={play} />
      <div class="net-line">
        <Live text={said} />
        <Second told={told} />
      </div>
      <div
        class={`net-body${asked.focus ? " with-panel" : ""}`}
        role="tabpanel"
        id={`panel-${view}`}
        aria-labelledby={`tab-${view}`}
      >
        {view === "graph" && (
          <Graphs
            network={network}
            layout={layout}
            kept={kept}
            states={states}
            on={on}
            playing={playing}
            choose={choose}
          />
        )}
        {view === "map" && <Places network={network} held={edges} day={on} drawing={map} />}
        {view === "matrix" && <Pairs network={network} held={edges} day={on} />}
        {view === "table" && <Table network={network} shown={edges} day={on} />}
        {asked.focus && (
          <Panel
            network={network}
            shown={edges}
            focus={asked.focus}
            day={on}
            tiers={asked.tier}
            choose={choose}
          />
        )}
      </div>
      <Compare network={network} kept={kept} on={on} />
      <Saving
        network={network}
        layout={layout}
        shown={edges}
        day={on}
        told={said}
        asked={asked}
        view={view}
        map={map}
      />
      {view === "graph" && <Legend />}
    </div>
  );
}

/** What is shown, told to those who do not see it once the hand rests. */
function Live({ text }: { text: string }) {
  const [told, setTold] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setTold(text), 500);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <>
      <p class="net-told" aria-hidden="true">
        {text}
      </p>
      <p class="unseen" role="status">
        {told}
      </p>
    </>
  );
}

/** The day's graph; with a second day, both side by side. */
function Graphs(given: {
  network: Network;
  layout: History["layouts"]["all"];
  kept: Uint8Array;
  states: Uint8Array;
  on: string;
  playing: boolean;
  choose: (id: string) => void;
}) {
  const { compare, focus } = shown.value;
  const before = useMemo(() => given.network.states(compare || given.on), [given.network, compare]);
  const common = {
    network: given.network,
    layout: given.layout,
    kept: given.kept,
    focus,
    onFocus: given.choose,
  };
  return (
    <div class={`net-graphs${compare ? " two" : ""}`}>
      {compare && (
        <section>
          <h2>{compare}</h2>
          <Graph {...common} label={fill(w.graph, { day: compare })} states={before} />
        </section>
      )}
      <section>
        {compare && <h2>{given.on}</h2>}
        <Graph
          {...common}
          label={fill(w.graph, { day: given.on })}
          states={given.states}
          fresh={given.playing}
        />
      </section>
      <p class="hint unseen" id="net-keys">
        {w.keys}
      </p>
    </div>
  );
}

/** The choice of a second day. */
function Second({ told }: { told: History }) {
  const { compare } = shown.value;
  return (
    <div class="net-compare">
      <label>
        <span>{w.compare_with}</span>{" "}
        <input
          type="date"
          name="compare"
          min={told.since}
          max="2200-12-31"
          value={compare}
          onChangeCapture={({ currentTarget: { value } }) => change({ compare: value })}
        />
      </label>
      {compare && (
        <button type="button" class="quiet" onClick={() => change({ compare: "" })}>
          {w.stop_comparing}
        </button>
      )}
    </div>
  );
}

/** What differs between the two days. */
function Compare({ network, kept, on }: { network: Network; kept: Uint8Array; on: string }) {
  const { compare } = shown.value;
  const found = useMemo(() => {
    if (!compare) return undefined;
    const [from, to] = compare < on ? [compare, on] : [on, compare];
    const held = (when: string) => network.held(kept, network.states(when));
    return { from, to, ...compared(held(from), held(to)) };
  }, [compare, on, kept]);
  return found ? <Differences network={network} {...found} /> : null;
}

function Legend() {
  const line = (weight: number, end: preact.JSX.Element) => (
    <svg viewBox="0 0 34 14" width="34" height="14" aria-hidden="true">
      <path d="M1 7h24" stroke="currentColor" stroke-width={weight} />
      {end}
    </svg>
  );
  const full = { fill: "currentColor", stroke: "currentColor" };
  const hollow = { fill: "var(--paper)", stroke: "currentColor" };
  return (
    <ul class="inline net-legend">
      <li>
        {line(2.6, <circle cx="28" cy="7" r="3.6" {...full} />)} {w.shares.all}
      </li>
      <li>
        {line(2, <path d="M28 2l4.4 5l-4.4 5l-4.4-5z" {...full} />)} {w.shares.some}
      </li>
      <li>
        {line(1.2, <circle cx="28" cy="7" r="3.6" {...hollow} />)} {w.shares.none}
      </li>
      <li>
        {line(1.2, <path d="M28 2.6l4.6 8h-9.2z" {...hollow} />)} {w.shares.unstated}
      </li>
      <li>
        {line(2, <path d="M24.4 3.4h7.2v7.2h-7.2z" {...full} />)} {w.named}
      </li>
      <li>
        <svg viewBox="0 0 34 14" width="34" height="14" aria-hidden="true">
          <path d="M1 7h32" stroke="currentColor" stroke-width="2" stroke-dasharray="6 4" />
        </svg>{" "}
        {w.broken}
      </li>
      <li>{w.faint}</li>
      <li>{w.dots}</li>
    </ul>
  );
}
