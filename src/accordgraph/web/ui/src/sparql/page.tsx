import { useEffect, useRef, useState } from "preact/hooks";
import { go, onReturn, parameters } from "../shared/address";
import { Problem } from "../shared/api";
import { save } from "../shared/save";
import { Loading } from "../shared/states";
import { waiting } from "../shared/waiting";
import { fill, lang } from "../shared/words";
import { edit, type Handle } from "./editor";
import { Result, summary } from "./results";
import { type Answer, file, type Given, run } from "./run";
import { w } from "./words";

const LONGEST_ADDRESS = 6000;

/** Put the query into the address, in place of what it was begun from; false if it is too long for one. */
function addressed(query: string): boolean {
  if (encodeURIComponent(query).length > LONGEST_ADDRESS) return false;
  const others = Object.fromEntries([...parameters().keys()].map((name) => [name, null]));
  go({ ...others, lang: parameters().get("lang"), query });
  return true;
}

function Wrong({ error }: { error: unknown }) {
  const problem = error instanceof Problem ? error : new Problem("unknown", String(error), 0);
  return (
    <div class="alert" role="alert">
      <h2>{w.wrong}</h2>
      <p class="ui-said" lang={lang === "zh" ? "en" : undefined}>
        {problem.message}
      </p>
      <p class="code">{problem.code}</p>
    </div>
  );
}

/** What stands under the text field: the editor's buttons, and the answer. */
export function Sparql({ field, given }: { field: HTMLTextAreaElement; given: Given }) {
  const editor = useRef<Handle | null>(null);
  const stopping = useRef(new AbortController());
  const [broken, setBroken] = useState<number>();
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<{ of: string; is: Answer }>();
  const [error, setError] = useState<unknown>();
  const [note, setNote] = useState("");

  async function ask(query: string): Promise<void> {
    stopping.current.abort();
    const stop = new AbortController();
    stopping.current = stop;
    setBusy(true);
    setError(undefined);
    setNote("");
    try {
      const found = await run(query, stop.signal);
      setAnswer({ of: query, is: found });
    } catch (wrong) {
      setAnswer(undefined);
      if (!stop.signal.aborted) setError(wrong);
    } finally {
      if (stopping.current === stop) setBusy(false);
    }
  }
  function start(): void {
    const query = editor.current?.text() ?? field.value;
    if (!query.trim()) return;
    const short = addressed(query);
    void ask(query).then(() => !short && setNote(w.long));
  }
  async function keep(format: string): Promise<void> {
    if (!answer) return;
    const name = `accordgraph.${format}`;
    const over = waiting();
    try {
      save(await file(answer.of, format, stopping.current.signal), name);
      setNote(fill(w.saved, { name }));
    } catch (wrong) {
      setError(wrong);
    } finally {
      over();
    }
  }
  useEffect(() => {
    const begun = parameters().get("query");
    void edit(
      field,
      { terms: given.terms, prefixes: given.prefixes, label: w.label },
      { run: start, checked: setBroken },
    ).then((made) => {
      editor.current = made;
    });
    if (begun) void ask(begun);
    field.form?.addEventListener("submit", (event) => {
      event.preventDefault();
      start();
    });
    onReturn(() => {
      const query = parameters().get("query");
      if (query === null) return location.reload();
      editor.current?.write(query);
      void ask(query);
    });
  }, []);
  const formats = answer?.is.kind === "graph" ? given.graphs : given.tables;
  return (
    <>
      <p class="ui-broken" role="status">
        {broken ? fill(w.broken, { n: broken }) : ""}
      </p>
      <p class="send">
        <button type="submit" class="main">
          {w.run}
        </button>
        {busy && (
          <button type="button" onClick={() => stopping.current.abort()}>
            {w.stop}
          </button>
        )}
        <span class="hint">{w.keys}</span>
      </p>
      <div class="ui-answer">
        {busy && <Loading />}
        {error !== undefined && <Wrong error={error} />}
        <p role="status" class="ui-summary" id="answer">
          {answer && !busy ? summary(answer.is) : ""}
        </p>
        {answer && !busy && (
          <>
            <Result answer={answer.is} given={given} />
            <div class="ui-tools">
              <span class="hint">{w.save}</span>
              {formats.map((format) => (
                <button type="button" class="quiet" key={format} onClick={() => keep(format)}>
                  {format.toUpperCase()}
                </button>
              ))}
            </div>
          </>
        )}
        {note && (
          <p role="status" class="hint">
            {note}
          </p>
        )}
      </div>
    </>
  );
}
