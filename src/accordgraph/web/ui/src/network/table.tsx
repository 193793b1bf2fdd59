import { fill } from "../shared/words";
import { Differing, tiersOf } from "./compare";
import { type Differences, edgeOf, type Row } from "./differences";
import { MAYBE, type Network } from "./model";
import { begun, ended, record, statement } from "./telling";
import type { Edge } from "./types";
import { w } from "./words";

/** The rows of what is shown, by accord and place. */
function sorted(network: Network, shown: readonly (readonly [Edge, number])[]): (readonly [Edge, number])[] {
  const key = (edge: Edge) => `${network.hub(edge).label}\t${network.place(edge).label}\t${edge.id}`;
  return [...shown].sort(([one], [other]) => key(one).localeCompare(key(other)));
}

/** The rows of two days, what differs first. */
function compared(network: Network, found: Differences, only: boolean): Row[] {
  const key = (row: Row) => {
    const edge = edgeOf(row);
    return `${row.difference ? 0 : 1}\t${network.hub(edge).label}\t${network.place(edge).label}\t${edge.id}`;
  };
  return found.rows
    .filter(({ difference }) => difference || !only)
    .sort((one, other) => key(one).localeCompare(key(other)));
}

function ids(edge: Edge): string[] {
  return [edge.hub, edge.place, edge.body ?? "", edge.tier ?? "", edge.relation === "member" ? edge.id : ""];
}

function sure(held: readonly [Edge, number] | undefined): string {
  return held ? (held[1] === MAYBE ? w.maybe : w.yes) : "";
}

function names(network: Network, edge: Edge): string[] {
  return [
    network.hub(edge).label,
    network.place(edge).label,
    edge.body ? network.label(`body/${edge.body}`) : "",
  ];
}

const IDS = ["accord", "place", "body", "tier", "membership"];

/** The same for a file; ids stand in columns of their own. */
export function rows(network: Network, shown: readonly (readonly [Edge, number])[], day: string): string[][] {
  return [
    [...w.heads, ...IDS, "as_of"],
    ...sorted(network, shown).map((held) => {
      const [edge] = held;
      return [
        ...names(network, edge),
        network.tier(edge),
        begun(edge),
        ended(edge),
        sure(held),
        ...ids(edge),
        day,
      ];
    }),
  ];
}

/** The same of two days. */
export function rowsOfTwo(network: Network, found: Differences, only: boolean): string[][] {
  const heads = w.heads_two.map((head) => fill(head, { from: found.from, to: found.to }));
  return [
    [...heads, ...IDS],
    ...compared(network, found, only).map((row) => [
      row.difference ? w.differences[row.difference] : w.same,
      ...names(network, edgeOf(row)),
      tiersOf(network, row),
      sure(row.before),
      sure(row.after),
      ...ids(edgeOf(row)),
    ]),
  ];
}

function Things({ network, edge }: { network: Network; edge: Edge }) {
  return (
    <>
      <th scope="row">
        <a href={record(edge.hub)}>{network.hub(edge).label}</a>
      </th>
      <td>
        <a href={record(`jurisdiction/${edge.place}`)}>{network.place(edge).label}</a>
      </td>
      <td>{edge.body && <a href={record(`body/${edge.body}`)}>{network.label(`body/${edge.body}`)}</a>}</td>
    </>
  );
}

function Framed(given: { caption: string; heads: readonly string[]; children: preact.ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="scroll" aria-label={given.caption} tabIndex={0}>
      <table>
        <caption>{given.caption}</caption>
        <thead>
          <tr>
            {given.heads.map((head) => (
              <th scope="col" key={head}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{given.children}</tbody>
      </table>
    </section>
  );
}

/** The table twin of the picture. */
export function Table(given: { network: Network; shown: readonly [Edge, number][]; day: string }) {
  const { network } = given;
  return (
    <Framed caption={fill(w.table, { n: given.shown.length, day: given.day })} heads={w.heads}>
      {sorted(network, given.shown).map((held) => (
        <tr key={held[0].id}>
          <Things network={network} edge={held[0]} />
          <td>{network.tier(held[0])}</td>
          <td class="day">{begun(held[0])}</td>
          <td class="day">{ended(held[0])}</td>
          <td>
            <a href={statement(held[0])}>{sure(held)}</a>
          </td>
        </tr>
      ))}
    </Framed>
  );
}

/** The table twin of the pictures of two days. */
export function TableOfTwo({
  network,
  found,
  only,
}: {
  network: Network;
  found: Differences;
  only: boolean;
}) {
  const days = { from: found.from, to: found.to };
  const all = compared(network, found, only);
  const cell = (held: Row["before"]) =>
    held ? <a href={statement(held[0])}>{sure([held[0], held[1]])}</a> : w.absent;
  return (
    <Framed
      caption={fill(w.table_two, { n: all.length, ...days })}
      heads={w.heads_two.map((head) => fill(head, days))}
    >
      {all.map((row) => (
        <tr key={`${row.before?.[0].id} ${row.after?.[0].id}`}>
          <td>
            <Differing difference={row.difference} />
          </td>
          <Things network={network} edge={edgeOf(row)} />
          <td>{tiersOf(network, row)}</td>
          <td>{cell(row.before)}</td>
          <td>{cell(row.after)}</td>
        </tr>
      ))}
    </Framed>
  );
}
