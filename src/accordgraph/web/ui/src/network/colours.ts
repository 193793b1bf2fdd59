/** Colours of canvases and drawings: the variables of the pages, and those of accords on either ground. */
import { DIFFERENCE, type Difference } from "../shared/differences";

const NEUTRAL = "#6a7580";

export interface Palette extends Record<Difference, string> {
  paper: string;
  ink: string;
  soft: string;
  line: string;
  strong: string;
  accent: string;
  sans: string;
  dark: boolean;
}

export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const get = (name: string) => style.getPropertyValue(name).trim();
  const paper = get("--paper");
  return {
    paper,
    ink: get("--ink"),
    soft: get("--soft"),
    line: get("--line"),
    strong: get("--strong"),
    accent: get("--accent"),
    sans: get("--sans"),
    gained: get(DIFFERENCE.gained.colour),
    lost: get(DIFFERENCE.lost.colour),
    differs: get(DIFFERENCE.differs.colour),
    dark: light(paper) < 0.5,
  };
}

function parts(hex: string): number[] {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, "$&$&") : hex;
  return [1, 3, 5].map((at) => Number.parseInt(full.slice(at, at + 2), 16));
}

function light(hex: string): number {
  const [r = 0, g = 0, b = 0] = parts(hex);
  return (0.299 * r + 0.587 * g + 0.114 * b) / 255;
}

function mixed(one: string, other: string, share: number): string {
  const [a, b] = [parts(one), parts(other)];
  return `rgb(${a.map((part, n) => Math.round(part * share + (b[n] ?? 0) * (1 - share))).join(",")})`;
}

/** The colour of an accord's lines; on dark ground lightened, so that it keeps its contrast. */
export function tone(colour: string | null, { dark }: Palette): string {
  const own = colour ?? NEUTRAL;
  return dark ? mixed(own, "#ffffff", 0.5) : own;
}

/** The ground of an accord: its colour, faintly. */
export function ground(colour: string | null, { dark, paper }: Palette): string {
  return mixed(colour ?? NEUTRAL, paper, dark ? 0.34 : 0.14);
}

/** Runs when the ground becomes dark or light; returns what ends that. */
export function onTheme(run: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", run);
  addEventListener("themechange", run);
  return () => {
    system.removeEventListener("change", run);
    removeEventListener("themechange", run);
  };
}
