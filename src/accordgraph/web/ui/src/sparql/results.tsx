import { useState } from "preact/hooks";
import { fill, number } from "../shared/words";
import type { Answer, Given, Term } from "./run";
import { w } from "./words";

const STEP = 200;
const LONGEST = 100_000;

/** An IRI in short, by the longest prefix that fits. */
export function short(iri: string, prefixes: Record<string, string>): string {
  let best = iri;
  for (const [name, start] of Object.entries(prefixes)) {
    if (!iri.startsWith(start) || iri.length === start.length) continue;
    const said = `${name}:${iri.slice(start.length)}`;
    if (said.length < best.length) best = said;
  }
  return best;
}

function Cell({ term, given }: { term: Term | undefined; given: Given }) {
  if (!term) return null;
  const value = typeof term.value === "string" ? term.value : JSON.stringify(term.value);
  if (term.type === "uri" && /^https?:/.test(value)) {
    const ours = value.startsWith(given.base);
    const said = short(value, given.prefixes);
    return ours ? (
      <a href={`/${value.slice(given.base.length)}`}>{said}</a>
    ) : (
      <a href={value} rel="external noreferrer">
        {said}
      </a>
    );
  }
  return <span lang={term["xml:lang"]}>{term.type === "bnode" ? `_:${value}` : value}</span>;
}

function Table({ answer, given }: { answer: Extract<Answer, { kind: "table" }>; given: Given }) {
  const [shown, setShown] = useState(STEP);
  const rows = answer.rows.slice(0, shown);
  const left = answer.rows.length - rows.length;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section class="scroll ui-rows" aria-labelledby="answer" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {answer.columns.map((column) => (
                <th scope="col" key={column}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                {answer.columns.map((column) => (
                  <td key={column}>
                    <Cell term={row[column]} given={given} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {left > 0 && (
        <p class="hint">
          {fill(w.shown, { n: number(rows.length), all: number(answer.rows.length) })}{" "}
          <button type="button" class="quiet" onClick={() => setShown(shown + STEP)}>
            {fill(w.more, { n: Math.min(STEP, left) })}
          </button>
        </p>
      )}
    </>
  );
}

/** How much was found, in a line that is read out. */
export function summary(answer: Answer): string {
  const s = answer.seconds.toFixed(2);
  if (answer.kind === "graph") return fill(w.graph, { s });
  if (answer.kind === "truth") return answer.truth ? w.yes : w.no;
  return answer.rows.length === 1 ? fill(w.row, { s }) : fill(w.rows, { n: number(answer.rows.length), s });
}

export function Result({ answer, given }: { answer: Answer; given: Given }) {
  if (answer.kind === "truth") return null;
  if (answer.kind === "graph")
    return (
      <>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
        <pre class="ui-graph" tabIndex={0}>
          <code>{answer.text.slice(0, LONGEST)}</code>
        </pre>
        {answer.text.length > LONGEST && <p class="hint">{w.cut}</p>}
      </>
    );
  if (answer.rows.length === 0) return <p class="empty">{w.none}</p>;
  return <Table key={answer.seconds} answer={answer} given={given} />;
}
