/** The SPARQL behind a picture: a query that yields just its rows. */
import { lang } from "../shared/words";
import type { Edge } from "./types";

const NS = "https://w3id.org/accordgraph/";
const HEAD = `PREFIX ag: <${NS}ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
`;

function iris(ids: Iterable<string>): string {
  return [...new Set(ids)]
    .sort()
    .map((id) => `<${NS}id/${id}>`)
    .join(" ");
}

/** Memberships by name and day; places that accords name themselves stand in a second part. */
function text(edges: readonly Edge[], day: string): string {
  const members = edges.filter(({ relation }) => relation === "member");
  const named = edges.filter(({ relation }) => relation !== "member");
  const parts = [];
  if (members.length)
    parts.push(`  {
    VALUES ?accord { ${iris(members.map(({ hub }) => hub))} }
    VALUES ?place { ${iris(members.map(({ place }) => `jurisdiction/${place}`))} }
    ?relation a ag:Membership ; ag:isUnderAccord ?accord ; ag:hasTier ?tier ; ag:isHeldBy ?body .
    ?body ag:isOfJurisdiction ?place .
    OPTIONAL { ?relation ag:validFrom ?from }
    OPTIONAL { ?relation ag:validThrough ?through }
    OPTIONAL { ?relation ag:seenOn ?seen }
    FILTER(COALESCE(?from, ?day) <= ?day && COALESCE(?through, ?day) >= ?day)
TIERS  }`);
  if (named.length)
    parts.push(`  {
    VALUES ?accord { ${iris(named.map(({ hub }) => hub))} }
    VALUES ?place { ${iris(named.map(({ place }) => `jurisdiction/${place}`))} }
    ?accord ag:appliesIn|ag:isBetween ?place .
    OPTIONAL { ?accord ag:validFrom ?from }
    OPTIONAL { ?accord ag:validThrough ?through }
    FILTER(COALESCE(?from, ?day) <= ?day && COALESCE(?through, ?day) >= ?day)
  }`);
  return `${HEAD}SELECT ?accord_name ?place_name ?body_name ?from ?seen ?through ?accord ?place ?body ?tier ?relation
WHERE {
  VALUES ?day { "${day}"^^xsd:date }
${parts.join(" UNION\n")}
  ?accord skos:prefLabel ?accord_name . FILTER(LANG(?accord_name) = "${lang}")
  ?place skos:prefLabel ?place_name . FILTER(LANG(?place_name) = "${lang}")
  OPTIONAL { ?body skos:prefLabel ?body_name FILTER(LANG(?body_name) = "${lang}") }
}
ORDER BY ?accord_name ?place_name ?relation
`;
}

/** The query that yields some lines of a day, and no others. */
export function query(edges: readonly Edge[], day: string, tiers: readonly string[] = []): string {
  const kept = tiers.length
    ? `    ?tier skos:notation ?tier_code . FILTER(STR(?tier_code) IN (${tiers.map((tier) => JSON.stringify(tier)).join(", ")}))\n`
    : "";
  return text(edges, day).replace("TIERS", kept);
}

/** Where the query can be read, changed and asked. */
export function queryAddress(edges: readonly Edge[], day: string, tiers: readonly string[] = []): string {
  return `/sparql?${new URLSearchParams({ query: query(edges, day, tiers), lang })}`;
}
