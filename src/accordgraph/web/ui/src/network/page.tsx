import { useMemo, useRef, useState } from "preact/hooks";
import { Later } from "../shared/drawn";
import { lazy } from "../shared/lazy";
import { useRested } from "../shared/rested";
import { Tabs } from "../shared/tabs";
import { Lists, Second, Summary } from "./compare";
import { Differences } from "./differences";
import { Filters } from "./filters";
import { Graphs } from "./graphs";
import { Forces, Legend } from "./legend";
import { Network } from "./model";
import { Panel } from "./panel";
import { Saving } from "./saving";
import { change, day, shown, VIEWS, type View } from "./shown";
import { Slider } from "./slider";
import { Table, TableOfTwo } from "./table";
import { sentence } from "./telling";
import type { Filters as Asked, History } from "./types";
import { w } from "./words";

const Places = lazy(async () => (await import("./map")).Places);
const Pairs = lazy(async () => (await import("./matrix")).Pairs);

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
  const found = useMemo(() => {
    if (!asked.compare) return undefined;
    const other = network.held(kept, network.states(asked.compare));
    return asked.compare < on
      ? new Differences(asked.compare, on, other, edges)
      : new Differences(on, asked.compare, edges, other);
  }, [network, kept, asked.compare, asked.compare ? on : "", asked.compare ? edges : undefined]);
  const drawn = useMemo(
    () =>
      found && asked.only
        ? Uint8Array.from(network.edges, (edge, n) => (kept[n] && found.at(edge) ? 1 : 0))
        : kept,
    [kept, found, asked.only],
  );
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
      {found && <Summary found={found} />}
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
            kept={drawn}
            states={states}
            on={on}
            found={found}
            playing={playing}
            choose={choose}
          />
        )}
        {view === "map" && <Places network={network} held={edges} day={on} found={found} drawing={map} />}
        {view === "matrix" && <Pairs network={network} held={edges} day={on} found={found} />}
        {view === "table" &&
          (found ? (
            <TableOfTwo network={network} found={found} only={asked.only} />
          ) : (
            <Table network={network} shown={edges} day={on} />
          ))}
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
      <Later>
        {view === "graph" && <Legend network={network} />}
        {view === "map" && <Forces network={network} />}
        {found && view !== "table" && <Lists network={network} found={found} />}
        <Saving
          network={network}
          layout={layout}
          shown={edges}
          day={on}
          asked={asked}
          found={found}
          map={map}
        />
      </Later>
    </div>
  );
}

/** What is shown, told to those who do not see it once the hand rests. */
function Live({ text }: { text: string }) {
  const told = useRested(text, text);
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
