/** The graph on its canvas (cytoscape.js): made once, then only shown otherwise. */
import cytoscape, { type Core, type ElementDefinition, type NodeSingular } from "cytoscape";
import type { Difference } from "../shared/differences";
import { ground, palette, tone } from "./colours";
import { plateImage } from "./forces";
import { type Frame, framed, frameOf, inView, type Look, lookOf } from "./framing";
import type { Network } from "./model";
import { LEGIBLE, TEXT } from "./names";
import { END, ends, type Line, type Plan, type Spot, WEIGHT } from "./plan";
import { plain, style } from "./style";

/** From so many lines on, a network is drawn plainly. */
const MANY = 2_000;
/** From so many lines on that differ in one way, their signs are small. */
const CROWD = 60;
const [SMALL, LARGE] = [22, 34];
const STYLESHEET = "__________cytoscape_stylesheet";

/** cytoscape would add a style element, which the pages' policy forbids, unless one has this id. */
function styled(): void {
  if (document.getElementById(STYLESHEET)) return;
  const mark = document.createElement("meta");
  mark.id = STYLESHEET;
  document.head.append(mark);
}

export interface Heard {
  /** Something is pointed at or has the focus; undefined: nothing. */
  over: (id: string | undefined) => void;
  chosen: (id: string | undefined) => void;
  /** Something else is seen; undefined: everything. */
  moved: (look: Look | undefined) => void;
}

export class Drawing {
  readonly core: Core;
  private readonly lines: cytoscape.EdgeSingular[];
  private before: Uint8Array;
  private kept: Uint8Array | undefined;
  private wanted: ReadonlySet<string> = new Set();
  /** From where everything is in view, once that was asked. */
  private whole: Frame | undefined;
  private small = false;
  /** Whether what is seen is moved by the page, and not by a hand. */
  private led = false;
  /** How many lines are shown at each thing; a place counts those of its bodies. */
  private readonly awake = new Map<string, number>();

  constructor(
    place: HTMLElement,
    private readonly network: Network,
    private readonly plan: Plan,
    private readonly heard: Heard,
  ) {
    styled();
    const many = plan.lines.length > MANY;
    this.core = cytoscape({
      container: place,
      elements: this.elements(),
      layout: { name: "preset" },
      style: (many ? plain : style)(palette()),
      minZoom: 0.05,
      maxZoom: 4,
      autoungrabify: !many,
      boxSelectionEnabled: false,
      hideEdgesOnViewport: many,
      textureOnViewport: many,
      ...(many ? { pixelRatio: 1 } : {}),
    });
    this.lines = plan.lines.map(({ id }) => this.core.getElementById(`line ${id}`) as never);
    this.before = new Uint8Array(plan.lines.length);
    this.listen();
  }

  private elements(): ElementDefinition[] {
    const p = palette();
    const hubs = this.network.hubs;
    const nodes = [...this.plan.spots.values()].map((spot) => {
      const hub = hubs.get(spot.id);
      return {
        data: {
          ...spot,
          ...(hub ? { tone: tone(hub.colour, p), ground: ground(hub.colour, p) } : {}),
          ...(hub ? plateImage(this.network, hub, p) : {}),
          ...(hub?.status_unknown ? { status: 1 } : {}),
        },
        position: { x: spot.x, y: spot.y },
      };
    });
    const edges = this.plan.lines.map(({ id, from, to, edge }) => ({
      data: {
        id: `line ${id}`,
        source: from.id,
        target: to.id,
        tone: tone(hubs.get(from.id)?.colour ?? null, p),
        weight: edge.share ? WEIGHT[edge.share] : WEIGHT.all,
        end: END[edge.share ?? "place"],
        fill: edge.share === "none" || edge.share === "unstated" ? "hollow" : "filled",
      },
    }));
    return [...nodes, ...edges];
  }

  private listen(): void {
    const id = (event: cytoscape.EventObject) => (event.target as NodeSingular).id();
    this.core.on("mouseover", "node", (event) => this.heard.over(id(event)));
    this.core.on("mouseout", "node", () => this.heard.over(undefined));
    this.core.on("tap", (event) => this.heard.chosen(event.target === this.core ? undefined : id(event)));
    this.core.on("viewport", () => {
      this.named();
      this.moved();
    });
    this.core.on("tap", "edge", (event) => this.heard.chosen(event.target.target().id()));
  }

  /** Show which lines are asked for (`kept`) and how each holds (`states`), in the order of the lines. */
  show(kept: Uint8Array, states: Uint8Array, fresh = false): void {
    this.core.batch(() => {
      if (this.kept !== kept) this.ask(kept);
      this.core.edges(".fresh").removeClass("fresh");
      const touched = new Set<string>();
      this.lines.forEach((line, n) => {
        const [was, is] = [this.before[n] ?? 0, kept[n] ? (states[n] ?? 0) : 0];
        if (was === is) return;
        line.toggleClass("on", is > 0);
        line.toggleClass("maybe", is === 1);
        if (fresh && !was) line.addClass("fresh");
        this.before[n] = is;
        const more = Number(is > 0) - Number(was > 0);
        for (const id of more ? ends(this.plan.lines[n] as Line) : []) {
          this.awake.set(id, (this.awake.get(id) ?? 0) + more);
          touched.add(id);
        }
      });
      for (const id of touched) this.node(id).toggleClass("on", this.isAwake(id));
    });
  }

