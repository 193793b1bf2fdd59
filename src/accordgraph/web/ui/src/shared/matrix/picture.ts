/** The whole matrix as a drawing and as a table, for exports. */
import { glyphSvg } from "../glyph";
import type { Layout } from "./draw";
import { SIGNED } from "./draw";
import type { HeatKind } from "./kinds";
import { type Place, runs } from "./order";

type At = (home: string, target: string) => string | undefined;

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
const f = (n: number) => String(Math.round(n * 100) / 100);

/** An SVG of all cells with their names, the title and what the signs mean. */
export function heatSvg(given: {
  title: string;
  places: readonly Place[];
  kinds: readonly HeatKind[];
  at: At;
  layout: Layout;
  colour: (name: string) => string;
}): string {
  const { places, kinds, layout, colour } = given;
  const { cell } = layout;
  const head = 74;
  const { strip } = layout;
  const [left, top] = [(layout.named ? 168 : 56) + strip, head + 52 + strip];
  const size = places.length * cell;
  const [width, height] = [Math.max(left + size + 12, 720), top + size + 12];
  const font = Math.max(6, Math.min(12, cell * 0.9));
  const by = new Map(kinds.map((kind) => [kind.id, kind]));
  const parts: string[] = [];
  const text = (x: number, y: number, said: string, more = "") =>
    parts.push(`<text x="${f(x)}" y="${f(y)}" ${more}>${escaped(said)}</text>`);
  const sign = (kind: HeatKind, x: number, y: number, side: number) => {
    const tone = colour(kind.colour);
    if (side < SIGNED) {
      const squares = kind.small
        .map(([l, t, w, h]) => {
          const [sx, sy] = [x + (l * side) / 100, y + (t * side) / 100];
          return `M${f(sx)} ${f(sy)}h${f((w * side) / 100)}v${f((h * side) / 100)}h${f((-w * side) / 100)}z`;
        })
        .join("");
      if (squares) parts.push(`<path d="${squares}" fill="${tone}"/>`);
      return;
    }
    parts.push(
      glyphSvg(kind.strokes, {
        x: x + side * 0.11,
        y: y + side * 0.11,
        size: side * 0.78,
        colour: tone,
        paper: colour("--paper"),
      }),
    );
  };
  text(12, 26, given.title, `font-size="17" font-weight="650" fill="${colour("--ink")}"`);
  let along = 12;
  for (const kind of kinds.filter(({ strokes }) => strokes.length)) {
    sign(kind, along, 42, Math.min(cell, 18));
    text(along + 22, 55, kind.label, `font-size="12" fill="${colour("--soft")}"`);
    along += 40 + kind.label.length * (kind.label > "\u2e80" ? 12.5 : 6.8);
  }
  parts.push(`<rect x="${left}" y="${top}" width="${size}" height="${size}" fill="${colour("--sunk")}"/>`);
  const soft = `font-size="${f(font)}" fill="${colour("--soft")}"`;
  places.forEach((place, n) => {
    const middle = (n + 0.5) * cell;
    text(left - 5, top + middle + font * 0.35, place.id, `${soft} text-anchor="end"`);
    if (layout.named)
      text(left - 48, top + middle + font * 0.35, cut(place.label), `${soft} text-anchor="end"`);
    parts.push(
      `<text transform="translate(${f(left + middle + font * 0.35)} ${top - 5}) rotate(-90)" ${soft}>${escaped(place.id)}</text>`,
      `<rect x="${f(left + n * cell)}" y="${f(top + n * cell)}" width="${cell}" height="${cell}" fill="${colour("--line")}"/>`,
    );
  });
  for (const { group, first, last } of strip ? runs(places) : []) {
    const middle = (cell * (first + last + 1)) / 2;
    const bold = `font-size="${Math.max(8, Math.min(12, cell))}" font-weight="650" fill="${colour("--ink")}"`;
    text(strip - 7, top + middle + 4, cut(group), `${bold} text-anchor="end"`);
    parts.push(
      `<text transform="translate(${f(left + middle + 4)} ${head + strip - 7}) rotate(-90)" ${bold}>${escaped(cut(group))}</text>`,
      `<path d="M${strip - 2} ${f(top + first * cell + 1)}v${f((last - first + 1) * cell - 2)}M${f(left + first * cell + 1)} ${head + strip - 2}h${f((last - first + 1) * cell - 2)}" stroke="${colour("--strong")}"/>`,
    );
  }
  places.forEach((home, row) => {
    places.forEach((target, column) => {
      const kind = row === column ? undefined : by.get(given.at(home.id, target.id) ?? "");
      if (kind) sign(kind, left + column * cell, top + row * cell, cell);
    });
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${f(width)}" height="${f(height)}" ` +
    `viewBox="0 0 ${f(width)} ${f(height)}" font-family="system-ui, sans-serif">` +
    `<title>${escaped(given.title)}</title>` +
    `<rect width="100%" height="100%" fill="${colour("--paper")}"/>${parts.join("")}</svg>`
  );
}

function cut(label: string): string {
  return label.length > 18 ? `${label.slice(0, 17)}…` : label;
}

/** A line for each pair that holds something: codes, names, and what it holds. */
export function heatRows(
  places: readonly Place[],
  kinds: readonly HeatKind[],
  at: At,
  heads: readonly string[],
): string[][] {
  const by = new Map(kinds.map((kind) => [kind.id, kind]));
  const rows = [[...heads]];
  for (const home of places)
    for (const target of places) {
      const id = home.id === target.id ? undefined : at(home.id, target.id);
      const kind = by.get(id ?? "");
      if (kind?.strokes.length)
        rows.push([home.id, home.label, target.id, target.label, kind.id, kind.label]);
    }
  return rows;
}
