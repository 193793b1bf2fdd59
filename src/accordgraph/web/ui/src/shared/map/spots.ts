/** Where points lie, and which is the next in a direction. */

/** A place on the map, in its own units. */
export type Spot = [number, number];

/** How far parts of a country stand from each other. */
const APART = 6.5;
const TURN = Math.PI * (3 - Math.sqrt(5));

/**
 * The spots of some codes, and the codes that have none.
 *
 * A part of a country (`AA-BB`) has no outline of its own: parts stand around their country's point in the order
 * of their codes, like the seeds of a sunflower, so that none covers another.
 */
export function placed(
  codes: readonly string[],
  point: (code: string) => Spot | undefined,
): { spots: Map<string, Spot>; without: string[]; parts: boolean } {
  const spots = new Map<string, Spot>();
  const without: string[] = [];
  const seeds = new Map<string, number>();
  for (const code of [...codes].sort()) {
    const own = point(code);
    const country = code.split("-")[0] ?? code;
    const middle = own ?? point(country);
    if (own) spots.set(code, own);
    else if (middle) {
      const n = (seeds.get(country) ?? 0) + 1;
      seeds.set(country, n);
      const away = APART * Math.sqrt(n + 0.6);
      spots.set(code, [middle[0] + away * Math.cos(n * TURN), middle[1] + away * Math.sin(n * TURN)]);
    } else without.push(code);
  }
  return { spots, without, parts: seeds.size > 0 };
}

const AIM: Record<string, Spot> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The nearest point in the direction of an arrow key; straight ahead counts more than aside. */
export function nearest(spots: ReadonlyMap<string, Spot>, from: string, key: string): string | undefined {
  const start = spots.get(from);
  const aim = AIM[key];
  if (!start || !aim) return undefined;
  let best: string | undefined;
  let least = Infinity;
  for (const [code, [x, y]] of spots) {
    const ahead = (x - start[0]) * aim[0] + (y - start[1]) * aim[1];
    const aside = Math.abs((x - start[0]) * aim[1]) + Math.abs((y - start[1]) * aim[0]);
    if (code === from || ahead <= 0 || aside > 2 * ahead) continue;
    const cost = ahead + 2 * aside;
    if (cost < least) {
      least = cost;
      best = code;
    }
  }
  return best;
}
