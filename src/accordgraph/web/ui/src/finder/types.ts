/** The parts of an answer of `/api/v1/pathways` that the views show. */
import type { RefObject } from "preact";
import type { Outcome } from "../shared/outcomes";
import type { About } from "../shared/picture/types";

export interface Citation {
  statement: string;
  citation: string;
  source: string;
  title: string | null;
  publisher: string | null;
  address: string | null;
  locator: string | null;
  certainty: string;
}

export interface Body {
  id: string;
  label: string;
}

export interface Step {
  text: string;
  rule: string;
  concludes: string;
  from_body: Body | null;
  to_body: Body | null;
  force: string | null;
  evidence: Citation[];
}

export interface Told {
  sentence: string;
  evidence: Citation[];
}

export interface Opening {
  outcome: Outcome;
  outcome_label: string;
  facts: { text: string; lies_with: string; lies_with_label: string }[];
}

export interface Path {
  accord: string | null;
  accord_label: string | null;
  outcome: Outcome;
  outcome_label: string;
  certainty_label: string;
  force: string | null;
  force_label: string | null;
  discretion: string | null;
  evidence_grade: string;
  gap_years: number | null;
  steps: Step[];
  waived: string[];
  residual: string[];
  residual_complete: boolean | null;
  to_show: string[];
  actions: string[];
  reasons: { code: string; sentence: string | null; evidence: Citation[] }[];
  decided_by: { role: string; bodies: Body[] } | null;
  pareto: boolean;
  evidence: Citation[];
  opens: Opening[];
  told: Told[];
}

export interface Side {
  id: string;
  label: string;
}

/** A way through other places, in each of which one registers first. */
export interface Relay {
  places: Side[];
  outcome: Outcome;
  outcome_label: string;
  registrations: { label: string }[];
  onward: Path[];
}

export interface Answer {
  question: { home: Side; target: Side; goal: string; goal_label: string; as_of: string };
  paths: Path[];
  relays: Relay[];
}

/** What a view draws of an answer, and what it says of that to whom it is saved for. */
export interface OnPage extends Pick<About, "told" | "signs"> {
  drawing: RefObject<SVGSVGElement | null>;
}

let labels: Record<string, string> | undefined;
let ranks: Record<string, number | null> | undefined;

/** What the page carries beside the answer. */
function carried<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? "{}") as T;
}

/** The label of a concept that an answer names without one. */
export function labelled(name: string | null | undefined): string {
  labels ??= carried<Record<string, string>>("labels");
  return (name && labels[name]) || name || "";
}

/** How binding a legal force is among all; undefined if none is stated. */
export function rankOf(force: string | null): number | undefined {
  ranks ??= carried<Record<string, number | null>>("forces");
  return (force === null ? null : ranks[force]) ?? undefined;
}

/** The next page carries others. */
export function forget(): void {
  labels = ranks = undefined;
}
