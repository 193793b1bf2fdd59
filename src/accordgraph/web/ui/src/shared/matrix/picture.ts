/** The matrix as a drawing and as a table, for exports and for paper. */
import { glyphSvg, type Stroke } from "../glyph";
import { escaped } from "../picture/lines";
import type { Drawing, Sign } from "../picture/types";
import type { Layout } from "./draw";
import { SIGNED } from "./draw";
import type { HeatKind } from "./kinds";
import { type Place, runs } from "./order";

type At = (home: string, target: string) => string | undefined;

const f = (n: number) => String(Math.round(n * 100) / 100);

/** What is drawn of a kind in cells of a size: its sign, or parts of a square where a sign could not be seen. */
function strokesOf(kind: HeatKind, cell: number): readonly Stroke[] {
  if (cell >= SIGNED) return kind.strokes;
  const squares = kind.small.map(([l, t, w, h]) => {
    const [x, y, wide, high] = [l, t, w, h].map((n) => f(n * 0.24));
    return `M${x} ${y}h${wide}v${high}h-${wide}z`;
  });
  return squares.length ? [{ d: squares.join(""), full: true }] : [];
}

/** What the signs in cells of a size mean. */
export function heatSigns(kinds: readonly HeatKind[], cell: number): Sign[] {
  return kinds
    .filter(({ strokes }) => strokes.length)
    .map((kind) => ({ label: kind.label, colour: kind.colour, strokes: strokesOf(kind, cell) }));
}

/** An SVG of the cells of some homes by some targets with their names. */
export function heatSvg(given: {
  homes: readonly Place[];
  targets: readonly Place[];
  kinds: readonly HeatKind[];
  at: At;
  layout: Layout;
  colour: (name: string) => string;
}): Drawing {
  const { homes, targets, kinds, layout, colour } = given;
  const { cell, strip } = layout;
  const [left, top] = [(layout.named ? 200 : 56) + strip, 52 + strip];
  const [wide, high] = [targets.length * cell, homes.length * cell];
  const [width, height] = [left + wide + 12, top + high + 12];
  const font = Math.max(6, Math.min(12, cell * 0.9));
  const by = new Map(kinds.map((kind) => [kind.id, kind]));
  const parts: string[] = [];
  const text = (x: number, y: number, said: string, more = "") =>
    parts.push(`<text x="${f(x)}" y="${f(y)}" ${more}>${escaped(said)}</text>`);
  const sign = (kind: HeatKind, x: number, y: number) => {
    const [inset, size] = cell < SIGNED ? [0, cell] : [cell * 0.11, cell * 0.78];
    const strokes = strokesOf(kind, cell);
    if (!strokes.length) return;
    const look = { colour: colour(kind.colour), paper: colour("--paper") };
    parts.push(glyphSvg(strokes, { x: x + inset, y: y + inset, size, ...look }));
  };
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
    upright(left + middle, strip - 7, cut(run.group), bold);
    ruled(`M${f(left + from)} ${strip - 2}h${f(long)}`);
  }
  homes.forEach((home, row) => {
    targets.forEach((target, column) => {
      const [x, y] = [left + column * cell, top + row * cell];
      const kind = by.get(given.at(home.id, target.id) ?? "");
      if (home.id === target.id)
        parts.push(
          `<rect x="${f(x)}" y="${f(y)}" width="${cell}" height="${cell}" fill="${colour("--line")}"/>`,
        );
      else if (kind) sign(kind, x, y);
    });
  });
  return { svg: parts.join(""), width, height, bare: true };
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
