import type { ComponentChildren } from "preact";
import type { Picture } from "./picture/types";
import { saveCsv } from "./save";
import { words } from "./words";

const w = words({ en: { save: "Save as" }, zh: { save: "存为" } });

/** Saves what is on screen: as a picture that stands alone, if there is one, and as a table. */
export function Save(given: {
  /** The file's name without its end. */
  name: string;
  /** The picture and what it says of itself, asked for when it is wanted. */
  picture?: (() => Picture) | undefined;
  table?: (() => readonly (readonly unknown[])[]) | undefined;
  /** How many points of the PNG stand for one of the drawing. */
  scale?: number;
  children?: ComponentChildren;
}) {
  const { name, picture, table, scale } = given;
  async function keep(as: "svg" | "png"): Promise<void> {
    const found = picture?.();
    if (!found?.drawing) return;
    const { savePng, saveSvg } = await import("./picture/save");
    if (as === "svg") saveSvg(found.drawing, found, name);
    else await savePng(found.drawing, found, name, scale);
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a block with a legend
    <span class="ui-save" role="group" aria-label={w.save}>
      <span aria-hidden="true">{w.save}</span>
      {picture && (
        <>
          <Way save={() => void keep("svg")}>SVG</Way>
          <Way save={() => void keep("png")}>PNG</Way>
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
