/** What is on screen, saved as a picture (SVG, PNG). */
import { save } from "../save";
import { sheet } from "./sheet";
import type { About, Drawing } from "./types";

// biome-ignore format: a list
const KEPT = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap",
  "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline",
  "display", "visibility", "paint-order", "marker-end",
];
/** What parts of a drawing do not have from the part around them. */
const USUAL: Record<string, string> = { opacity: "1", display: "inline" };

/** A drawing as text: computed styles go with it, so it looks the same elsewhere. */
function standalone(drawing: SVGSVGElement): Drawing {
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
  const [width, height] = [Math.round(box.width), Math.round(box.height)];
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  return { svg: new XMLSerializer().serializeToString(copy), width, height };
}

/** What an element of the page says, in one line and without its links; nothing if there is none. */
function said(element: Element | null | undefined): string[] {
  const copy = element?.cloneNode(true) as Element | undefined;
  for (const link of copy?.querySelectorAll("a") ?? []) link.remove();
  const text = copy?.textContent?.replace(/\s+/g, " ").trim();
  return text ? [text] : [];
}

/** What is seen as a picture that stands alone: with what the page supposes, and what it says below a drawing. */
function framed(drawing: SVGSVGElement | Drawing, given: About): Drawing {
  const about = { ...given, told: [...(given.told ?? []), ...said(document.getElementById("supposed"))] };
  if (!(drawing instanceof SVGSVGElement)) return sheet(drawing, about);
  const below = said(drawing.closest("figure")?.querySelector("figcaption"));
  return sheet(standalone(drawing), { ...about, below });
}

export function saveSvg(drawing: SVGSVGElement | Drawing, about: About, name: string): void {
  save(new Blob([framed(drawing, about).svg], { type: "image/svg+xml" }), `${name}.svg`);
}

/** The picture as points, twice as fine as on screen. */
export async function savePng(
  drawing: SVGSVGElement | Drawing,
  about: About,
  name: string,
  scale = 2,
): Promise<void> {
  const { svg } = framed(drawing, about);
  const picture = new Image();
  // A data: address, because the pages' policy lets no image be read from a blob: one.
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.naturalWidth * scale;
  canvas.height = picture.naturalHeight * scale;
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (made) save(made, `${name}.png`);
}
