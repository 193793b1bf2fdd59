/** Edges in words: since when, until when, how surely. */
import { fill } from "../shared/words";
import { counted, MAYBE } from "./model";
import type { Edge } from "./types";
import { w } from "./words";

/** The address of a thing's record. */
export function record(id: string): string {
  const [kind, name] = id.split("/") as [string, string];
  const folder = {
    accord: "accords",
    agreement: "agreements",
    body: "bodies",
    jurisdiction: "jurisdictions",
  };
  return `/${folder[kind as "accord"] ?? `id/${kind}`}/${encodeURIComponent(name)}`;
}

/** The address of the record of what an edge states. */
export function statement(edge: Edge): string {
  return edge.relation === "member" ? `/memberships/${encodeURIComponent(edge.id)}` : record(edge.hub);
}

export function begun(edge: Edge): string {
  return edge.from ?? (edge.seen_on ? fill(w.seen_short, { day: edge.seen_on }) : "");
}

export function ended(edge: Edge): string {
  return edge.through ?? (edge.confirmed_on ? fill(w.confirmed_short, { day: edge.confirmed_on }) : "");
}

/** Since when, until when, how surely, and what it gives, in a line. */
export function said(edge: Edge, how: number): string {
  const parts = [
    edge.from
      ? fill(w.since, { day: edge.from })
      : edge.seen_on
        ? fill(w.seen, { day: edge.seen_on })
        : w.no_start,
  ];
  if (edge.through) parts.push(fill(w.through, { day: edge.through }));
  else if (edge.confirmed_on) parts.push(fill(w.confirmed, { day: edge.confirmed_on }));
  parts.push(how === MAYBE ? w.uncertain : w.certain);
  return parts.join(w.semicolon);
}

/** What a day holds, in a sentence. */
export function sentence(edges: readonly (readonly [Edge, number])[], on: string): string {
  const { members, unsure, accords, places } = counted(edges);
  if (!members) return fill(w.none, { day: on });
  const told = fill(accords === 1 ? w.told_one : w.told, { members, accords, places, day: on });
  return unsure ? `${told}${fill(w.unsure, { n: unsure })}` : told;
}
