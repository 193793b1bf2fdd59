/** The answer on the map: the best direct way, or one of the ways through other places. */
import { useEffect, useState } from "preact/hooks";
import { go, parameters } from "../shared/address";
import { ask } from "../shared/api";
import type { Look } from "../shared/differences";
import { forceStrokes } from "../shared/forces";
import { Icon } from "../shared/glyph";
import { PathMap, type PathPlace } from "../shared/map/PathMap";
import { COLOUR, Mark, STROKES } from "../shared/outcomes";
import { Fault, Loading, useAsked } from "../shared/states";
import { brief } from "./comparison";
import { type Answer, type OnPage, type Path, rankOf, type Side } from "./types";
import { w } from "./words";

interface Way {
  outcome: Path["outcome"];
  outcome_label: string;
  label: string;
  /** The legal force of what leads to the target. */
  force: { look: Look; label: string } | undefined;
  by: PathPlace[];
  steps: string[];
}

/** A side as a place: a body stands where its jurisdiction is. */
async function place(side: Side, signal: AbortSignal): Promise<PathPlace> {
  const [kind, name = ""] = side.id.split("/");
  if (kind !== "body") return { code: name, label: side.label };
  type Found = { data: { jurisdiction: { id: string }[] } };
  const found = await ask<Found>(`/api/v1/bodies/${name}`, { fields: "jurisdiction" }, { signal });
  return { code: found.data.jurisdiction[0]?.id.split("/")[1] ?? "", label: side.label };
}

/** The legal force of a path with its sign; undefined for one that is closed. */
function forceOf(path: Path): Way["force"] {
  if (path.outcome === "blocked") return undefined;
  const look = { colour: "--ink", strokes: forceStrokes(rankOf(path.force)) };
  return { look, label: path.force_label ?? w.unknown };
}

function ways(answer: Answer): Way[] {
  const direct = answer.paths.map((path) => ({
    outcome: path.outcome,
    outcome_label: path.outcome_label,
    label: path.accord_label ?? w.no_accord,
    force: forceOf(path),
    by: [],
    steps: [
      [path.accord_label, ...path.steps.map((step) => brief(step.text, path))].filter(Boolean).join(" · "),
    ],
  }));
  const relays = answer.relays.map((relay) => ({
    outcome: relay.outcome,
    outcome_label: relay.outcome_label,
    label: [...relay.places.map((each) => each.label), relay.onward[0]?.accord_label]
      .filter(Boolean)
      .join(" → "),
    force: relay.onward[0] && forceOf(relay.onward[0]),
    by: relay.places.map((each) => ({ code: each.id, label: each.label })),
    steps: [...relay.registrations.map((each) => each.label), relay.onward[0]?.accord_label ?? ""],
  }));
  return [...direct, ...relays];
}

/** The way that the address names by its number; the first if it names none of so many. */
export function chosen(count: number): number {
  const number = Number(parameters().get("way") ?? "1");
  return Number.isInteger(number) && 1 <= number && number <= count ? number - 1 : 0;
}

export default function OnMap({ answer, seen }: { answer: Answer; seen: OnPage }) {
  const { home, target } = answer.question;
  const all = ways(answer);
  const [at, setAt] = useState(() => chosen(all.length));
  useEffect(() => {
    const back = () => setAt(chosen(all.length));
    addEventListener("popstate", back);
    return () => {
      removeEventListener("popstate", back);
      // Another view is shown, which knows no single way.
      go({ way: "" }, "replace");
    };
  }, []);
  function choose(n: number): void {
    // The map of another way begins anew.
    go({ way: n ? String(n + 1) : "", map: "" });
    setAt(n);
  }
  const ends = useAsked(`${home.id} ${target.id}`, (signal) =>
    Promise.all([place(home, signal), place(target, signal)]),
  );
  const way = all[at];
  if (ends.error) return <Fault error={ends.error} retry={ends.retry} />;
  if (!ends.value || !way) return <Loading />;
  const [from, to] = ends.value;
  const sign = { label: way.outcome_label, colour: COLOUR[way.outcome], strokes: STROKES[way.outcome] };
  const force = way.force && { label: way.force.label, ...way.force.look };
  Object.assign(seen, { told: [way.label], signs: [sign, ...(force ? [force] : [])] });
  return (
    <>
      <fieldset class="which">
        <legend class="unseen">{w.which}</legend>
        {all.map((each, i) => (
          <label key={i}>
            <input type="radio" name="which-way" checked={i === at} onChange={() => choose(i)} />
            <span>
              <Mark outcome={each.outcome} size={18} /> {each.label}
              {each.force && (
                <>
                  {" "}
                  <Icon strokes={each.force.look.strokes} size={15} tone="force" /> {each.force.label}
                </>
              )}
            </span>
          </label>
        ))}
      </fieldset>
      <PathMap
        key={at}
        label={`${from.label} → ${to.label}: ${way.label}`}
        home={from}
        target={to}
        outcome={way.outcome}
        force={way.force}
        by={way.by}
        steps={way.steps}
        drawing={seen.drawing}
      />
      <ol class="tight">
        {way.steps.filter(Boolean).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </>
  );
}
