/** What differs between the network of two days. */
import type { Difference } from "../shared/differences";
import type { Held } from "./pairs";
import type { Edge } from "./types";

type Holding = readonly [Edge, number];

/** A line on the earlier day, on the later one, or on both; and how it differs. */
export interface Row {
  difference: Difference | undefined;
  before?: Holding | undefined;
  after?: Holding | undefined;
}

/** Who is joined to what, whatever the tier. */
function key({ hub, body, place }: Edge): string {
  return `${hub} ${body ?? place}`;
}

function byKey(held: Held): Map<string, Holding[]> {
  const found = new Map<string, Holding[]>();
  for (const each of held) {
    const known = found.get(key(each[0]));
    if (known) known.push(each);
    else found.set(key(each[0]), [each]);
  }
  return found;
}

function tiers(held: readonly Holding[]): Set<string | undefined> {
  return new Set(held.map(([edge]) => edge.tier));
}

/** The rows of who is there on both days: what goes on, then what came in place of what. */
function both(before: readonly Holding[], after: readonly Holding[]): Row[] {
  const rows: Row[] = [];
  const rest: Holding[] = [];
  const left = new Map(after.map((each) => [each[0].id, each]));
  for (const each of before) {
    const same = left.get(each[0].id);
    if (!same) rest.push(each);
    else rows.push({ difference: undefined, before: each, after: same });
    left.delete(each[0].id);
  }
  const come = [...left.values()];
  const [old, now] = [tiers(before), tiers(after)];
  for (let n = 0; n < Math.max(rest.length, come.length); n += 1) {
    const [was, is] = [rest[n], come[n]];
    const other = (was && !now.has(was[0].tier)) || (is && !old.has(is[0].tier));
    rows.push({ difference: other ? "differs" : undefined, before: was, after: is });
  }
  return rows;
}

/** The differences between two days. */
export class Differences {
  readonly rows: readonly Row[];
  private readonly of = new Map<string, Difference>();

  constructor(
    readonly from: string,
    readonly to: string,
    before: Held,
    after: Held,
  ) {
    const [old, now] = [byKey(before), byKey(after)];
    const rows: Row[] = [];
    for (const [name, mine] of old) {
      const theirs = now.get(name);
      if (theirs) rows.push(...both(mine, theirs));
      else for (const each of mine) rows.push({ difference: "lost", before: each });
    }
    for (const [name, mine] of now)
      if (!old.has(name)) for (const each of mine) rows.push({ difference: "gained", after: each });
    this.rows = rows;
    for (const { difference, before: was, after: is } of rows)
      for (const each of difference ? [was, is] : [])
        if (each) this.of.set(each[0].id, difference as Difference);
  }

  /** How a line differs; undefined if it is as it was. */
  at(edge: Edge): Difference | undefined {
    return this.of.get(edge.id);
  }

  /** What holds on one of the two days; `only`: of that, what differs. */
  held(side: "before" | "after", only = false): Holding[] {
    return this.rows
      .filter((row) => row.difference || !only)
      .flatMap((row) => (row[side] ? [row[side]] : []));
  }

  /** The rows that differ in one way, each body or place of an accord once. */
  only(difference: Difference): Row[] {
    const found = this.rows.filter((row) => row.difference === difference);
    return [...new Map(found.map((row) => [key(edgeOf(row)), row] as const).reverse()).values()].reverse();
  }
}

/** The line of a row as it last was. */
export function edgeOf(row: Row): Edge {
  return (row.after ?? (row.before as Holding))[0];
}
