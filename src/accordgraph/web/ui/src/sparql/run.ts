import { Problem, told } from "../shared/api";

/** What the page tells the editor: whose IRIs are pages here, prefixes, terms, formats of each kind. */
export interface Given {
  base: string;
  prefixes: Record<string, string>;
  terms: string[];
  tables: string[];
  graphs: string[];
}

export interface Term {
  type: "uri" | "literal" | "bnode" | "triple";
  value: unknown;
  "xml:lang"?: string;
}

/** An answer: a table, a yes or no, or a graph as Turtle; and how long it took. */
export type Answer = { seconds: number } & (
  | { kind: "table"; columns: string[]; rows: Record<string, Term>[] }
  | { kind: "truth"; truth: boolean }
  | { kind: "graph"; text: string }
);

const JSON_RESULTS = "application/sparql-results+json";

async function sent(query: string, signal: AbortSignal, format?: string): Promise<Response> {
  const body = new URLSearchParams({ query });
  if (format) body.set("format", format);
  let response: Response;
  try {
    response = await fetch("/sparql", {
      method: "POST",
      body,
      signal,
      headers: { Accept: `${JSON_RESULTS}, text/turtle` },
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Problem("unreachable", String(error), 0);
  }
  if (!response.ok) throw await told(response);
  return response;
}

export async function run(query: string, signal: AbortSignal): Promise<Answer> {
  const begun = performance.now();
  const response = await sent(query, signal);
  const seconds = () => (performance.now() - begun) / 1000;
  if (!response.headers.get("content-type")?.includes("json"))
    return { kind: "graph", text: await response.text(), seconds: seconds() };
  const found = await response.json();
  if (typeof found.boolean === "boolean") return { kind: "truth", truth: found.boolean, seconds: seconds() };
  return { kind: "table", columns: found.head.vars, rows: found.results.bindings, seconds: seconds() };
}

/** The same answer as a file. */
export async function file(query: string, format: string, signal: AbortSignal): Promise<Blob> {
  return (await sent(query, signal, format)).blob();
}
