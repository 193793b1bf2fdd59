/** The picture of the paths: boxes joined by arrows, each reached by keyboard and leading to its sources. */
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { parameters } from "../shared/address";
import { COLOUR, Mark, OUTCOMES, STROKES } from "../shared/outcomes";
import { measured } from "../shared/picture/lines";
import type { Sign } from "../shared/picture/types";
import { useTold } from "../shared/resting";
import { type Box, type Lane, layout } from "./layout";
import { page, places, Source } from "./sources";
import type { Answer, OnPage } from "./types";
import { w } from "./words";

interface At {
  lane: number;
  box: number;
}

/** The part that the address names by the numbers of its way and of its box. */
function partIn(text: string | null): At | undefined {
  const found = /^([1-9]\d?)-([1-9]\d?)$/.exec(text ?? "");
  return found ? { lane: Number(found[1]) - 1, box: Number(found[2]) - 1 } : undefined;
}

export function Picture({ answer, seen }: { answer: Answer; seen: OnPage }) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [kept, setAt] = useState(() => partIn(parameters().get("part")));
  useTold("part", kept ? `${kept.lane + 1}-${kept.box + 1}` : "", () =>
    setAt(partIn(parameters().get("part"))),
  );
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setWidth(element.clientWidth));
    setWidth(element.clientWidth);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const drawn = useMemo(
    () => (width ? layout(answer, width, measured(14.5, 600)) : undefined),
    [answer, width],
  );
  Object.assign(seen, { told: [], signs: signs(answer) });
  const box = kept && drawn ? drawn.lanes[kept.lane]?.boxes[kept.box] : undefined;
  const at = box && kept;

  function move(event: KeyboardEvent, from: At): void {
    if (!drawn) return;
    const [along, across] = drawn.upright ? ["ArrowDown", "ArrowUp"] : ["ArrowRight", "ArrowLeft"];
    const [down, up] = drawn.upright ? ["ArrowRight", "ArrowLeft"] : ["ArrowDown", "ArrowUp"];
    const step = { [along]: [0, 1], [across]: [0, -1], [down]: [1, 0], [up]: [-1, 0] }[event.key];
    if (!step) return;
    event.preventDefault();
    const lane = Math.min(Math.max(from.lane + (step[0] ?? 0), 0), drawn.lanes.length - 1);
    const last = (drawn.lanes[lane]?.boxes.length ?? 1) - 1;
    const next = { lane, box: Math.min(Math.max(from.box + (step[1] ?? 0), 0), last) };
    setAt(next);
    place.current?.querySelector<SVGGElement>(`#part-${next.lane}-${next.box}`)?.focus();
  }

  return (
    <>
      <p class="hint">
        {w.about} {w.keys}
      </p>
      <div class="paths" ref={place}>
        {drawn && (
          // biome-ignore lint/a11y/useSemanticElements: a drawing has no fieldset
          <svg
            ref={seen.drawing}
            role="group"
            aria-label={w.about}
            viewBox={`0 0 ${drawn.width} ${drawn.height}`}
            width={drawn.width}
            height={drawn.height}
          >
            {drawn.lanes.map((lane, i) => (
              <g key={i} class={`lane o-${lane.outcome}`}>
                {lane.boxes.slice(1).map((to, j) => (
                  <Arrow key={j} from={lane.boxes[j] as Box} to={to} upright={drawn.upright} />
                ))}
                {lane.boxes.map((each, j) => {
                  const here = { lane: i, box: j };
                  const chosen = at?.lane === i && at.box === j;
                  return (
                    // biome-ignore lint/a11y/useSemanticElements: a part of a drawing is no button element
                    <g
                      key={j}
                      id={`part-${i}-${j}`}
                      class={`part-of-way ${each.kind}${chosen ? " chosen" : ""}`}
                      role="button"
                      tabindex={chosen || (!at && i === 0 && j === 0) ? 0 : -1}
                      aria-pressed={chosen}
                      onClick={() => setAt(here)}
                      onFocus={() => setAt(here)}
                      onKeyDown={(event) => move(event, here)}
                    >
                      <Drawn box={each} lane={lane} />
                    </g>
                  );
                })}
              </g>
            ))}
          </svg>
        )}
      </div>
      <div class="panel chosen-part" aria-live="polite">
        {box ? <Chosen box={box} /> : <p class="hint">{w.look}</p>}
      </div>
      <details class="twin">
        <summary>{w.twin}</summary>
        {drawn?.lanes.map((lane, i) => (
          <Twin key={i} lane={lane} />
        ))}
      </details>
    </>
  );
}

