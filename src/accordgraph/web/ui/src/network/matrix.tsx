import { useCallback, useMemo } from "preact/hooks";
import { address } from "../shared/api";
import { Heat } from "../shared/matrix/Heat";
import { fill } from "../shared/words";
import type { Differences } from "./differences";
import type { Network } from "./model";
import { accordsOf, changeOf, changes, type Held, kindOf, kinds, placesOf, sharedBy } from "./pairs";
import { change, shown } from "./shown";
import { w } from "./words";

/** Places by places: how many of the accords shown two of them share; of two days, how that changed. */
export function Pairs(given: { network: Network; held: Held; day: string; found: Differences | undefined }) {
  const { network, held, day, found } = given;
  const [before, after] = useMemo(
    (): [Held, Held] => (found ? [found.held("before"), found.held("after")] : [[], held]),
    [held, found],
  );
  const old = useMemo(() => accordsOf(before), [before]);
  const of = useMemo(() => accordsOf(after), [after]);
  const places = useMemo(() => placesOf(network, found ? [...before, ...after] : held), [before, after]);
  const scale = useMemo(() => (found ? changes() : kinds()), [!found]);
  const at = useCallback(
    (home: string, target: string) => {
      if (home === target) return undefined;
      const now = sharedBy(of, home, target);
      return found ? changeOf(sharedBy(old, home, target), now) : kindOf(now.length);
    },
    [of, old, found],
  );
  const explain = useCallback(
    (home: string, target: string) => {
      const [was, is] = [sharedBy(old, home, target), sharedBy(of, home, target)];
      const said = (hubs: readonly string[]) =>
        hubs.map((hub) => network.label(hub)).join(w.comma) || w.no_shared;
      return Promise.resolve(
        found ? `${found.from}${w.colon}${said(was)} → ${found.to}${w.colon}${said(is)}` : said(is),
      );
    },
    [of, old, found],
  );
  return (
    <Heat
      label={found ? fill(w.shared_two, { from: found.from, to: found.to }) : fill(w.shared, { day })}
      name={`accordgraph-network-matrix-${day}`}
      places={places}
      kinds={scale}
      at={at}
      order={shown.value.order}
      onOrder={(order) => change({ order })}
      href={(home, target) => address("/pathways", { home, target, as_of: shown.value.day })}
      explain={explain}
      nothing={found ? w.unchanged : w.no_shared}
    />
  );
}
