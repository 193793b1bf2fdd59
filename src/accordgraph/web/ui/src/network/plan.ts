/** Where each thing of the network stands, in the units of the layout: the same on every day. */
import type { Network } from "./model";
import { slug } from "./model";
import type { Edge, Layout, Share } from "./types";

export type Kind = "accord" | "agreement" | "jurisdiction" | "body";

export interface Spot {
  id: string;
  kind: Kind;
  /** What is written in it. */
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Line {
  id: string;
  from: Spot;
  to: Spot;
  edge: Edge;
}

export interface Plan {
  spots: ReadonlyMap<string, Spot>;
  lines: readonly Line[];
}

const [PILL, DOT, APART] = [38, 15, 22];
/** No larger than the layout keeps free for an accord. */
const HUB = { width: 220, height: 96 };
const [PER_LINE, LINES] = [16, 3];

function pill(code: string): number {
  return code.length > 3 ? 14 + 13 * code.length : 22 + 19 * code.length;
}

/** A name in lines that fit into an accord's box, as far as that is known without drawing it. */
export function wrapped(text: string): string[] {
  const lines = [""];
  let long = 0;
  for (const word of text.match(/[\u3000-\u9fff]|[^\s\u3000-\u9fff]+\s*/g) ?? [text]) {
    const size = /[\u3000-\u9fff]/.test(word) ? 2 : word.trimEnd().length;
    if (long && long + size > PER_LINE) {
      lines.push("");
      long = 0;
    }
    lines[lines.length - 1] += word;
    long += size === 2 && word.length === 1 ? 2 : word.length;
  }
  const kept = lines.slice(0, LINES).map((line) => line.trim());
  return lines.length > LINES ? [...kept.slice(0, -1), `${kept.at(-1)} …`] : kept;
}

/** How heavy a line is, by what the tier gives; the places that an accord names itself have `all`. */
export const WEIGHT: Record<Share, number> = { all: 5, some: 3.6, none: 2, unstated: 2 };
/** The shape at a line's end, by the same; as in the picture without scripts. */
export const END: Record<Share | "place", string> = {
  all: "circle",
  some: "diamond",
  none: "circle",
  unstated: "triangle",
  place: "square",
};

/** Everything at a line, by id: accord, body and place. */
export function ends({ from, to, edge }: Line): string[] {
  const place = `jurisdiction/${edge.place}`;
  return to.id === place ? [from.id, place] : [from.id, to.id, place];
}

/** What a line leads to from its accord: the body if there is one, else the place. */
function end(edge: Edge, spots: ReadonlyMap<string, Spot>): Spot | undefined {
  return spots.get(`body/${edge.body}`) ?? spots.get(`jurisdiction/${edge.place}`);
}

export function plan(network: Network, layout: Layout): Plan {
  const spots = new Map<string, Spot>();
  const put = (spot: Spot) => spots.set(spot.id, spot);
  const above = new Set(layout.named_above);
  for (const [id, [x, y]] of Object.entries(layout.at)) {
    const hub = network.hubs.get(id);
    if (hub?.agreement) put({ id, kind: "agreement", text: slug(id), x, y, width: 132, height: 34 });
    else if (hub) put({ id, kind: "accord", text: wrapped(hub.label).join("\n"), x, y, ...HUB });
    else put({ id, kind: "jurisdiction", text: slug(id), x, y, width: pill(slug(id)), height: PILL });
  }
  const homes = new Map<string, string[]>();
  for (const body of network.bodies.values())
    homes.set(body.place, [...(homes.get(body.place) ?? []), body.id]);
  const drawn = network.edges.filter(({ hub }) => spots.has(hub));
  const joined = new Set(drawn.map(({ body, place }) => `${body} ${place}`));
  for (const [home, bodies] of homes) {
    const place = spots.get(`jurisdiction/${home}`);
    const here = bodies.filter((id) => joined.has(`${id} ${home}`));
    here.forEach((id, n) => {
      if (!place) return;
      const apart = Math.min(APART, (place.width + DOT) / Math.max(1, here.length - 1));
      const aside = (n - (here.length - 1) / 2) * apart;
      const y = place.y + (above.has(home) ? 1 : -1) * (PILL / 2 + DOT / 2 - 3);
      put({ id: `body/${id}`, kind: "body", text: "", x: place.x + aside, y, width: DOT, height: DOT });
    });
  }
  const lines = network.edges.flatMap((edge): Line[] => {
    const [from, to] = [spots.get(edge.hub), end(edge, spots)];
    return from && to ? [{ id: edge.id, from, to, edge }] : [];
  });
  return { spots, lines };
}
