import type { ComponentChildren } from "preact";
import { saveCsv, savePng, saveSvg } from "./save";
import { words } from "./words";

const w = words({ en: { save: "Save as" }, zh: { save: "存为" } });

type Picture = SVGSVGElement | string | null | undefined;

/** Saves what is on screen: as a picture, if there is one, and as a table. */
export function Save(given: {
  /** The file's name without its end. */
  name: string;
  /** The drawing, asked for when it is wanted. */
  picture?: (() => Picture) | undefined;
  table?: (() => readonly (readonly unknown[])[]) | undefined;
  /** How many points of the PNG stand for one of the drawing. */
  scale?: number;
  children?: ComponentChildren;
}) {
  const { name, picture, table, scale } = given;
  const drawn = (save: (drawing: SVGSVGElement | string) => unknown) => () => {
    const drawing = picture?.();
    if (drawing) save(drawing);
  };
  const ways: [string, () => void][] = [
    ...(picture
      ? ([
          ["SVG", drawn((drawing) => saveSvg(drawing, name))],
          ["PNG", drawn((drawing) => void savePng(drawing, name, scale))],
        ] as [string, () => void][])
      : []),
    ...(table ? [["CSV", () => saveCsv(table(), name)] as [string, () => void]] : []),
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a block with a legend
    <span class="ui-save" role="group" aria-label={w.save}>
      <span aria-hidden="true">{w.save}</span>
      {ways.map(([format, save]) => (
        <button key={format} type="button" class="quiet" onClick={save}>
          {format}
        </button>
      ))}
      {given.children}
    </span>
  );
}
