/**
 * The network drawn at once on a plain canvas, in the place and with the looks of the graph (`Drawing`).
 *
 * It is there long before the graph library is: the page can be read, slid through time and pointed at.
 * The graph takes over when a hand, a key or a finger reaches for it.
 */
import { ground, type Palette, palette, tone } from "./colours";
import { paintPlate } from "./forces";
import { type Frame, framed, frameOf, inView, type Look, spotAt } from "./framing";
import { MAYBE, type Network } from "./model";
import { LEGIBLE, TEXT } from "./names";
import { END, ends, type Line, type Plan, type Spot, WEIGHT } from "./plan";
import { SHAPES, tip } from "./svg";

/** As in `style`: text is left out below this many pixels, and what holds on other days only is faint. */
const [LEAST_TEXT, FAINT, LINE] = [6, 0.16, 0.72];
const SIZE = { accord: TEXT, agreement: 17, jurisdiction: 25, body: 0 };

export class Sketch {
  private readonly canvas = document.createElement("canvas");
  private readonly shapes = new Map(Object.entries(SHAPES).map(([name, path]) => [name, new Path2D(path)]));
  private p: Palette = palette();
  private kept = new Uint8Array();
  private states = new Uint8Array();
  private fresh = new Set<number>();
  private wanted = new Set<string>();
  private awake = new Set<string>();
  /** From where it is seen; undefined until `see` was called. */
  frame: Frame | undefined;

  constructor(
    private readonly place: HTMLElement,
    private readonly network: Network,
    private readonly plan: Plan,
  ) {
    this.canvas.className = "net-sketch";
    place.prepend(this.canvas);
  }

  /** Show which lines are asked for and how each holds, as `Drawing.show`. */
  show(kept: Uint8Array, states: Uint8Array, fresh = false): void {
    const before = this.states;
    const was = (n: number) => this.kept[n] && before[n];
    const held = this.plan.lines.map((_, n) => n).filter((n) => kept[n] && states[n]);
    this.fresh = new Set(fresh ? held.filter((n) => !was(n)) : []);
    const named = (numbers: number[]) => new Set(numbers.flatMap((n) => ends(this.plan.lines[n] as Line)));
    if (kept !== this.kept) this.wanted = named(this.plan.lines.map((_, n) => n).filter((n) => kept[n]));
    this.awake = named(held);
    this.kept = kept as typeof this.kept;
    this.states = states as typeof this.states;
    if (this.frame) this.paint();
  }

  /** Everything in view, or what was asked for. */
  see(look: Look | undefined, least = 0): void {
    const { clientWidth: width, clientHeight: height } = this.place;
    this.canvas.width = width * devicePixelRatio;
    this.canvas.height = height * devicePixelRatio;
    const whole = framed(inView(this.plan, this.wanted), width, height, least);
    this.frame = frameOf(look, whole, width, height);
    this.paint();
  }

  /** The things at an end of a line that is shown. */
  shown(): Spot[] {
    return [...this.plan.spots.values()].filter(({ id }) => this.awake.has(id));
  }

  /** What is shown under a pointer, by its id. */
  under({ clientX, clientY }: MouseEvent): string | undefined {
    const { left, top } = this.place.getBoundingClientRect();
    const at = [clientX - left - this.place.clientLeft, clientY - top - this.place.clientTop] as const;
    return this.frame && spotAt(this.shown(), this.frame, at)?.id;
  }

  /** Colours again, after the ground became dark or light. */
  recolour(): void {
    this.p = palette();
    this.paint();
  }

  end(): void {
    this.canvas.remove();
  }

  private paint(): void {
    const to = this.canvas.getContext("2d");
    if (!to || !this.frame) return;
    const { zoom, x, y } = this.frame;
    to.setTransform(1, 0, 0, 1, 0, 0);
    to.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const fine = devicePixelRatio;
    to.setTransform(zoom * fine, 0, 0, zoom * fine, x * fine, y * fine);
    to.textAlign = "center";
    to.textBaseline = "middle";
    this.plan.lines.forEach((line, n) => {
      if (this.kept[n] && this.states[n]) this.line(to, line, n);
    });
    for (const spot of this.plan.spots.values()) if (this.wanted.has(spot.id)) this.spot(to, spot, zoom);
  }

  private line(to: CanvasRenderingContext2D, line: Line, n: number): void {
    const { edge, from } = line;
    const [x, y] = tip(line);
    const fresh = this.fresh.has(n);
    const colour = tone(this.network.hubs.get(from.id)?.colour ?? null, this.p);
    to.globalAlpha = fresh ? 1 : LINE;
    to.strokeStyle = colour;
    to.lineWidth = fresh ? 9 : edge.share ? WEIGHT[edge.share] : WEIGHT.all;
    to.setLineDash(this.states[n] === MAYBE ? [14, 9] : []);
    to.beginPath();
    to.moveTo(from.x, from.y);
    to.lineTo(x, y);
    to.stroke();
    to.setLineDash([]);
    to.lineWidth = 2;
    to.fillStyle = edge.share === "none" || edge.share === "unstated" ? this.p.paper : colour;
    to.translate(x, y);
    const shape = this.shapes.get(END[edge.share ?? "place"]) as Path2D;
    to.fill(shape);
    to.stroke(shape);
    to.translate(-x, -y);
  }

  private spot(to: CanvasRenderingContext2D, spot: Spot, zoom: number): void {
    const { x, y, width, height, kind } = spot;
    const { p } = this;
    const on = this.awake.has(spot.id);
    if (kind === "body" && !on) return;
    const hub = this.network.hubs.get(spot.id);
    to.globalAlpha = on ? 1 : FAINT;
    to.fillStyle = kind === "accord" ? ground(hub?.colour ?? null, p) : kind === "body" ? p.ink : p.paper;
    to.strokeStyle =
      kind === "accord" ? tone(hub?.colour ?? null, p) : kind === "agreement" ? p.strong : p.ink;
    to.lineWidth = { accord: 4, agreement: 2, jurisdiction: 2.5, body: 0 }[kind];
    to.setLineDash(hub?.status_unknown ? [10, 6] : []);
    to.beginPath();
    const round = kind === "jurisdiction" || kind === "body" ? height / 2 : 10;
    to.roundRect(x - width / 2, y - height / 2, width, height, round);
    to.fill();
    if (kind !== "body") to.stroke();
    const size = kind === "jurisdiction" && width > 70 ? 18 : SIZE[kind];
    if (hub) paintPlate(to, this.network, hub, spot, p);
    if (size * zoom < (kind === "accord" ? LEGIBLE : LEAST_TEXT)) return;
    to.font = `${{ accord: 500, agreement: 400, jurisdiction: 700, body: 400 }[kind]} ${size}px ${p.sans}`;
    to.fillStyle = p.ink;
    const lines = spot.text.split("\n");
    lines.forEach((text, n) => {
      to.fillText(text.trim(), x, y + (n - (lines.length - 1) / 2) * size * 1.1);
    });
  }
}