/** The outcomes that the ways have, and the mark of the best of several. */
function signs({ paths }: Answer): Sign[] {
  const outcomes = OUTCOMES.flatMap((outcome) => {
    const path = paths.find((each) => each.outcome === outcome);
    return path ? [{ label: path.outcome_label, colour: COLOUR[outcome], strokes: STROKES[outcome] }] : [];
  });
  const best = {
    label: w.best,
    colour: "--accent",
    strokes: [{ d: "M12 5l6.5 7-6.5 7-6.5-7z", full: true }],
  };
  return paths.some(({ pareto }) => pareto) ? [...outcomes, best] : outcomes;
}

function Arrow({ from, to, upright }: { from: Box; to: Box; upright: boolean }) {
  const [x1, y1] = upright ? [from.x + 24, from.y + from.height] : [from.x + from.width, from.y + 28];
  const [x2, y2] = upright ? [to.x + 24, to.y] : [to.x, to.y + 28];
  const tip = upright
    ? `M${x2 - 5} ${y2 - 8}L${x2} ${y2 - 1}L${x2 + 5} ${y2 - 8}`
    : `M${x2 - 8} ${y2 - 5}L${x2 - 1} ${y2}L${x2 - 8} ${y2 + 5}`;
  return <path class="arrow" d={`M${x1} ${y1}L${x2} ${y2}${tip}`} />;
}

function Drawn({ box, lane }: { box: Box; lane: Lane }) {
  const marked = box.kind === "decision";
  return (
    <>
      <rect x={box.x} y={box.y} width={box.width} height={box.height} rx="10" />
      <text class="what" x={box.x + 14} y={box.y + 24}>
        {box.what}
      </text>
      {marked && lane.path.pareto && (
        <text class="best" x={box.x + box.width - 14} y={box.y + 24} text-anchor="end">
          ◆<title>{w.best}</title>
        </text>
      )}
      {marked && (
        <g transform={`translate(${box.x + 14} ${box.y + 33})`}>
          <Mark outcome={lane.outcome} size={20} />
        </g>
      )}
      {box.lines.map((line, i) => (
        <text
          key={i}
          class={i < named(box) ? "name" : "more"}
          x={box.x + (marked && i < named(box) ? 42 : 14)}
          y={box.y + 48 + i * 20}
        >
          {line}
        </text>
      ))}
    </>
  );
}

/** How many of the lines are the name. */
function named(box: Box): number {
  let read = "";
  const bare = (text: string) => text.replace(/[\s…]/g, "");
  for (const [i, line] of box.lines.entries()) {
    read += bare(line);
    if (read.length >= bare(box.name).length || line.endsWith("…")) return i + 1;
  }
  return box.lines.length;
}

function Chosen({ box }: { box: Box }) {
  const evidence = places(box.evidence);
  return (
    <>
      <p class="eyebrow">{box.what}</p>
      <h3>{box.name}</h3>
      {box.detail.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {box.record && (
        <p>
          <a href={page(box.record)}>{w.record}</a>
        </p>
      )}
      {evidence.length > 0 && (
        <>
          <h4>{w.sources}</h4>
          <ul class="plain sources">
            {evidence.map((each, i) => (
              <li key={i}>
                <Source of={each} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Twin({ lane }: { lane: Lane }) {
  return (
    <>
      <h3>
        <Mark outcome={lane.outcome} /> {lane.title}
      </h3>
      <ol>
        {lane.boxes.map((box, i) => (
          <li key={i}>
            <span class="muted">{box.what}:</span>{" "}
            {box.record ? <a href={page(box.record)}>{box.name}</a> : box.name}
            {box.detail.length > 0 && <span class="muted"> · {box.detail.join(" · ")}</span>}
          </li>
        ))}
      </ol>
    </>
  );
}
