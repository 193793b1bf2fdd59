import { useMemo } from "preact/hooks";
import { MapTable } from "../shared/map/MapTable";
import { OUTCOMES, type Outcome } from "../shared/outcomes";
import { Save } from "../shared/saving";
import { fill, number } from "../shared/words";
import type { Table } from "./data";
import { type Chosen, type Href, points, told } from "./places";
import { w } from "./words";

/** What matrix and map show, to read: every pair of a place that is chosen, else the sums of all places. */
export function TableView(given: {
  table: Table;
  chosen: Chosen | undefined;
  choose: (code: string) => void;
  clear: () => void;
  href: Href;
}) {
  const { table, chosen } = given;
  const name = `accordgraph-matrix-${table.data.asked.goal}-${table.data.asked.as_of}`;
  const one = useMemo(
    () =>
      points(table, chosen, given.href)
        .filter(({ code }) => code !== chosen?.code)
        .sort((a, b) => rank(a.outcome) - rank(b.outcome) || (a.code < b.code ? -1 : 1)),
    [table, chosen?.code, chosen?.way],
  );
  if (chosen) {
    const place = table.label.get(chosen.code) ?? "";
    const caption = fill(chosen.way === "from" ? w.of : w.at, { place });
    const outcomes = Object.fromEntries(table.data.outcomes.map(({ id, label }) => [id, label]));
    return (
      <>
        <h3>{caption}</h3>
        <div class="ui-tools">
          <button type="button" class="quiet" onClick={given.clear}>
            {w.clear}
          </button>
          <Save name={`${name}-${chosen.way}-${chosen.code}`} table={() => told(table, chosen, one)} />
        </div>
        <MapTable
          caption={caption}
          points={one.map(({ detail: _, ...point }) => point)}
          outcomes={outcomes}
        />
      </>
    );
  }
  const sum = (id: string) => (table.outgoing.get(id) ?? 0) + (table.incoming.get(id) ?? 0);
  const all = [...table.touched].sort((a, b) => sum(b.id) - sum(a.id) || (a.id < b.id ? -1 : 1));
  return (
    <>
      <div class="ui-tools">
        <Save name={name} table={() => told(table, undefined, [])} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="scroll" aria-label={w.all} tabIndex={0}>
        <table class="counts">
          <caption>{w.all}</caption>
          <thead>
            <tr>
              <th scope="col">{w.place}</th>
              <th scope="col">{w.outgoing}</th>
              <th scope="col">{w.incoming}</th>
            </tr>
          </thead>
          <tbody>
            {all.map(({ id, label }) => (
              <tr key={id}>
                <th scope="row">
                  <button type="button" class="link" onClick={() => given.choose(id)}>
                    {label}
                  </button>{" "}
                  <span class="n">{id}</span>
                </th>
                <td>{number(table.outgoing.get(id) ?? 0)}</td>
                <td>{number(table.incoming.get(id) ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function rank(outcome: Outcome | undefined): number {
  return OUTCOMES.indexOf(outcome ?? "blocked");
}
