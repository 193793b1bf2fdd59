/** In which order a matrix tells its places. */

export interface Place {
  id: string;
  label: string;
  group?: string | undefined;
}

export const ORDERS = ["code", "name", "open", "group", "alike"] as const;
export type Order = (typeof ORDERS)[number];

/** Places beside each other that are of one group, by the first and the last of them; the last run may have none. */
export function runs(places: readonly Place[]): { group: string; first: number; last: number }[] {
  const found: { group: string; first: number; last: number }[] = [];
  places.forEach(({ group = "" }, n) => {
    const before = found.at(-1);
    if (before?.group === group) before.last = n;
    else found.push({ group, first: n, last: n });
  });
  return found;
}

/** What a pair holds: a number that is larger the more it counts, 0 if it holds nothing. */
export type Worth = (home: string, target: string) => number;

/** The places in an order; the same places always come in the same one. */
export function ordered(places: readonly Place[], order: Order, worth: Worth, lang: string): Place[] {
  const first = [...places].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (order === "code") return first;
  if (order === "name") return first.sort((a, b) => a.label.localeCompare(b.label, lang));
  const ids = first.map(({ id }) => id);
  const total = new Map(
    ids.map((id) => [
      id,
      ids.reduce((sum, other) => (other === id ? sum : sum + worth(id, other) + worth(other, id)), 0),
    ]),
  );
  const most = (a: Place, b: Place) => (total.get(b.id) ?? 0) - (total.get(a.id) ?? 0);
  if (order === "open") return first.sort(most);
  if (order === "group")
    return first.sort(
      (a, b) =>
        Number(!a.group) - Number(!b.group) ||
        (a.group ?? "").localeCompare(b.group ?? "", lang) ||
        most(a, b),
    );
  return chain(first.sort(most), worth);
}

/** Each place beside the one most like it of those left: blocks of like rows and columns come to be seen. */
function chain(places: Place[], worth: Worth): Place[] {
  const rows = new Map(
    places.map(({ id }) => [
      id,
      Float32Array.from(
        places.flatMap((other) => (other.id === id ? [0, 0] : [worth(id, other.id), worth(other.id, id)])),
      ),
    ]),
  );
  const left = new Set(places);
  const found: Place[] = [];
  let last = places[0];
  while (last) {
    found.push(last);
    left.delete(last);
    const mine = rows.get(last.id) as Float32Array;
    let [next, least]: [Place | undefined, number] = [undefined, Infinity];
    for (const other of left) {
      const theirs = rows.get(other.id) as Float32Array;
      let apart = 0;
      for (let n = 0; n < mine.length && apart < least; n += 1)
        apart += Math.abs((mine[n] as number) - (theirs[n] as number));
      if (apart < least) [next, least] = [other, apart];
    }
    last = next;
  }
  return found;
}
