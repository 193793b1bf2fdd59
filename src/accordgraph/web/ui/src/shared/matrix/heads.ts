/** What stands beside the cells of a matrix, and stays while they scroll. */
import { type Cell, CODE, type Scene } from "./draw";
import { type Place, runs } from "./order";

type Colour = (name: string) => string;
/** What of the whole is in sight, in pixels. */
interface Seen {
  x: number;
  y: number;
  width: number;
  height: number;
}

const FONT = (size: number, bold = false) =>
  `${bold ? 650 : 400} ${size}px system-ui, "Noto Sans CJK SC", sans-serif`;

/** Codes above columns, codes and (where there is room) names beside rows; they stay while cells scroll. */
export function heads(
  paint: CanvasRenderingContext2D,
  scene: Scene,
  from: Seen,
  seen: { first: Cell; last: Cell },
  colour: Colour,
): void {
  const { cell, left, top, places, mark } = scene;
  const size = Math.max(8.5, Math.min(12, cell * 0.92));
  const every = Math.max(1, Math.ceil((size * 1.05) / cell));
  paint.textBaseline = "middle";
  paint.save();
  paint.beginPath();
  paint.rect(0, top, left, from.height);
  paint.clip();
  paint.textAlign = "right";
  for (let row = seen.first.row; row <= seen.last.row; row += 1) {
    const place = places[row] as Place;
    const here = mark?.row === row;
    if (!here && (row % every || (mark && Math.abs(mark.row - row) < every))) continue;
    paint.font = FONT(size, here);
    paint.fillStyle = colour(here ? "--ink" : "--soft");
    const y = top + (row + 0.5) * cell - from.y;
    paint.fillText(place.id, left - 5, y);
    const room = left - CODE - scene.strip - 6;
    if (scene.named) paint.fillText(short(paint, place.label, room), left - CODE, y);
  }
  paint.restore();
  paint.save();
  paint.beginPath();
  paint.rect(left, 0, from.width, top);
  paint.clip();
  paint.textAlign = "left";
  for (let column = seen.first.column; column <= seen.last.column; column += 1) {
    const here = mark?.column === column;
    if (!here && (column % every || (mark && Math.abs(mark.column - column) < every))) continue;
    paint.font = FONT(size, here);
    paint.fillStyle = colour(here ? "--ink" : "--soft");
    paint.save();
    paint.translate(left + (column + 0.5) * cell - from.x, top - 5);
    paint.rotate(-Math.PI / 2);
    paint.fillText(places[column]?.id ?? "", 0, 0);
    paint.restore();
  }
  paint.restore();
}

function short(paint: CanvasRenderingContext2D, text: string, width: number): string {
  if (paint.measureText(text).width <= width) return text;
  let cut = text;
  while (cut && paint.measureText(`${cut}…`).width > width) cut = cut.slice(0, -1);
  return `${cut}…`;
}

/** Names of groups: beside their rows, and upright above their columns. */
export function groups(paint: CanvasRenderingContext2D, scene: Scene, from: Seen, colour: Colour): void {
  const { cell, left, top, strip, places } = scene;
  const ends = [from.height, from.width] as const;
  const starts = [top - from.y, left - from.x] as const;
  for (const side of [0, 1] as const) {
    const first = side ? left : top;
    paint.save();
    paint.beginPath();
    paint.rect(side ? left : 0, side ? 0 : top, side ? from.width : strip, side ? strip : from.height);
    paint.clip();
    // Upright above columns: the same as beside rows, turned about the corner.
    if (side) paint.transform(0, -1, 1, 0, 0, strip);
    paint.textAlign = side ? "left" : "right";
    paint.textBaseline = "middle";
    const [rule, name] = side ? [2, 7] : [strip - 2, strip - 7];
    for (const run of runs(places)) {
      const begin = Math.max(first, starts[side] + run.first * cell);
      const end = Math.min(ends[side], starts[side] + (run.last + 1) * cell);
      if (end - begin < LEAST) continue;
      paint.strokeStyle = colour("--strong");
      paint.lineWidth = 1.5;
      paint.strokeRect(rule, begin + 1.5, 0, end - begin - 3);
      paint.font = FONT(LINE - 1.5, true);
      paint.fillStyle = colour("--ink");
      const lines = wrapped(paint, run.group, strip - 12, Math.floor((end - begin) / LINE) || 1);
      lines.forEach((line, n) => {
        paint.fillText(line, name, (begin + end) / 2 + (n - (lines.length - 1) / 2) * LINE);
      });
    }
    paint.restore();
  }
}

/** The height of a line of a group's name, and of the least of a group that is named. */
const [LINE, LEAST] = [12, 8];

/** A text in at most so many lines of a width; what does not fit is cut. */
function wrapped(paint: CanvasRenderingContext2D, text: string, width: number, most: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (lines.length >= most || paint.measureText(longer).width <= width || lines.at(-1) === "")
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => short(paint, line, width));
}