  /** Show how lines differ from another day; what is the same stands back. Undefined: nothing is compared. */
  differ(which: readonly (Difference | undefined)[] | undefined): void {
    const many = new Map<Difference | undefined, number>();
    for (const each of which ?? []) many.set(each, (many.get(each) ?? 0) + 1);
    this.core.batch(() => {
      this.core.edges(".compared").removeClass("compared gained lost differs");
      this.lines.forEach((line, n) => {
        const difference = which?.[n];
        if (which) line.addClass(`compared ${difference ?? ""}`);
        if (difference) line.data("sign", (many.get(difference) ?? 0) > CROWD ? SMALL : LARGE);
      });
    });
  }

  private node(id: string): NodeSingular {
    return this.core.getElementById(id) as NodeSingular;
  }

  private isAwake(id: string): boolean {
    return (this.awake.get(id) ?? 0) > 0;
  }

  /** Leave out what stands at no line that is asked for. */
  private ask(kept: Uint8Array): void {
    this.kept = kept;
    const wanted = new Set(this.plan.lines.flatMap((line, n) => (kept[n] ? ends(line) : [])));
    this.wanted = wanted;
    for (const id of this.plan.spots.keys()) this.node(id).toggleClass("gone", !wanted.has(id));
  }

  /** A thing with what it is joined to, all else faint; undefined: nothing stands out. */
  light(id: string | undefined): void {
    const { core } = this;
    core.batch(() => {
      core.elements(".dim, .lit").removeClass("dim lit");
      if (!id) return;
      const place = core.getElementById(id);
      if (place.empty()) return;
      const homes = this.network.bodies;
      const bodies = core.nodes("[kind='body'].on").filter((each) => {
        const home = homes.get(each.id().slice("body/".length))?.place;
        return id === `jurisdiction/${home}` || id === each.id();
      });
      const lines = place.union(bodies).connectedEdges(".on");
      const near = place.union(bodies).union(lines).union(lines.connectedNodes());
      const held = near.filter("[kind='body']").map((each) => homes.get(each.id().slice(5))?.place);
      const around = near.union(core.nodes().filter((each) => held.includes(each.id().slice(13))));
      core.elements(".on").difference(around).addClass("dim");
      lines.addClass("lit");
    });
  }

  focus(id: string | undefined): void {
    this.core.nodes(".focus").removeClass("focus");
    if (id) this.core.getElementById(id).addClass("focus");
  }

  /** The things at an end of a line that is shown. */
  shown(): Spot[] {
    return [...this.plan.spots.values()].filter(({ id }) => this.isAwake(id));
  }

  /** Everything in view, but never so small that nothing can be read; or what was asked for. */
  see(look: Look | undefined, least = 0): void {
    const { core } = this;
    core.resize();
    const [width, height] = [core.width(), core.height()];
    this.whole = framed(inView(this.plan, this.wanted), width, height, least);
    const { zoom, x, y } = frameOf(look, this.whole, width, height);
    const pan = core.pan();
    if (Math.hypot(pan.x - x, pan.y - y) + 1000 * Math.abs(core.zoom() - zoom) < 0.01) return;
    this.led = true;
    core.viewport({ zoom, pan: { x, y } });
    this.led = false;
  }

  /** What is too small to be read in the box of an accord stands over the graph (`names`), and not in it. */
  private named(): void {
    const small = TEXT * this.core.zoom() < LEGIBLE;
    if (small !== this.small) this.core.nodes("[kind='accord']").toggleClass("unnamed", small);
    this.small = small;
  }

  /** From where it is seen. */
  get frame(): Frame {
    return { zoom: this.core.zoom(), ...this.core.pan() };
  }

  /** A hand moved what is seen. */
  private moved(): void {
    const { core, whole } = this;
    if (this.led || !whole) return;
    this.heard.moved(lookOf(this.frame, whole, core.width(), core.height()));
  }

  zoom(by: number): void {
    const { core } = this;
    core.zoom({ level: core.zoom() * by, renderedPosition: { x: core.width() / 2, y: core.height() / 2 } });
  }

  /** Bring a thing into view if it is not. */
  reveal(id: string): void {
    const box = this.core.getElementById(id).renderedBoundingBox();
    const seen = box.x1 >= 0 && box.y1 >= 0 && box.x2 <= this.core.width() && box.y2 <= this.core.height();
    if (!seen) this.core.center(this.core.getElementById(id));
  }

  /** Colours again, after the ground became dark or light. */
  recolour(): void {
    const p = palette();
    this.core.batch(() => {
      for (const element of this.elements()) {
        const { id, tone: line, ground: back, force } = element.data;
        const parts = { tone: line, ...(back ? { ground: back } : {}), ...(force ? { force } : {}) };
        if (line) this.core.getElementById(id as string).data(parts);
      }
    });
    this.core.style((this.plan.lines.length > MANY ? plain : style)(p));
  }

  /** Runs once it is first seen. */
  once(seen: () => void): void {
    this.core.one("render", seen);
  }

  end(): void {
    this.core.destroy();
  }
}
