/** The matrix as the API tells it, and what a page reads from it. */
import { ask } from "../shared/api";
import type { Place } from "../shared/matrix/order";
import type { Outcome } from "../shared/outcomes";
import { lang } from "../shared/words";

export interface MatrixData {
  asked: { goal: string; goal_label: string; as_of: string; for: string };
  outcomes: { id: Outcome; label: string }[];
  places: { id: string; label: string }[];
  counts: Record<Outcome, number>;
  rows: { home: string; label: string; targets: Partial<Record<Outcome, string[]>> }[];
}

/** So many accords are named in a line. */
const MOST = 3;

/** What filters the matrix; the rest of an address only says how it is shown. */
export const FILTERS = ["goal", "as_of", "accord", "group", "scope", "include", "places"] as const;

export class Table {
  readonly label: ReadonlyMap<string, string>;
  private readonly pairs = new Map<string, Outcome>();
  /** Places with a pair that is not closed; others would be empty rows and columns. */
  readonly touched: readonly Place[];
  readonly outgoing = new Map<string, number>();
  readonly incoming = new Map<string, number>();

  constructor(readonly data: MatrixData) {
    this.label = new Map(data.places.map(({ id, label }) => [id, label]));
    const touched = new Set<string>();
    for (const { home, targets } of data.rows)
      for (const [outcome, reached] of Object.entries(targets) as [Outcome, string[]][])
        for (const target of reached) {
          this.pairs.set(`${home} ${target}`, outcome);
          touched.add(home).add(target);
          if (outcome !== "open") continue;
          this.outgoing.set(home, (this.outgoing.get(home) ?? 0) + 1);
          this.incoming.set(target, (this.incoming.get(target) ?? 0) + 1);
        }
    this.touched = data.places.filter(({ id }) => touched.has(id));
  }

  at = (home: string, target: string): Outcome | undefined => this.pairs.get(`${home} ${target}`);

  /** The code of a place that is named by code or by name. */
  find(text: string): string | undefined {
    const wanted = text.trim().toLocaleLowerCase();
    return this.data.places.find(
      ({ id, label }) => id.toLocaleLowerCase() === wanted || label.toLocaleLowerCase() === wanted,
    )?.id;
  }
}

interface Group {
  type: string[];
  label: Record<string, string>;
  jurisdictions: { id: string }[];
}

/** The region of each place; a part of a country lies where its country does. */
export async function regions(): Promise<(code: string) => string | undefined> {
  const { data } = await ask<{ data: Group[] }>("/api/v1/groups", { limit: 200 });
  const found = new Map<string, string>();
  for (const { type, label, jurisdictions } of data)
    if (type.includes("GeographicRegion"))
      for (const { id } of jurisdictions) {
        const code = id.split("/").at(-1) ?? id;
        if (!found.has(code)) found.set(code, label[lang] ?? label.en ?? "");
      }
  return (code) => found.get(code) ?? found.get(code.split("-")[0] ?? code);
}

/** The accords by which a pair gets its outcome: for the same person as the cell. */
export async function accordsOf(
  given: Record<string, string>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { data } = await ask<{ data: { by: { label: string }[] } }>("/api/v1/matrix", given, { signal });
  return data.by.map(({ label }) => label).slice(0, MOST);
}
