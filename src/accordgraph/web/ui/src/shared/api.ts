import { lang } from "./words";

/** What went wrong, as the server tells it (RFC 9457) or as the network does. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly field?: string,
  ) {
    super(message);
  }
}

export type Parameters = Record<string, string | number | boolean | undefined | null>;

/** An address of the API with its parameters; what is empty is left out. */
export function address(path: string, given: Parameters = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && value !== null && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

export async function told(response: Response): Promise<Problem> {
  try {
    const said = (await response.json()) as Record<string, string>;
    return new Problem(
      said.code ?? `http-${response.status}`,
      said.detail ?? said.title ?? response.statusText,
      response.status,
      said.field,
    );
  } catch {
    return new Problem(`http-${response.status}`, response.statusText, response.status);
  }
}

/**
 * The data of an answer of the API.
 *
 * Throws a `Problem`: what the server said, `unreachable` when nothing answered, `slow` after `patience` ms.
 */
export async function ask<T>(
  path: string,
  given: Parameters = {},
  options: { signal?: AbortSignal; patience?: number; body?: unknown } = {},
): Promise<T> {
  const patience = AbortSignal.timeout(options.patience ?? 60_000);
  const signal = options.signal ? AbortSignal.any([options.signal, patience]) : patience;
  let response: Response;
  try {
    response = await fetch(address(path, { lang, ...given }), {
      signal,
      headers: {
        Accept: "application/json",
        ...(options.body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(options.body === undefined ? {} : { method: "POST", body: JSON.stringify(options.body) }),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Problem(patience.aborted ? "slow" : "unreachable", String(error), 0);
  }
  if (!response.ok) throw await told(response);
  return (await response.json()) as T;
}
