/** The matrix on a canvas, of which only what is in sight is drawn. */
import { paintGlyph } from "../glyph";
import { groups, heads } from "./heads";
import type { HeatKind } from "./kinds";
import { type Place, runs } from "./order";

/** Cells at least this large hold signs, smaller ones parts of squares. */
export const SIGNED = 15;

/** Where things stand, in pixels. */
export interface Layout {
  cell: number;
  /** Width of the names of rows, height of those of columns. */
  left: number;
  top: number;
  named: boolean;
  /** Of these the part that holds the names of groups, at the outer side; 0: none are told. */
  strip: number;
}

/** Room for a code: the longest are those of parts of states. */
export const CODE = 56;

/** Room for the names of groups, on a wide and on a narrow screen. */
const STRIP = { wide: 124, narrow: 70 };

export function layout(cell: number, width: number, grouped = false): Layout {
  const named = cell >= 12 && width >= 700;
  const strip = grouped ? (width >= 700 ? STRIP.wide : STRIP.narrow) : 0;
  return { cell, left: CODE + (named ? 120 : 0) + strip, top: CODE + strip, named, strip };
}

export interface Cell {
  row: number;
  column: number;
}

export interface Scene extends Layout {
  places: readonly Place[];
  kinds: ReadonlyMap<string, HeatKind>;
  at: (home: string, target: string) => string | undefined;
  /** The row and column in hand. */
  mark: Cell | undefined;
}

export function draw(
  canvas: HTMLCanvasElement,
  scene: Scene,
  from: { x: number; y: number; width: number; height: number },
): void {
  const paint = canvas.getContext("2d");
  if (!paint) return;
  const style = getComputedStyle(document.documentElement);
  const ink = new Map<string, string>();
  const colour = (name: string): string => {
    const known = ink.get(name) ?? style.getPropertyValue(name).trim();
    ink.set(name, known);
    return known;
  };
  const fine = devicePixelRatio || 1;
  canvas.width = Math.round(from.width * fine);
  canvas.height = Math.round(from.height * fine);
  paint.scale(fine, fine);
  const { cell, left, top, places, mark } = scene;
  const first = { row: Math.floor(from.y / cell), column: Math.floor(from.x / cell) };
  const last = {
    row: Math.min(places.length - 1, Math.floor((from.y + from.height - top) / cell)),
    column: Math.min(places.length - 1, Math.floor((from.x + from.width - left) / cell)),
  };
  const x = (column: number) => left + column * cell - from.x;
  const y = (row: number) => top + row * cell - from.y;
  paint.fillStyle = colour("--paper");
  paint.fillRect(0, 0, from.width, from.height);

  paint.save();
  paint.beginPath();
  paint.rect(left, top, from.width, from.height);
  paint.clip();
  const [wide, high] = [
    Math.min(from.width, x(places.length)) - left,
    Math.min(from.height, y(places.length)) - top,
  ];
  paint.fillStyle = colour("--sunk");
  paint.fillRect(left, top, wide, high);
  if (mark) {
    paint.fillStyle = colour("--accent-soft");
    paint.fillRect(left, y(mark.row), wide, cell);
    paint.fillRect(x(mark.column), top, cell, high);
  }
  if (cell >= 8) {
    paint.strokeStyle = colour("--line");
    paint.lineWidth = 0.5;
    paint.beginPath();
    for (let n = first.column; n <= last.column + 1; n += 1) {
      paint.moveTo(x(n), top);
      paint.lineTo(x(n), top + high);
    }
    for (let n = first.row; n <= last.row + 1; n += 1) {
      paint.moveTo(left, y(n));
      paint.lineTo(left + wide, y(n));
    }
    paint.stroke();
  }
  for (let row = first.row; row <= last.row; row += 1) {
    const home = places[row]?.id as string;
    for (let column = first.column; column <= last.column; column += 1) {
      if (row === column) {
        paint.fillStyle = colour("--line");
        paint.fillRect(x(column), y(row), cell, cell);
        continue;
      }
      const kind = scene.kinds.get(scene.at(home, places[column]?.id as string) ?? "");
      if (kind) one(paint, kind, x(column), y(row), cell, colour);
    }
  }
  paint.strokeStyle = colour("--strong");
  paint.lineWidth = 1.5;
  for (const { first: n } of scene.strip ? runs(places).slice(1) : []) {
    paint.strokeRect(x(n), top - 1, 0, high);
    paint.strokeRect(left - 1, y(n), wide, 0);
  }
  if (mark) {
    paint.strokeStyle = colour("--ink");
    paint.lineWidth = 2;
    paint.strokeRect(x(mark.column), y(mark.row), cell, cell);
  }
  paint.restore();
  heads(paint, scene, from, { first, last }, colour);
  if (scene.strip) groups(paint, scene, from, colour);
}

function one(
  paint: CanvasRenderingContext2D,
  kind: HeatKind,
  x: number,
  y: number,
  cell: number,
  colour: (name: string) => string,
): void {
  paint.fillStyle = colour(kind.colour);
  if (cell < SIGNED) {
    for (const [left, top, width, height] of kind.small)
      paint.fillRect(
        x + (left * cell) / 100,
        y + (top * cell) / 100,
        (width * cell) / 100,
        (height * cell) / 100,
      );
    return;
  }
  const size = cell * 0.78;
  paint.save();
  paint.translate(x + (cell - size) / 2, y + (cell - size) / 2);
  paint.scale(size / 24, size / 24);
  paintGlyph(paint, kind.strokes, colour(kind.colour), colour("--paper"));
  paint.restore();
}
