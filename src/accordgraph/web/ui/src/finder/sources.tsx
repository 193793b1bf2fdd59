import { words } from "../shared/words";
import { type Citation, labelled } from "./types";

const w = words({ en: { open: "open the source" }, zh: { open: "打开来源" } });

const COLLECTIONS: Record<string, string> = {
  accord: "accords",
  body: "bodies",
  jurisdiction: "jurisdictions",
  rule: "rules",
  source: "sources",
};

/** The page of a thing by its short name, in a language that was chosen. */
export function page(short: string): string {
  const [kind = "", name = ""] = short.split("/");
  const lang = new URLSearchParams(location.search).get("lang");
  const path = COLLECTIONS[kind] ? `/${COLLECTIONS[kind]}/${name}` : `/id/${short}`;
  return lang ? `${path}?lang=${lang}` : path;
}

/** Each place in a source once, though several statements rest on it. */
export function places(evidence: readonly Citation[]): Citation[] {
  const found = new Map<string, Citation>();
  for (const each of evidence) {
    const key = `${each.source} ${each.locator ?? ""} ${each.certainty}`;
    if (!found.has(key)) found.set(key, each);
  }
  return [...found.values()];
}

export function Source({ of }: { of: Citation }) {
  return (
    <span class="source">
      <a href={page(of.source)}>{of.title ?? of.source}</a>
      {of.publisher && `, ${of.publisher}`}
      {of.locator && `: ${of.locator}`}{" "}
      <span class={`grade g-${of.certainty}`}>{labelled(of.certainty)}</span>
      {of.address && /^https?:/.test(of.address) && (
        <>
          {" "}
          <a class="out" href={of.address} rel="external noreferrer">
            {w.open}
            <span class="unseen">: {of.title}</span>
          </a>
        </>
      )}
    </span>
  );
}
