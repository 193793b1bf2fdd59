import type { RefObject } from "preact";
import { useMemo } from "preact/hooks";
import { address } from "../shared/api";
import { useRested } from "../shared/rested";
import { Save } from "../shared/saving";
import { fill, lang } from "../shared/words";
import type { Differences } from "./differences";
import type { Network } from "./model";
import { plan } from "./plan";
import { filters, type Shown } from "./shown";
import { signs } from "./signs";
import { queryAddress } from "./sparql";
import { type Day, drawn } from "./svg";
import { rows, rowsOfTwo } from "./table";
import { sentence } from "./telling";
import type { Edge, Layout } from "./types";
import { w } from "./words";

/** The page scales a picture of thousands of units: PNG needs no finer. */
const FINE = 1;
const NOTHING: readonly (readonly [Edge, number])[] = [];

/** What is seen, as a picture or a table; the network of the day for graph software; the query behind it. */
export function Saving(given: {
  network: Network;
  layout: Layout;
  shown: readonly (readonly [Edge, number])[];
  /** What differs from a second day, if there is one. */
  found: Differences | undefined;
  day: string;
  asked: Shown;
  /** The drawing of the map, while it is shown. */
  map: RefObject<SVGSVGElement | null>;
}) {
  const { network, layout, day, found } = given;
  const { view, only } = given.asked;
  const name = `accordgraph-network-${found ? `${found.from}-${found.to}` : day}`;
  const days = (): Day[] => {
    if (!found) return [{ shown: given.shown }];
    return (["before", "after"] as const).map((side) => {
      const on = side === "before" ? found.from : found.to;
      const shown = found.held(side, only);
      return { title: fill(w.picture, { day: on }), told: sentence(shown, on), shown };
    });
  };
  const picture = () => {
    const map = view === "map";
    const title = found
      ? fill(w.map_two, { from: found.from, to: found.to })
      : fill(map ? w.map : w.picture, { day });
    return {
      drawing: map
        ? given.map.current
        : drawn({ network, layout, found, plan: plan(network, layout), days: days() }),
      title,
      told: found ? [] : [sentence(given.shown, day)],
      signs: signs(network, map ? "map" : "graph", !!found),
    };
  };
  const table = () => (found ? rowsOfTwo(network, found, only) : rows(network, given.shown, day));
  const data = (format: string) =>
    address("/api/v1/network", { as_of: day, ...filters(given.asked), format, lang });
  const rested = useRested(given.shown, NOTHING); // a query that names all that is shown is long
  const query = useMemo(
    () =>
      rested.length &&
      queryAddress(
        rested.map(([edge]) => edge),
        day,
        given.asked.tier,
      ),
    [rested],
  );
  return (
    <div class="ui-tools net-save">
      <Save
        name={name}
        {...(view === "graph" || view === "map" ? { picture } : {})}
        {...(view === "matrix" ? {} : { table })}
        scale={view === "map" ? 2 : FINE}
      >
        <a class="button quiet" href={data("gexf")} download={`${name}.gexf`}>
          GEXF
        </a>
        <a class="button quiet" href={data("graphml")} download={`${name}.graphml`}>
          GraphML
        </a>
      </Save>
      {given.shown.length > 0 && (
        <a class="net-query" {...(query ? { href: query } : {})}>
          {w.query_all}
        </a>
      )}
    </div>
  );
}
