import "./growth.css";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { go, onReturn, parameters } from "../shared/address";
import { ask } from "../shared/api";
import { Save } from "../shared/saving";
import { Empty, Fault, Loading, useAsked } from "../shared/states";
import { fill, lang, number, words } from "../shared/words";

const w = words({
  en: {
    chart: "{goal}: open pairs of places, step by step, from {first} to {last}",
    keys: "Steps; arrow keys lead from step to step",
    axis: "Open pairs",
    step: "{day}: {gained} pairs gained, {lost} lost; {open} open from then on.",
    hint: "Point at the line, or use the arrow keys: each step names what stands behind it.",
    cause: "{what}: {who}",
    more: "and {n} more",
    colon: ", ",
    before: "Step before",
    after: "Next step",
    none: "No pair opened or closed in this time.",
    heads: ["date", "gained", "lost", "open", "causes"],
  },
  zh: {
    chart: "{goal}：{first}至{last}可行辖区对数的逐步变化",
    keys: "变化步骤；方向键逐步移动",
    axis: "可行对数",
    step: "{day}：新增{gained}对，减少{lost}对；此后可行{open}对。",
    hint: "请指向曲线，或使用方向键：每一步都会说明其原因。",
    cause: "{what}：{who}",
    more: "另有{n}项",
    colon: "，",
    before: "上一步",
    after: "下一步",
    none: "这段时间内没有可行辖区对的变化。",
    heads: ["日期", "新增", "减少", "可行", "原因"],
  },
});

interface Named {
  label: string;
}
interface Cause {
  what_label: string;
  label: string;
  gained: number;
  lost: number;
  accord?: Named | null;
  body?: Named | null;
  jurisdiction?: Named | null;
  tier?: Named | null;
}
interface Data {
  asked: { goal: string; goal_label: string; as_of: string };
  since: string;
  years: { open: number }[];
  steps: { date: string; gained: number; lost: number; open: number; causes: Cause[] }[];
}

/** Causes named beside the chart; the list below names all. */
const NAMED = 4;

function told(cause: Cause): string {
  const parts = [(cause.body ?? cause.jurisdiction)?.label, cause.accord?.label, cause.tier?.label];
  const who = cause.accord ? parts.filter(Boolean).join(w.colon) : cause.label;
  return fill(w.cause, { what: cause.what_label, who });
}

/** The growth as a line of steps, each with what stands behind it. */
export function Growth() {
  const asked = useAsked(location.search, async (signal) => {
    const query = Object.fromEntries(parameters());
    delete query.step;
    query.goal ||= document.querySelector<HTMLSelectElement>("form.filters [name=goal]")?.value ?? "";
    const [answer, draw] = await Promise.all([
      ask<{ data: Data }>("/api/v1/matrix/growth", query, { signal }),
      import("./chart"),
    ]);
    return { data: answer.data, draw };
  });
  if (asked.error) return <Fault error={asked.error} retry={asked.retry} />;
  if (!asked.value) return <Loading />;
  if (!asked.value.data.steps.length) return <Empty>{w.none}</Empty>;
  return <Chart {...asked.value} />;
}

function Chart({ data, draw }: { data: Data; draw: typeof import("./chart") }) {
  const { steps, asked } = data;
  const points = useMemo(() => steps.map(({ date, open }) => ({ day: new Date(date), open })), [steps]);
  const find = () => steps.findIndex(({ date }) => date === parameters().get("step"));
  const [at, setAt] = useState(find);
  const [under, setUnder] = useState(-1);
  const [width, setWidth] = useState(0);
  const place = useRef<HTMLDivElement>(null);
  const shown = under >= 0 ? under : at;
  const step = steps[shown];
  const label = fill(w.chart, { goal: asked.goal_label, first: data.since, last: asked.as_of });
  const name = `accordgraph-growth-${asked.goal}-${asked.as_of}`;

  useEffect(() => onReturn(() => setAt(find())), []);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element || !width) return;
    const begun = steps[0] as (typeof steps)[0];
    const drawn = draw.chart({
      steps: points,
      first: { day: new Date(data.since), open: begun.open - begun.gained + begun.lost },
      last: { day: new Date(asked.as_of), open: steps.at(-1)?.open ?? 0 },
      chosen: points[shown],
      width,
      label,
      axis: w.axis,
      lang,
    });
    element.replaceChildren(drawn);
  }, [width, shown, points]);

  const drawing = () => place.current?.querySelector("svg") as SVGSVGElement;
  function choose(n: number): void {
    const next = Math.min(steps.length - 1, Math.max(0, n));
    setUnder(-1);
    setAt(next);
    go({ step: steps[next]?.date }, "replace");
  }
  function keyed(event: KeyboardEvent): void {
    const to = {
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      ArrowLeft: Math.max(0, at - 1),
      ArrowDown: Math.max(0, at - 1),
      Home: 0,
      End: steps.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(to);
  }
  function pointed(event: PointerEvent | MouseEvent): number {
    const svg = drawing();
    return draw.nearest(svg, event.clientX - svg.getBoundingClientRect().left, points);
  }
  const picture = () => ({
    drawing: drawing(),
    title: label,
    told: step && said ? [said, ...causes.map(told)] : [],
  });
  const said = step && fill(w.step, { ...numbers(step), day: step.date });
  const causes = step?.causes.slice(0, NAMED) ?? [];
  return (
    <>
      <div
        ref={place}
        class="growth-chart"
        role="slider"
        tabIndex={0}
        aria-label={`${label}. ${w.keys}`}
        aria-valuemin={0}
        aria-valuemax={steps.length - 1}
        aria-valuenow={Math.max(0, at)}
        aria-valuetext={step ? [said, ...causes.map(told)].join(" ") : w.hint}
        onKeyDown={keyed}
        onPointerMove={(event) => event.pointerType !== "touch" && setUnder(pointed(event))}
        onPointerLeave={() => setUnder(-1)}
        onClick={(event) => choose(pointed(event))}
      />
      <div class="ui-tools">
        <button type="button" class="quiet" disabled={at <= 0} onClick={() => choose(at - 1)}>
          ← {w.before}
        </button>
        <button type="button" class="quiet" disabled={at >= steps.length - 1} onClick={() => choose(at + 1)}>
          {w.after} →
        </button>
        <Save name={name} picture={picture} table={() => rows(data)} />
      </div>
      <div class="growth-said" role="status">
        {step ? (
          <>
            <p>
              <strong>{said}</strong>
            </p>
            <ul>
              {causes.map((cause) => (
                <li key={told(cause)}>
                  {told(cause)}{" "}
                  <span class="n">
                    +{number(cause.gained)} −{number(cause.lost)}
                  </span>
                </li>
              ))}
              {step.causes.length > NAMED && <li>{fill(w.more, { n: step.causes.length - NAMED })}</li>}
            </ul>
          </>
        ) : (
          <p class="hint">{w.hint}</p>
        )}
      </div>
    </>
  );
}

function numbers({ gained, lost, open }: Data["steps"][0]) {
  return { gained: number(gained), lost: number(lost), open: number(open) };
}

function rows(data: Data): unknown[][] {
  const lines = data.steps.map((step) => [
    step.date,
    step.gained,
    step.lost,
    step.open,
    step.causes.map(told).join("; "),
  ]);
  return [[...w.heads], ...lines];
}
