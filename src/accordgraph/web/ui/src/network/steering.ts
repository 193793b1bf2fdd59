import type { Spot } from "./plan";

const WAYS: Record<string, readonly [number, number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** The nearest thing in the direction of an arrow key; from nowhere, the first. */
export function next(spots: readonly Spot[], here: string | undefined, key: string): string | undefined {
  const way = WAYS[key];
  if (!way) return undefined;
  const now = spots.find(({ id }) => id === here);
  if (!now) return spots.find(({ kind }) => kind === "accord")?.id ?? spots[0]?.id;
  let [best, least] = [undefined as string | undefined, Number.POSITIVE_INFINITY];
  for (const spot of spots) {
    const [dx, dy] = [spot.x - now.x, spot.y - now.y];
    const along = dx * way[0] + dy * way[1];
    const aside = Math.abs(dx * way[1] - dy * way[0]);
    const cost = along + 2.2 * aside;
    if (along > 2 && aside < 2 * along && cost < least) [best, least] = [spot.id, cost];
  }
  return best;
}
