/** The legal force of accords, and of what joins two places. */
import type { Look } from "../shared/differences";
import { forceStrokes } from "../shared/forces";
import { glyphSvg, paintGlyph } from "../shared/glyph";
import { type Palette, tone } from "./colours";
import type { Network } from "./model";
import type { Spot } from "./plan";
import type { Hub } from "./types";

/** The rank of an accord's most binding rule; undefined: not stated; null: it has no rule. */
export function forceOf(network: Network, hub: Hub): number | undefined | null {
  if (!hub.concludes.length) return null;
  const ranks = hub.concludes.flatMap(([, force]) => network.ranks.get(force) ?? []);
  return ranks.length ? Math.max(...ranks) : undefined;
}

/** The most binding of some accords. */
export function strongest(network: Network, hubs: Iterable<string>): number | undefined | null {
  const found = [...hubs].flatMap((id) => {
    const hub = network.hubs.get(id);
    const rank = hub ? forceOf(network, hub) : null;
    return rank === null ? [] : [rank];
  });
  if (!found.length) return null;
  const known = found.filter((rank) => rank !== undefined);
  return known.length ? Math.max(...known) : undefined;
}

/** The sign of a force in a drawing; undefined where there is nothing to show. */
export function forceLook(rank: number | undefined | null): Look | undefined {
  return rank === null ? undefined : { colour: "--ink", strokes: forceStrokes(rank) };
}

/** The plate on which the sign stands, and how far it juts out above and beside the corner of its accord. */
const [WIDE, HIGH] = [40, 34];
const [ASIDE, ABOVE] = [16, 19];
/** Where the sign stands on its plate, and how large. */
const [LEFT, TOP, SIZE] = [8, 5, 24];

/** Where the plate of an accord stands, by its corner. */
function corner({ x, y, width, height }: Spot): { x: number; y: number } {
  return { x: x + width / 2 - ASIDE, y: y - height / 2 - ABOVE };
}

function plate(rank: number | undefined, at: { x: number; y: number }, rim: string, p: Palette): string {
  return (
    `<rect x="${at.x + 1}" y="${at.y + 1}" width="${WIDE - 2}" height="${HIGH - 2}" rx="7" fill="${p.paper}" ` +
    `stroke="${rim}" stroke-width="2"/>` +
    glyphSvg(forceStrokes(rank), { x: at.x + LEFT, y: at.y + TOP, size: SIZE, colour: p.ink, paper: p.paper })
  );
}

/** The colour about an accord or agreement. */
function rimOf(hub: Hub, p: Palette): string {
  return hub.agreement ? p.strong : tone(hub.colour, p);
}

/** The sign of an accord's force on a plate at its corner, as the text of a drawing; empty for what has no rule. */
export function plateSvg(network: Network, hub: Hub, spot: Spot, p: Palette): string {
  const rank = forceOf(network, hub);
  return rank === null ? "" : plate(rank, corner(spot), rimOf(hub, p), p);
}

/** The same as an image for the graph's library. */
export function plateImage(network: Network, hub: Hub, p: Palette): { force?: string } {
  const rank = forceOf(network, hub);
  if (rank === null) return {};
  const drawing =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${2 * WIDE}" height="${2 * HIGH}" viewBox="0 0 ${WIDE} ${HIGH}">` +
    `${plate(rank, { x: 0, y: 0 }, rimOf(hub, p), p)}</svg>`;
  return { force: `data:image/svg+xml;utf8,${encodeURIComponent(drawing)}` };
}

/** The looks of that image: it juts out at the corner. */
export const PLATE = {
  "background-image": "data(force)",
  "background-width": WIDE,
  "background-height": HIGH,
  "background-position-x": "100%",
  "background-position-y": "0%",
  "background-offset-x": WIDE - ASIDE,
  "background-offset-y": -ABOVE,
  "background-clip": "none",
  "background-image-containment": "over",
  "bounds-expansion": WIDE - ASIDE,
} as const;

/** The same on a canvas. */
export function paintPlate(
  to: CanvasRenderingContext2D,
  network: Network,
  hub: Hub,
  spot: Spot,
  p: Palette,
): void {
  const rank = forceOf(network, hub);
  if (rank === null) return;
  const { x, y } = corner(spot);
  to.fillStyle = p.paper;
  to.strokeStyle = rimOf(hub, p);
  to.lineWidth = 2;
  to.setLineDash([]);
  to.beginPath();
  to.roundRect(x + 1, y + 1, WIDE - 2, HIGH - 2, 7);
  to.fill();
  to.stroke();
  to.save();
  to.translate(x + LEFT, y + TOP);
  to.scale(SIZE / 24, SIZE / 24);
  paintGlyph(to, forceStrokes(rank), p.ink, p.paper);
  to.restore();
}
