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
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a block with a legend
    <span class="ui-save" role="group" aria-label={w.save}>
      <span aria-hidden="true">{w.save}</span>
      {picture && (
        <>
          <Way save={drawn((drawing) => saveSvg(drawing, name))}>SVG</Way>
          <Way save={drawn((drawing) => void savePng(drawing, name, scale))}>PNG</Way>
        </>
      )}
      {table && <Way save={() => saveCsv(table(), name)}>CSV</Way>}
      {given.children}
    </span>
  );
}

function Way({ save, children }: { save: () => void; children: ComponentChildren }) {
  return (
    <button type="button" class="quiet" onClick={save}>
      {children}
    </button>
  );
}
