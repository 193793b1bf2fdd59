/** Export of what is on screen: as a picture (SVG, PNG) or as a table (CSV). */

export function save(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// biome-ignore format: a list
const KEPT = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap",
  "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline",
  "display", "visibility", "paint-order", "marker-end",
];
/** What parts of a drawing do not have from the part around them. */
const USUAL: Record<string, string> = { opacity: "1", display: "inline" };

/** A drawing as a document of its own: computed styles go with it, so it looks the same elsewhere. */
export function standalone(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const from = [drawing, ...drawing.querySelectorAll<SVGElement>("*")];
  const to = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  const known = new Map<Element | null, string[]>();
  from.forEach((element, i) => {
    const style = getComputedStyle(element);
    const values = KEPT.map((name) => style.getPropertyValue(name));
    const around = known.get(i ? element.parentElement : null);
    known.set(element, values);
    KEPT.forEach((name, n) => {
      const value = values[n];
      // Said once for all that is within, so that the file stays small.
      if (value && value !== (USUAL[name] ?? around?.[n])) to[i]?.setAttribute(name, value);
      else to[i]?.removeAttribute(name);
    });
    // The variables that a style of its own may name are unknown elsewhere.
    for (const name of ["class", "tabindex", "style"]) to[i]?.removeAttribute(name);
  });
  const box = drawing.getBoundingClientRect();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  if (!copy.getAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
  copy.setAttribute("width", String(Math.round(box.width)));
  copy.setAttribute("height", String(Math.round(box.height)));
  const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  paper.setAttribute("x", copy.getAttribute("viewBox")?.split(/[ ,]+/)[0] ?? "0");
  paper.setAttribute("y", copy.getAttribute("viewBox")?.split(/[ ,]+/)[1] ?? "0");
  paper.setAttribute("width", "100%");
  paper.setAttribute("height", "100%");
  paper.setAttribute("fill", getComputedStyle(document.documentElement).getPropertyValue("--paper").trim());
  copy.insertBefore(paper, copy.firstChild);
  return new XMLSerializer().serializeToString(copy);
}

export function saveSvg(drawing: SVGSVGElement | string, name: string): void {
  const text = typeof drawing === "string" ? drawing : standalone(drawing);
  save(new Blob([text], { type: "image/svg+xml" }), `${name}.svg`);
}

/** The drawing as points, twice as fine as on screen. */
export async function savePng(drawing: SVGSVGElement | string, name: string, scale = 2): Promise<void> {
  const text = typeof drawing === "string" ? drawing : standalone(drawing);
  const picture = new Image();
  // A data: address, because the pages' policy lets no image be read from a blob: one.
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.naturalWidth * scale;
  canvas.height = picture.naturalHeight * scale;
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (made) save(made, `${name}.png`);
}

/** A field of CSV (RFC 4180); what a spreadsheet would take for a formula is marked as text. */
function field(value: unknown): string {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csv(rows: readonly (readonly unknown[])[]): string {
  return `${rows.map((row) => row.map(field).join(",")).join("\r\n")}\r\n`;
}

export function saveCsv(rows: readonly (readonly unknown[])[], name: string): void {
  save(new Blob(["\ufeff", csv(rows)], { type: "text/csv;charset=utf-8" }), `${name}.csv`);
}
