/** Legal force looks the same in every view: bars, of which more are full the more it binds. */
import { Icon, type Stroke } from "./glyph";

const BARS = 4;

/** The sign of a legal force by its rank among all (0: none); undefined: no source states it. */
export function forceStrokes(rank: number | undefined): readonly Stroke[] {
  if (rank === undefined)
    return [{ d: "M8.2 8.6c.3-5.4 8-5.4 8 0 0 3.3-4.2 3.5-4.2 7M12 18.6v2.6", width: 2.6 }];
  return Array.from({ length: BARS }, (_, n) => {
    const [x, high] = [1 + 5.8 * n, 6 + 5 * n];
    return n < rank
      ? { d: `M${x} 22.5v-${high}h4.6v${high}z`, full: true }
      : { d: `M${x + 0.7} 21.8v-${high - 1.4}h3.2v${high - 1.4}z`, width: 1.1 };
  });
}

/** The sign of a legal force; beside it stands its name. */
export function Force({ rank, size = 15 }: { rank: number | undefined; size?: number }) {
  return <Icon strokes={forceStrokes(rank)} size={size} tone="force" />;
}
