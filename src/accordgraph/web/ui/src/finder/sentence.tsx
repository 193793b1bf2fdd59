/** The answer as a text to read, each sentence with the numbers of its sources. */
import { Mark } from "../shared/outcomes";
import { places, Source } from "./sources";
import type { Answer, Citation, Path } from "./types";
import { w } from "./words";

export function Sentence({ answer }: { answer: Answer }) {
  const sources = places(answer.paths.flatMap((path) => path.told.flatMap((told) => told.evidence)));
  const number = new Map(sources.map((each, i) => [key(each), i + 1]));
  return (
    <div class="reading">
      {answer.paths.map((path, i) => (
        <section key={i}>
          <h3>
            <Mark outcome={path.outcome} size={22} /> {path.accord_label ?? w.no_accord}
            <span class="muted"> · {path.outcome_label}</span>
          </h3>
          <p>
            {path.told.map((told, j) => (
              <span key={j}>
                {told.sentence}
                <Notes numbers={cited(told.evidence, number)} />{" "}
              </span>
            ))}
          </p>
          <Opens path={path} />
        </section>
      ))}
      <h3>{w.sources}</h3>
      <ol class="notes">
        {sources.map((each, i) => (
          <li key={i} id={`note-${i + 1}`}>
            <Source of={each} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function key(each: Citation): string {
  return `${each.source} ${each.locator ?? ""} ${each.certainty}`;
}

function cited(evidence: readonly Citation[], number: Map<string, number>): number[] {
  const found = new Set(evidence.map((each) => number.get(key(each)) ?? 0));
  return [...found].sort((a, b) => a - b);
}

function Notes({ numbers }: { numbers: readonly number[] }) {
  return (
    <sup class="cited">
      {runs(numbers).map(([first, last]) => (
        <a key={first} href={`#note-${first}`} aria-label={`${w.sources} ${span(first, last)}`}>
          {span(first, last)}
        </a>
      ))}
    </sup>
  );
}

function span(first: number, last: number): string {
  return first === last ? String(first) : `${first}–${last}`;
}

/** Numbers that follow each other, as first and last. */
export function runs(numbers: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const n of numbers) {
    const last = found.at(-1);
    if (last && n === last[1] + 1) last[1] = n;
    else found.push([n, n]);
  }
  return found;
}

/** For a "no": what would open it. */
export function Opens({ path, bare }: { path: Path; bare?: boolean }) {
  if (path.outcome !== "blocked" || !path.opens.length) return null;
  return (
    <div class="opens">
      {!bare && <h4>{w.opens}</h4>}
      <ol>
        {path.opens.slice(0, 2).map((opening, i) => (
          <li key={i}>
            <Mark outcome={opening.outcome} size={18} /> <strong>{opening.outcome_label}</strong>
            <ul>
              {opening.facts.map((fact) => (
                <li key={fact.text}>
                  {fact.text} <span class={`badge l-${fact.lies_with}`}>{fact.lies_with_label}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </div>
  );
}
