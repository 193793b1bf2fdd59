import type { RefObject } from "preact";
import { address } from "../shared/api";
import { saveCsv, savePng, saveSvg, standalone } from "../shared/save";
import { lang } from "../shared/words";
import type { Network } from "./model";
import { plan } from "./plan";
import { filters, type View } from "./shown";
import { queryAddress } from "./sparql";
import { drawn } from "./svg";
import { rows } from "./table";
import type { Edge, Filters, Layout } from "./types";
import { w } from "./words";

/** The page scales a picture of thousands of units: PNG needs no finer. */
const FINE = 1;

/** What is seen, as a picture or a table; the network of the day for graph software; the query behind it. */
export function Saving(given: {
  network: Network;
  layout: Layout;
  shown: readonly [Edge, number][];
  day: string;
  told: string;
  asked: Filters;
  view: View;
  /** The drawing of the map, while it is shown. */
  map: RefObject<SVGSVGElement | null>;
}) {
  const { network, layout, day } = given;
  const name = `accordgraph-network-${day}`;
  const picture = () =>
    given.view === "map" && given.map.current
      ? standalone(given.map.current)
      : drawn({ ...given, plan: plan(network, layout) });
  const data = (format: string) =>
    address("/api/v1/network", { as_of: day, ...filters(given.asked), format, lang });
  return (
    <div class="ui-tools net-save">
      <span class="muted">{w.save}</span>
      {(given.view === "graph" || given.view === "map") && (
        <>
          <button type="button" class="quiet" onClick={() => saveSvg(picture(), name)}>
            SVG
          </button>
          <button
            type="button"
            class="quiet"
            onClick={() => savePng(picture(), name, given.view === "map" ? 2 : FINE)}
          >
            PNG
          </button>
        </>
      )}
      <button type="button" class="quiet" onClick={() => saveCsv(rows(network, given.shown, day), name)}>
        CSV
      </button>
      <a class="button quiet" href={data("gexf")} download={`${name}.gexf`}>
        GEXF
      </a>
      <a class="button quiet" href={data("graphml")} download={`${name}.graphml`}>
        GraphML
      </a>
      {given.shown.length > 0 && (
        <a
          class="net-query"
          href={queryAddress(
            given.shown.map(([edge]) => edge),
            day,
            given.asked.tier,
          )}
        >
          {w.query_all}
        </a>
      )}
    </div>
  );
}
