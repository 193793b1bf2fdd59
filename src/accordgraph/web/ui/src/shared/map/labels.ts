/** Names beside points: the weightiest first, and none over another name or point. */

export interface Named {
  code: string;
  text: string;
  x: number;
  y: number;
  /** How far from the middle of the point its name begins. */
  r: number;
  /** How wide the sign is that stands between the point and its name; above and below, before the name. */
  sign?: number;
}

export interface Label {
  code: string;
  text: string;
  x: number;
  y: number;
  anchor: "start" | "end" | "middle";
  /** The middle of its sign, if it has one. */
  sign?: { x: number; y: number };
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** About how wide a text of 12 px is: wide characters take a square each. */
export function breadth(text: string, size = 12): number {
  let sum = 0;
  for (const letter of text) sum += letter > "\u2e7f" ? size : size * 0.62;
  return sum;
}

/**
 * Labels for the points given, in the order of their weight.
 *
 * @param obstacles points that no label may cover
 * @param must how many of the first are shown whatever they cover
 */
export function labels(
  wanted: readonly Named[],
  obstacles: readonly { x: number; y: number; r: number }[],
  frame: { width: number; height: number },
  must = 0,
): Label[] {
  const taken: Box[] = obstacles.map(({ x, y, r }) => ({
    left: x - r * 0.7,
    right: x + r * 0.7,
    top: y - r * 0.7,
    bottom: y + r * 0.7,
  }));
  const found: Label[] = [];
  for (const [n, { code, text, x, y, r, sign = 0 }] of wanted.entries()) {
    const wide = breadth(text) + sign;
    const gap = r + 3;
    // The anchor, where the text stands, its base, and where the box about text and sign begins.
    const ways: [Label["anchor"], number, number, number][] = [
      ["start", x + gap + sign, y + 4, x + gap],
      ["end", x - gap - sign, y + 4, x - gap - wide],
      ["middle", x + sign / 2, y - gap - 1, x - wide / 2],
      ["middle", x + sign / 2, y + gap + 10, x - wide / 2],
    ];
    const boxed = ways.map(([anchor, at, base, left]) => ({
      label: {
        code,
        text,
        x: at,
        y: base,
        anchor,
        ...(sign
          ? { sign: { x: anchor === "end" ? x - gap - sign / 2 : left + sign / 2, y: base - 4 } }
          : {}),
      },
      box: { left, right: left + wide, top: base - 11, bottom: base + 3 },
    }));
    const inside = boxed.filter(
      ({ box }) => box.left >= 0 && box.right <= frame.width && box.top >= 0 && box.bottom <= frame.height,
    );
    const free = inside.find(({ box }) => !taken.some((other) => meet(box, other)));
    const chosen = free ?? (n < must ? (inside[0] ?? boxed[0]) : undefined);
    if (!chosen) continue;
    taken.push(chosen.box);
    found.push(chosen.label);
  }
  return found;
}

function meet(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
