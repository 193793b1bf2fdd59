import { useEffect, useState } from "preact/hooks";
import { Icon } from "../glyph";
import { SIGNED } from "./draw";
import type { HeatKind } from "./kinds";

/** Asks what more there is to say of a pair. */
export type Explain = (home: string, target: string, signal: AbortSignal) => Promise<string>;

/** What signs and colours mean, drawn as cells are. */
export function Legend({ kinds, cell }: { kinds: readonly HeatKind[]; cell: number }) {
  return (
    <ul class="inline heat-legend">
      {kinds
        .filter(({ strokes }) => strokes.length)
        .map((kind) => (
          <li key={kind.id}>
            {cell < SIGNED ? (
              <svg
                class="mark"
                viewBox="0 0 100 100"
                width="15"
                height="15"
                aria-hidden="true"
                style={{ color: `var(${kind.colour})` }}
              >
                {kind.small.map(([x, y, width, height]) => (
                  <rect key={`${x} ${y}`} x={x} y={y} width={width} height={height} fill="currentColor" />
                ))}
              </svg>
            ) : (
              <Icon strokes={kind.strokes} size={15} colour={kind.colour} />
            )}{" "}
            {kind.label}
          </li>
        ))}
    </ul>
  );
}

/** What more is known of a pair, once the reader has stayed on it for a moment. */
export function useExplained(
  explain: Explain | undefined,
  home: string | undefined,
  target: string | undefined,
): string {
  const [told, setTold] = useState({ key: "", text: "" });
  const key = `${home} ${target}`;
  useEffect(() => {
    if (!explain || !home || !target || home === target) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      explain(home, target, stop.signal).then(
        (text) => setTold({ key, text }),
        () => undefined, // the matrix itself has said what it knows
      );
    }, 350);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [key, explain]);
  return told.key === key ? told.text : "";
}
