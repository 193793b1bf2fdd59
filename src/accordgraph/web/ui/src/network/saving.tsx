import { address } from "../shared/api";
import { saveCsv, savePng, saveSvg } from "../shared/save";
import { lang } from "../shared/words";
import type { Network } from "./model";
import { plan } from "./plan";
import { filters } from "./shown";
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
}) {
  const { network, layout, day } = given;
  const name = `accordgraph-network-${day}`;
  const picture = () => drawn({ ...given, plan: plan(network, layout) });
  const data = (format: string) =>
    address("/api/v1/network", { as_of: day, ...filters(given.asked), format, lang });
  return (
    <div class="ui-tools net-save">
      <span class="muted">{w.save}</span>
      <button type="button" class="quiet" onClick={() => saveSvg(picture(), name)}>
        SVG
      </button>
      <button type="button" class="quiet" onClick={() => savePng(picture(), name, FINE)}>
        PNG
      </button>
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
