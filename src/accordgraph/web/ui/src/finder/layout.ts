/** Where the parts of a picture of paths stand: each way is a row of boxes, or a column where it is narrow. */
import type { Outcome } from "../shared/outcomes";
import { broken } from "../shared/picture/lines";
import { fill } from "../shared/words";
import { brief } from "./comparison";
import { type Answer, type Citation, labelled, type Path } from "./types";
import { w } from "./words";

export interface Part {
  kind: "home" | "accord" | "step" | "decision";
  /** What it is, small above its name. */
  what: string;
  name: string;
  detail: readonly string[];
  evidence: readonly Citation[];
  record?: string;
}

export interface Box extends Part {
  x: number;
  y: number;
  width: number;
  height: number;
  lines: readonly string[];
}

export interface Lane {
  path: Path;
  outcome: Outcome;
  title: string;
  y: number;
  boxes: readonly Box[];
}

export interface Layout {
  width: number;
  height: number;
  upright: boolean;
  lanes: readonly Lane[];
}

/** The parts of one way: where it comes from, the accord, its steps, who decides. */
export function parts(path: Path, answer: Answer): Part[] {
  const { home, target } = answer.question;
  const closed = path.outcome === "blocked";
  const from = path.steps[0]?.from_body;
  const deciders = closed ? [] : (path.decided_by?.bodies ?? []);
  const accord: Part = {
    kind: "accord",
    what: w.accord,
    name: path.accord_label ?? w.no_accord,
    detail: closed
      ? path.reasons.map((r) => r.sentence ?? r.code)
      : [path.force_label, path.certainty_label].filter(isText),
    evidence: closed ? path.reasons.flatMap((reason) => reason.evidence) : path.evidence,
    ...(path.accord ? { record: `accord/${path.accord}` } : {}),
  };
  const steps = path.steps.map(
    (step, i): Part => ({
      kind: "step",
      what: path.steps.length > 1 ? fill(w.step, { n: i + 1 }) : w.step_alone,
      name: brief(step.text, path),
      detail: [labelled(step.concludes)],
      evidence: step.evidence,
      record: `rule/${step.rule}`,
    }),
  );
  return [
    {
      kind: "home",
      what: w.home,
      name: home.label,
      detail: from && from.label !== home.label ? [from.label] : [],
      evidence: [],
      record: from ? `body/${from.id}` : home.id,
    },
    accord,
    ...steps,
    {
      kind: "decision",
      what: target.label,
      name: path.outcome_label,
      detail: closed
        ? []
        : deciders.length
          ? [fill(w.decision, { who: deciders.map((body) => body.label).join("; ") })]
          : [labelled(path.decided_by?.role) || w.nobody],
      evidence: [],
      record: deciders[0] ? `body/${deciders[0].id}` : target.id,
    },
  ];
}

function isText(value: string | null): value is string {
  return Boolean(value);
}

const PAD = 14;
const LINE = 20;
const KICKER = 20;
const BETWEEN = 38;

/** Boxes for every way of an answer, in the width there is. */
export function layout(answer: Answer, width: number, measure: (text: string) => number): Layout {
  const all = answer.paths.map((path) => ({ path, parts: parts(path, answer) }));
  const most = Math.max(0, ...all.map((each) => each.parts.length));
  const upright = width < most * 170;
  let y = 2;
  const lanes = all.map(({ path, parts }): Lane => {
    const top = y;
    const gap = upright ? 26 : BETWEEN;
    const wide = upright ? width - 4 : (width - 4 - gap * (most - 1)) / Math.max(most, 1);
    const boxes: Box[] = parts.map((part, i) => {
      // A short way keeps its end under the ends of the others.
      const column = i === parts.length - 1 ? most - 1 : i;
      const lines = [
        ...broken(part.name, wide - 2 * PAD - (part.kind === "decision" ? 28 : 0), measure, 6),
        ...(part.kind === "accord" && path.outcome === "blocked"
          ? []
          : part.detail.flatMap((text) => broken(text, wide - 2 * PAD, measure, 3))),
      ];
      const height = 2 * PAD + KICKER + lines.length * LINE - 4;
      return { ...part, x: upright ? 2 : 2 + column * (wide + gap), y: 0, width: wide, height, lines };
    });
    if (upright) {
      let at = top;
      for (const box of boxes) {
        box.y = at;
        at += box.height + gap;
      }
      y = at - gap + 44;
    } else {
      const height = Math.max(...boxes.map((box) => box.height));
      for (const box of boxes) {
        box.y = top;
        box.height = height;
      }
      y = top + height + 28;
    }
    return { path, outcome: path.outcome, title: path.accord_label ?? w.no_accord, y: top, boxes };
  });
  return { width, height: Math.max(y - 24, 0), upright, lanes };
}
