/** The matrix as a drawing and as a table, for exports and for paper. */
import { glyphSvg } from "../glyph";
import type { Layout } from "./draw";
import { SIGNED } from "./draw";
import type { HeatKind } from "./kinds";
import { type Place, runs } from "./order";

type At = (home: string, target: string) => string | undefined;

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
const f = (n: number) => String(Math.round(n * 100) / 100);

/** An SVG of the cells of some homes by some targets with their names, the title and what the signs mean. */
export function heatSvg(given: {
  title: string;
  /** Which part of the whole it is, below the title. */
  part?: string;
  homes: readonly Place[];
  targets: readonly Place[];
  kinds: readonly HeatKind[];
  at: At;
  layout: Layout;
  colour: (name: string) => string;
}): string {
  const { homes, targets, kinds, layout, colour } = given;
  const { cell, strip } = layout;
  const line = given.part ? 20 : 0;
  const head = 74 + line;
  const [left, top] = [(layout.named ? 200 : 56) + strip, head + 52 + strip];
  const [wide, high] = [targets.length * cell, homes.length * cell];
  const [width, height] = [Math.max(left + wide + 12, 720), top + high + 12];
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
  if (given.part) text(12, 48, given.part, `font-size="13" fill="${colour("--soft")}"`);
  let along = 12;
  for (const kind of kinds.filter(({ strokes }) => strokes.length)) {
    sign(kind, along, 42 + line, Math.min(cell, 18));
    text(along + 22, 55 + line, kind.label, `font-size="12" fill="${colour("--soft")}"`);
    along += 40 + kind.label.length * (kind.label > "\u2e80" ? 12.5 : 6.8);
  }
  parts.push(`<rect x="${left}" y="${top}" width="${wide}" height="${high}" fill="${colour("--sunk")}"/>`);
  const soft = `font-size="${f(font)}" fill="${colour("--soft")}"`;
  const bold = `font-size="${Math.max(8, Math.min(12, cell))}" font-weight="650" fill="${colour("--ink")}"`;
  const upright = (x: number, y: number, said: string, more: string) =>
    parts.push(`<text transform="translate(${f(x)} ${y}) rotate(-90)" ${more}>${escaped(said)}</text>`);
  homes.forEach((place, n) => {
    const y = top + (n + 0.5) * cell + font * 0.35;
    text(left - 5, y, place.id, `${soft} text-anchor="end"`);
    if (layout.named) text(left - 62, y, cut(place.label), `${soft} text-anchor="end"`);
  });
  targets.forEach(({ id }, n) => {
    upright(left + (n + 0.5) * cell + font * 0.35, top - 5, id, soft);
  });
  /** The rule beside a group of rows or columns and its middle, from the first of them all. */
  const rule = (run: { first: number; last: number }) => ({
    from: run.first * cell + 1,
    long: (run.last - run.first + 1) * cell - 2,
    middle: (cell * (run.first + run.last + 1)) / 2 + 4,
  });
  const ruled = (d: string) => parts.push(`<path d="${d}" stroke="${colour("--strong")}"/>`);
  for (const run of strip ? runs(homes) : []) {
    const { from, long, middle } = rule(run);
    text(strip - 7, top + middle, cut(run.group), `${bold} text-anchor="end"`);
    ruled(`M${strip - 2} ${f(top + from)}v${f(long)}`);
  }
  for (const run of strip ? runs(targets) : []) {
    const { from, long, middle } = rule(run);
    upright(left + middle, head + strip - 7, cut(run.group), bold);
    ruled(`M${f(left + from)} ${head + strip - 2}h${f(long)}`);
  }
  homes.forEach((home, row) => {
    targets.forEach((target, column) => {
      const [x, y] = [left + column * cell, top + row * cell];
      const kind = by.get(given.at(home.id, target.id) ?? "");
      if (home.id === target.id)
        parts.push(
          `<rect x="${f(x)}" y="${f(y)}" width="${cell}" height="${cell}" fill="${colour("--line")}"/>`,
        );
      else if (kind) sign(kind, x, y, cell);
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
