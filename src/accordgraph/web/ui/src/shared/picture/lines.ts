/** Texts in drawings, where nothing breaks lines by itself. */

/** How wide a text is in some size and weight of the page's letters; about, where there is no page. */
export function measured(size: number, weight = 400): (text: string) => number {
  const context = globalThis.document?.createElement("canvas").getContext("2d");
  if (!context) return (text) => [...text].reduce((sum, sign) => sum + size * (sign > "\u2e80" ? 1 : 0.6), 0);
  context.font = `${weight} ${size}px ${getComputedStyle(document.documentElement).fontFamily}`;
  return (text) => context.measureText(text).width;
}

/** A sign of a script without spaces and the marks that may not begin a line after it; or a word. */
const WORDS =
  /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef][、。，；：？！）》”…]*\s*|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+\s*/g;

/** Lines of at most a width; a line breaks at spaces, or anywhere in a script or a word that has none. */
export function broken(
  text: string,
  width: number,
  measure: (text: string) => number,
  most = Number.POSITIVE_INFINITY,
): string[] {
  const words = text.match(WORDS) ?? [];
  const lines: string[] = [];
  let line = "";
  for (const part of words.flatMap((word) => (measure(word.trimEnd()) > width ? [...word] : [word]))) {
    if (line && measure((line + part).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = part;
    } else line += part;
  }
  if (line) lines.push(line.trimEnd());
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${(lines[most - 1] ?? "").replace(/.$/u, "")}…`];
}

/** A text as the content or an attribute of a drawing. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
