/** What of the network of all times holds on a day, and what of it is asked for. */
import type { Body, Edge, Filters, History, Hub, Place, Spell } from "./types";

export const NO = 0;
export const MAYBE = 1;
export const YES = 2;
const NEVER = "~"; // after every day, as texts are compared

/** Whether a spell covers a day: surely, possibly, or not. */
export function holds(spell: Spell, day: string): number {
  const [start, startBy, end, endBy] = spell;
  if ((startBy ?? "") <= day && day <= (end ?? NEVER)) return YES;
  return (start ?? "") <= day && day <= (endBy ?? NEVER) ? MAYBE : NO;
}

/** The network of all times with what is looked up in it. */
export class Network {
  readonly hubs: ReadonlyMap<string, Hub>;
  readonly places: ReadonlyMap<string, Place>;
  readonly bodies: ReadonlyMap<string, Body>;
  readonly edges: readonly Edge[];
  /** How binding each legal force is. */
  readonly ranks: ReadonlyMap<string, number>;

  constructor(readonly told: History) {
    this.hubs = new Map(told.hubs.map((hub) => [hub.id, hub]));
    this.places = new Map(told.places.map((place) => [place.id, place]));
    this.bodies = new Map(told.bodies.map((body) => [body.id, body]));
    this.edges = told.edges;
    this.ranks = new Map(told.forces.map(({ id, rank }) => [id, rank]));
  }

  hub(edge: Edge): Hub {
    return this.hubs.get(edge.hub) as Hub;
  }

  place(edge: Edge): Place {
    return this.places.get(edge.place) as Place;
  }

  /** How each edge holds on a day, in the order of the edges. */
  states(day: string): Uint8Array {
    const hubs = new Map(this.told.hubs.map((hub) => [hub.id, holds(hub.spell, day)]));
    return Uint8Array.from(this.edges, (edge) => {
      const own = holds(edge.spell, day);
      if (own !== YES) return own;
      const sure = edge.relation === "member" || !this.hub(edge).status_unknown;
      return sure && hubs.get(edge.hub) === YES ? YES : MAYBE;
    });
  }

  /** Whether each accord and agreement is asked for. */
  hubsKept(filters: Filters): Set<string> {
    const named = new Set(filters.accord.map(folded));
    return new Set(
      this.told.hubs
        .filter((hub) =>
          named.size
            ? [hub.id, slug(hub.id), hub.label].some((name) => named.has(folded(name)))
            : filters.agreements || !hub.agreement,
        )
        .filter((hub) => concludes(hub, filters))
        .map((hub) => hub.id),
    );
  }

  /** Whether each edge is asked for, on whatever day. */
  kept(filters: Filters): Uint8Array {
    const hubs = this.hubsKept(filters);
    return Uint8Array.from(this.edges, (edge) => {
      const groups = this.place(edge).groups;
      return Number(
        hubs.has(edge.hub) &&
          (!filters.tier.length || filters.tier.includes(edge.tier ?? "")) &&
          (!filters.group.length || filters.group.some((group) => groups.includes(group))),
      );
    });
  }

  /** The edges that are asked for and hold, or may hold, each with how. */
  held(kept: Uint8Array, states: Uint8Array): [Edge, number][] {
    return this.edges.flatMap((edge, n): [Edge, number][] =>
      kept[n] && states[n] ? [[edge, states[n]]] : [],
    );
  }

  /** The name of a tier under an accord. */
  tier(edge: Edge): string {
    return this.told.tiers.find(({ id }) => id === edge.tier)?.labels[edge.hub] ?? edge.tier ?? "";
  }

  /** The name of anything by its id. */
  label(id: string): string {
    const name = slug(id);
    return (
      this.hubs.get(id)?.label ??
      (id.startsWith("body/") ? this.bodies.get(name)?.label : this.places.get(name)?.label) ??
      name
    );
  }
}

function concludes(hub: Hub, { goal, force }: Filters): boolean {
  if (!goal.length && !force.length) return true;
  return hub.concludes.some(
    ([what, how]) => (!goal.length || goal.includes(what)) && (!force.length || force.includes(how)),
  );
}

export function slug(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

function folded(name: string): string {
  return name.trim().toLocaleLowerCase();
}

/** How many things stand in a network. */
export interface Counts {
  members: number;
  unsure: number;
  accords: number;
  places: number;
}

export function counted(shown: readonly (readonly [Edge, number])[]): Counts {
  return {
    members: shown.length,
    unsure: shown.filter(([, how]) => how === MAYBE).length,
    accords: new Set(shown.map(([edge]) => edge.hub)).size,
    places: new Set(shown.map(([edge]) => edge.place)).size,
  };
}
