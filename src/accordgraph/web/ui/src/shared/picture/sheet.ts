/** A picture that stands alone: above it what it shows and its signs, below it what it was made from. */
import { glyphSvg } from "../glyph";
import { words } from "../words";
import { broken, escaped, measured } from "./lines";
import type { About, Drawing } from "./types";

const w = words({
  en: { notice: "Not legal advice.", see: "See {address}", gap: " " },
  zh: { notice: "不构成法律意见。", see: "见 {address}", gap: "" },
});

const [MARGIN, LEAST] = [14, 480];
/** The width from which letters grow with the picture, and how much they may: it is seen made smaller. */
const [USUAL, MOST] = [1400, 3];
const SIGN = 16;

/** What the page's foot says of the data. */
function data(): string {
  return globalThis.document?.querySelector("#data-version")?.textContent?.trim() ?? "";
}

function here(): string {
  return globalThis.location?.href.split("#")[0] ?? "";
}

/** A colour or another variable of the page as it is now. */
export function present(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/**
 * The picture with its title, its signs, the data's version and day and the notice about it.
 *
 * @param variable the value of a variable of the page; on paper its name stands for it
 */
export function sheet(drawing: Drawing, about: About, variable = present): Drawing {
  const width = Math.ceil(Math.max(drawing.width + (drawing.bare ? 0 : 2 * MARGIN), LEAST));
  const scale = Math.min(MOST, Math.max(1, width / USUAL));
  const room = width / scale - 2 * MARGIN;
  const [ink, soft, paper] = [variable("--ink"), variable("--soft"), variable("--paper")];
  const parts: string[] = [];
  let y = MARGIN;
  const lines = (texts: readonly string[], size: number, weight: number, fill: string) => {
    for (const text of texts.flatMap((each) => broken(each, room, measured(size, weight)))) {
      y += size * 1.35;
      parts.push(
        `<text x="${MARGIN}" y="${(y - size * 0.3).toFixed(1)}" font-size="${size}" ` +
          `font-weight="${weight}" fill="${fill}">${escaped(text)}</text>`,
      );
    }
  };
  const told = about.told?.filter(Boolean) ?? [];
  lines([about.title], 17, 650, ink);
  lines(told, 13, 400, soft);
  const wide = measured(12);
  let x = MARGIN;
  const high = SIGN + 6;
  if (about.signs?.length) y += 6;
  about.signs?.forEach(({ label, strokes, colour }, n) => {
    // A sign stays with the first line of what it means.
    const [first = "", ...more] = broken(label, room - SIGN - 6, wide);
    const long = SIGN + 6 + wide(first);
    if (n === 0) y += high;
    else if (x + long > MARGIN + room) [x, y] = [MARGIN, y + high];
    const at = { x, y: y - high + 3, size: SIGN, colour: variable(colour), paper };
    const text = (said: string, on: number) =>
      `<text x="${(x + SIGN + 6).toFixed(1)}" y="${(on - high / 2 + 4).toFixed(1)}" font-size="12" fill="${soft}">${escaped(said)}</text>`;
    parts.push(glyphSvg(strokes, at), text(first, y));
    for (const line of more) {
      y += high;
      parts.push(text(line, y));
    }
    x += long + 18;
  });
  const head = parts.splice(0).join("");
  const top = y * scale + 10;
  y = 6;
  const foot = ["accordgraph", [data(), w.notice].filter(Boolean).join(w.gap)].join(" · ");
  const address = about.address ?? here();
  lines(about.below ?? [], 11.5, 400, soft);
  lines([foot], 11.5, 400, soft);
  lines(address ? [w.see.replace("{address}", address)] : [], 11.5, 400, soft);
  const height = Math.ceil(top + drawing.height + (y + MARGIN) * scale);
  const scaled = (from: number, drawn: string) =>
    `<g transform="translate(0 ${from.toFixed(1)}) scale(${scale.toFixed(3)})">${drawn}</g>`;
  const left = drawing.bare ? 0 : MARGIN;
  const description = [...told, ...(about.below ?? []), foot].join("\n");
  return {
    width,
    height,
    svg:
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
      `viewBox="0 0 ${width} ${height}" font-family="${escaped(variable("--sans"))}">` +
      `<title>${escaped(about.title)}</title><desc>${escaped(description)}</desc>` +
      `<rect width="100%" height="100%" fill="${paper}"/>${scaled(0, head)}` +
      `<g transform="translate(${left} ${top.toFixed(1)})">${drawing.svg}</g>` +
      `${scaled(top + drawing.height, parts.join(""))}</svg>`,
  };
}
