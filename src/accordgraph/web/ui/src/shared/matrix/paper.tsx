/** The matrix on paper, where nothing scrolls: whole if it can be read so, else an overview and then its parts. */
import { useEffect, useRef } from "preact/hooks";
import { sheet } from "../picture/sheet";
import { fill } from "../words";
import { layout } from "./draw";
import type { HeatKind } from "./kinds";
import type { Place } from "./order";
import { heatSigns, heatSvg } from "./picture";
import { w } from "./words";

/** So many columns and rows a page of paper holds, at a size at which signs and codes can be read. */
const [ACROSS, DOWN] = [40, 52];
/** The size of cells with signs, and of those of an overview; paper scales both to its width. */
const [LARGE, SMALL] = [16, 9];

/** Some things in runs of at most so many, as even as can be. */
function shares<T>(all: readonly T[], most: number): T[][] {
  const count = Math.ceil(all.length / most);
  const each = Math.ceil(all.length / count);
  return Array.from({ length: count }, (_, n) => all.slice(n * each, (n + 1) * each));
}

export interface Sheets {
  title: string;
  /** More of what it is, below the title. */
  said?: readonly string[] | undefined;
  places: readonly Place[];
  kinds: readonly HeatKind[];
  at: (home: string, target: string) => string | undefined;
  /** Whether the places are told by their groups. */
  grouped: boolean;
}

/** The drawings of which each goes onto a page; together they hold every cell in a size that can be read. */
export function sheets({ title, said = [], places, kinds, at, grouped }: Sheets): string[] {
  // The page's own variables: on paper they have the colours of paper, whatever the screen's.
  const colour = (name: string) => `var(${name})`;
  const drawn = (homes: readonly Place[], targets: readonly Place[], cell: number, part: string) =>
    sheet(
      heatSvg({ homes, targets, kinds, at, colour, layout: layout(cell, Infinity, grouped) }),
      { title, told: [...said, part], signs: heatSigns(kinds, cell) },
      colour,
    ).svg;
  const parts = shares(places, DOWN).flatMap((homes) =>
    shares(places, ACROSS).map((targets) => [homes, targets] as const),
  );
  if (parts.length <= 1) return parts.map(([homes, targets]) => drawn(homes, targets, LARGE, ""));
  const signed = new Set(kinds.filter(({ strokes }) => strokes.length).map(({ id }) => id));
  const filled = parts.filter(([homes, targets]) =>
    homes.some((home) => targets.some((to) => home.id !== to.id && signed.has(at(home.id, to.id) ?? ""))),
  );
  const told = filled.map(([homes, targets], n) => {
    const ends = (of: readonly Place[], first: string, last: string) => ({
      [first]: of[0]?.id ?? "",
      [last]: of.at(-1)?.id ?? "",
    });
    const part = { ...ends(homes, "home", "last_home"), ...ends(targets, "target", "last_target") };
    return drawn(homes, targets, LARGE, fill(w.part, { n: n + 1, all: filled.length, ...part }));
  });
  return [drawn(places, places, SMALL, w.overview), ...told];
}

/** Drawn when the page is about to be printed, and gone afterwards. */
export function Paper(given: Sheets) {
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef(given);
  shown.current = given;
  useEffect(() => {
    const fillIn = () => {
      if (place.current) place.current.innerHTML = sheets(shown.current).join("");
    };
    const empty = () => place.current?.replaceChildren();
    addEventListener("beforeprint", fillIn);
    addEventListener("afterprint", empty);
    return () => {
      removeEventListener("beforeprint", fillIn);
      removeEventListener("afterprint", empty);
    };
  }, []);
  return <div class="heat-paper" ref={place} />;
}
