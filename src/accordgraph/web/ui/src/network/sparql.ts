/** The SPARQL behind a picture: a query that yields just its rows. */
import { lang } from "../shared/words";
import type { Edge } from "./types";

const NS = "https://w3id.org/accordgraph/";
const HEAD = `PREFIX ag: <${NS}ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
`;

/** A filter that keeps some things and no others. */
function only(name: string, ids: Iterable<string>): string {
  const all = [...new Set(ids)].sort().map((id) => `<${NS}id/${id}>`);
  return `    FILTER(?${name} IN (${all.join(", ")}))\n`;
}

/** The names of some things in the reader's language; each must be bound, or all names there are would match. */
function names(...things: string[]): string {
  return things
    .map(
      (thing) =>
        `    OPTIONAL { ?${thing} skos:prefLabel ?${thing}_name FILTER(LANG(?${thing}_name) = "${lang}") }\n`,
    )
    .join("");
}

/** What begins and ends, as far as it is known, about a day; `instead`: what may stand for a start. */
function holding(thing: string, day: string, instead = ""): string {
  const date = `"${day}"^^xsd:date`;
  return `    OPTIONAL { ?${thing} ag:validFrom ?from }
    OPTIONAL { ?${thing} ag:validThrough ?through }
    FILTER(COALESCE(?from, ${instead}${date}) <= ${date} && COALESCE(?through, ${date}) >= ${date})
`;
}

/** Memberships by name and day; places that accords name themselves stand in a second part. */
function text(edges: readonly Edge[], day: string, kept: string): string {
  const members = edges.filter(({ relation }) => relation === "member");
  const named = edges.filter(({ relation }) => relation !== "member");
  const narrowed = (some: readonly Edge[]) =>
    only(
      "accord",
      some.map(({ hub }) => hub),
    ) +
    only(
      "place",
      some.map(({ place }) => `jurisdiction/${place}`),
    );
  const parts = [];
  if (members.length)
    parts.push(`  {
    ?relation a ag:Membership ; ag:isUnderAccord ?accord ; ag:hasTier ?tier ; ag:isHeldBy ?body .
    ?body ag:isOfJurisdiction ?place .
    OPTIONAL { ?relation ag:seenOn ?seen }
    OPTIONAL { ?accord ag:validFrom ?begun }
${holding("relation", day, "IF(?seen < ?begun, ?seen, ?begun), ?begun, ")}${narrowed(members)}${kept}${names("accord", "place", "body")}  }`);
  if (named.length)
    parts.push(`  {
    ?accord ag:appliesIn|ag:isBetween ?place .
${holding("accord", day)}${narrowed(named)}${names("accord", "place")}  }`);
  return `${HEAD}SELECT ?accord_name ?place_name ?body_name ?from ?seen ?through ?accord ?place ?body ?tier ?relation
WHERE {
${parts.join(" UNION\n")}
}
ORDER BY ?accord_name ?place_name ?relation
`;
}

/** The query that yields some lines of a day, and no others. */
export function query(edges: readonly Edge[], day: string, tiers: readonly string[] = []): string {
  const kept = tiers.length
    ? `    ?tier skos:notation ?tier_code . FILTER(STR(?tier_code) IN (${tiers.map((tier) => JSON.stringify(tier)).join(", ")}))\n`
    : "";
  return text(edges, day, kept);
}

/** Where the query can be read, changed and asked. */
export function queryAddress(edges: readonly Edge[], day: string, tiers: readonly string[] = []): string {
  return `/sparql?${new URLSearchParams({ query: query(edges, day, tiers), lang })}`;
}
