/** A question apart in two: what may stand in an address, and what is said of a person, which may not. */

/** Parameters that say how an answer is shown, and nothing of the question. */
export const SHOWN = ["view", "way", "part", "map"] as const;

export type Profile = Record<string, string>;
export interface Question {
  query: URLSearchParams;
  profile: Profile;
}

const FRAGMENT = "#you&";

export function form(): HTMLFormElement | null {
  return document.querySelector("form.ask");
}

/** The names of the profile fields, as the form asks them. */
function fields(of: HTMLFormElement | null): Set<string> {
  const asked = of?.querySelectorAll<HTMLInputElement | HTMLSelectElement>(".you [name]") ?? [];
  return new Set([...asked].map((each) => each.name));
}

function apart(all: Iterable<[string, string]>, of: HTMLFormElement | null): Question {
  const names = fields(of);
  const query = new URLSearchParams();
  const profile: Profile = {};
  for (const [name, raw] of all) {
    const value = raw.trim();
    if (!value) continue;
    if (names.has(name)) profile[name] = value;
    else query.set(name, name === "include" && query.has(name) ? `${query.get(name)},${value}` : value);
  }
  return { query, profile };
}

/** What the form asks; a name that was chosen from suggestions goes as the code it stands for. */
export function typed(of: HTMLFormElement): Question {
  const all = [...new FormData(of)].map(([name, value]): [string, string] => {
    const input = of.elements.namedItem(name);
    const chosen = input instanceof HTMLInputElement && input.dataset.chosen === input.value;
    return [name, String((chosen && input.dataset.id) || value)];
  });
  return apart(all, of);
}

/** What an address asks. */
export function addressed(url: URL): Question {
  const asked = apart(url.searchParams, form());
  return { ...asked, profile: { ...asked.profile, ...fragment(url.hash) } };
}

/** The profile after `#` of a link that its sender wanted to hold it. */
export function fragment(hash: string): Profile {
  if (!hash.startsWith(FRAGMENT)) return {};
  return apart(new URLSearchParams(hash.slice(FRAGMENT.length)), form()).profile;
}

/** A link to the question; the profile only where it is wanted, after `#`: no server is sent it. */
export function link(asked: Question, whole: boolean): string {
  const url = new URL(`/pathways?${asked.query}`, location.origin);
  if (whole && told(asked)) url.hash = FRAGMENT + new URLSearchParams(asked.profile);
  return url.href;
}

export function told(asked: Question): boolean {
  return Object.keys(asked.profile).length > 0;
}
