import { fill } from "../shared/words";
import { MAYBE, type Network } from "./model";
import { begun, ended, record, statement } from "./telling";
import type { Edge } from "./types";
import { w } from "./words";

/** The rows of what is shown, by accord and place. */
function sorted(network: Network, shown: readonly [Edge, number][]): [Edge, number][] {
  const key = (edge: Edge) => `${network.hub(edge).label}\t${network.place(edge).label}\t${edge.id}`;
  return [...shown].sort(([one], [other]) => key(one).localeCompare(key(other)));
}

/** The same for a file; ids stand in columns of their own. */
export function rows(network: Network, shown: readonly [Edge, number][], day: string): string[][] {
  return [
    [...w.heads, "accord", "place", "body", "tier", "membership", "as_of"],
    ...sorted(network, shown).map(([edge, how]) => [
      network.hub(edge).label,
      network.place(edge).label,
      edge.body ? network.label(`body/${edge.body}`) : "",
      network.tier(edge),
      begun(edge),
      ended(edge),
      how === MAYBE ? w.maybe : w.yes,
      edge.hub,
      edge.place,
      edge.body ?? "",
      edge.tier ?? "",
      edge.relation === "member" ? edge.id : "",
      day,
    ]),
  ];
}

/** The table twin of the picture. */
export function Table(given: { network: Network; shown: readonly [Edge, number][]; day: string }) {
  const { network } = given;
  const caption = fill(w.table, { n: given.shown.length, day: given.day });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="scroll" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {w.heads.map((head) => (
              <th scope="col" key={head}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted(network, given.shown).map(([edge, how]) => (
            <tr key={edge.id}>
              <th scope="row">
                <a href={record(edge.hub)}>{network.hub(edge).label}</a>
              </th>
              <td>
                <a href={record(`jurisdiction/${edge.place}`)}>{network.place(edge).label}</a>
              </td>
              <td>
                {edge.body && <a href={record(`body/${edge.body}`)}>{network.label(`body/${edge.body}`)}</a>}
              </td>
              <td>{network.tier(edge)}</td>
              <td class="day">{begun(edge)}</td>
              <td class="day">{ended(edge)}</td>
              <td>
                <a href={statement(edge)}>{how === MAYBE ? w.maybe : w.yes}</a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
