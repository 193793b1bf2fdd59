/** The answer of `/api/v1/network/history`: the network of all times. */

/** First and last day on which a spell may begin, first and last on which it may end; null: unbounded. */
export type Spell = readonly [string | null, string | null, string | null, string | null];

export interface Hub {
  id: string;
  label: string;
  agreement: boolean;
  colour: string | null;
  spell: Spell;
  status_unknown: boolean;
  /** Pairs of a goal and the legal force with which a rule concludes it. */
  concludes: readonly (readonly [string, string])[];
}

export interface Body {
  id: string;
  label: string;
  place: string;
}

export interface Place {
  id: string;
  label: string;
  groups: readonly string[];
}

export type Share = "all" | "some" | "none" | "unstated";

export interface Edge {
  id: string;
  relation: "member" | "applies-in" | "binds";
  hub: string;
  place: string;
  body?: string;
  tier?: string;
  share?: Share;
  spell: Spell;
  from?: string;
  seen_on?: string;
  through?: string;
  confirmed_on?: string;
  covers?: readonly string[];
}

export interface Layout {
  width: number;
  height: number;
  at: Record<string, readonly [number, number]>;
  named_above: readonly string[];
}

export interface Named {
  id: string;
  label: string;
}

export interface History {
  since: string;
  today: string;
  hubs: readonly Hub[];
  bodies: readonly Body[];
  places: readonly Place[];
  edges: readonly Edge[];
  layouts: { accords: Layout; all: Layout };
  changes: readonly { day: string; what: "begins" | "seen" | "ends"; edge: string }[];
  tiers: readonly { id: string; count: number; labels: Record<string, string> }[];
  goals: readonly Named[];
  forces: readonly (Named & { rank: number })[];
  groups: readonly (Named & { region: boolean })[];
}

/** What of the network is shown; the address holds it. */
export interface Filters {
  accord: readonly string[];
  agreements: boolean;
  tier: readonly string[];
  goal: readonly string[];
  group: readonly string[];
  force: readonly string[];
}
