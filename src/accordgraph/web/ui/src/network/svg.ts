/** The graph as a drawing of its own (SVG): what is seen of the network, in the colours on screen. */
import { DIFFERENCE } from "../shared/differences";
import { glyphSvg, type Stroke } from "../shared/glyph";
import { escaped } from "../shared/picture/lines";
import type { Drawing } from "../shared/picture/types";
import { ground, type Palette, palette, tone } from "./colours";
import type { Differences } from "./differences";
import { plateSvg } from "./forces";
import { MAYBE, type Network } from "./model";
import { END, type Line, type Plan, type Spot, WEIGHT } from "./plan";
import type { Edge, Layout } from "./types";

const [MARGIN, HEAD] = [40, 110];
/** The width of the sign on a line that differs. */
const SIGN = 44;
/** Lines fainter than this are so as a whole. */
const FAINT = 0.5;

/** Where a line meets the rim of what it leads to. */
export function tip({ from, to }: Line): [number, number] {
  const [dx, dy] = [from.x - to.x, from.y - to.y];
  const far = Math.hypot(dx, dy) || 1;
  const [rx, ry] = [to.width / 2 + 6, to.height / 2 + 6];
  const reach = Math.min(rx / Math.abs(dx / far || 1e-9), ry / Math.abs(dy / far || 1e-9));
  return [to.x + (dx / far) * reach, to.y + (dy / far) * reach];
}

/** The shapes at the ends of lines. */
export const SHAPES: Record<string, string> = {
  circle: "m-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z",
  diamond: "m0-8l7 8l-7 8l-7-8z",
  triangle: "m0-7l7 12h-14z",
  square: "m-6-6h12v12h-12z",
};

function lineSvg(line: Line, how: number, look: LineLook, p: Palette): string {
  const { edge, from } = line;
  const [x, y] = tip(line);
  const hollow = edge.share === "none" || edge.share === "unstated";
  const weight = edge.share ? WEIGHT[edge.share] : WEIGHT.all;
  const dash = how === MAYBE ? ' stroke-dasharray="14 9"' : "";
  const { colour, opacity, sign } = look;
  return (
    `<g stroke="${colour}"${opacity < FAINT ? ` opacity="${opacity}"` : ""}>` +
    `<path d="M${from.x} ${from.y}L${x.toFixed(1)} ${y.toFixed(1)}" fill="none" ` +
    `stroke-width="${weight}" stroke-opacity="${opacity < FAINT ? 1 : opacity}"${dash}/>` +
    `<path d="M${x.toFixed(1)} ${y.toFixed(1)}` +
    `${SHAPES[END[edge.share ?? "place"]]}" fill="${hollow ? p.paper : colour}" stroke-width="2"/></g>` +
    (sign ? glyphSvg(sign, { ...middle(line), size: SIGN, colour, paper: p.paper }) : "")
  );
}

/** How a line looks: by its accord, or by how it differs from another day. */
interface LineLook {
  colour: string;
  opacity: number;
  sign?: readonly Stroke[];
}

function lookOf(line: Line, network: Network, found: Differences | undefined, p: Palette): LineLook {
  const own = tone(network.hubs.get(line.from.id)?.colour ?? null, p);
  if (!found) return { colour: own, opacity: 0.72 };
  const difference = found.at(line.edge);
  if (!difference) return { colour: own, opacity: 0.16 };
  return { colour: p[difference], opacity: 1, sign: DIFFERENCE[difference].strokes };
}

/** Where the sign of a line stands, by its corner. */
function middle({ from, to }: Line): { x: number; y: number } {
  return { x: (from.x + to.x - SIGN) / 2, y: (from.y + to.y - SIGN) / 2 };
}

function spotSvg(spot: Spot, network: Network, p: Palette): string {
  const { x, y, width, height, kind } = spot;
  if (kind === "body") return `<circle cx="${x}" cy="${y}" r="${width / 2}" fill="${p.ink}"/>`;
  const hub = network.hubs.get(spot.id);
  const lines = spot.text.split("\n");
  const size = { accord: 24, agreement: 16, jurisdiction: spot.text.length > 3 ? 18 : 25 }[kind];
  const [fillIn, stroke] =
    kind === "accord"
      ? [ground(hub?.colour ?? null, p), tone(hub?.colour ?? null, p)]
      : [p.paper, kind === "agreement" ? p.strong : p.ink];
  const dash = hub?.status_unknown ? ' stroke-dasharray="10 6"' : "";
  const text = lines
    .map(
      (line, n) =>
        `<text x="${x}" y="${y + (n - (lines.length - 1) / 2) * size * 1.1}" dy="0.35em">${escaped(line.trim())}</text>`,
    )
    .join("");
  return (
    `<g><title>${escaped(network.label(spot.id))}</title><rect x="${x - width / 2}" y="${y - height / 2}" ` +
    `width="${width}" height="${height}" rx="${kind === "jurisdiction" ? height / 2 : 10}" fill="${fillIn}" ` +
    `stroke="${stroke}" stroke-width="${kind === "accord" ? 4 : 2.5}"${dash}/>` +
    `<g font-size="${size}" font-weight="${kind === "jurisdiction" ? 700 : 500}">${text}</g>` +
    `${hub ? plateSvg(network, hub, spot, p) : ""}</g>`
  );
}

/** One day of a picture. */
export interface Day {
  /** What heads it where it is not alone; else the picture as a whole has a title. */
  title?: string;
  told?: string;
  shown: readonly (readonly [Edge, number])[];
}

/** What is drawn of a day. */
function dayOf(given: Given, { title, told, shown }: Day, p: Palette): string {
  const { network, found } = given;
  const how = new Map(shown.map(([edge, state]) => [edge.id, state]));
  const lines = given.plan.lines.filter(({ id }) => how.has(id));
  const wanted = new Set(
    lines.flatMap(({ from, to, edge }) => [from.id, to.id, `jurisdiction/${edge.place}`]),
  );
  const spots = [...given.plan.spots.values()].filter(({ id }) => wanted.has(id));
  return `${title ? `<g text-anchor="start"><text y="-56" font-size="40" font-weight="700">${escaped(title)}</text><text y="-14" font-size="26" fill="${p.soft}">${escaped(told ?? "")}</text></g>` : ""}
${lines.map((line) => lineSvg(line, how.get(line.id) ?? 0, lookOf(line, network, found, p), p)).join("\n")}
${spots.map((spot) => spotSvg(spot, network, p)).join("\n")}`;
}

export interface Given {
  network: Network;
  plan: Plan;
  layout: Layout;
  /** What differs, where two days are drawn side by side. */
  found: Differences | undefined;
  days: readonly Day[];
}

/** One or two days side by side, as a drawing of its own. */
export function drawn(given: Given): Drawing {
  const p = palette();
  const { days, layout } = given;
  const apart = layout.width + 2 * MARGIN;
  const head = days.length > 1 ? HEAD : MARGIN;
  const side = (day: Day, n: number) =>
    `<g transform="translate(${MARGIN + n * apart} ${head})">${dayOf(given, day, p)}</g>`;
  return {
    svg: `<g fill="${p.ink}" text-anchor="middle">${days.map(side).join("\n")}</g>`,
    width: apart * days.length,
    height: head + layout.height + MARGIN,
    bare: true,
  };
}
