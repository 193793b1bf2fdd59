/** What the views show, loaded when the first of them is asked for. */
import type { FunctionComponent, RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Save } from "../shared/saving";
import { Empty, Fault, Loading, useAsked } from "../shared/states";
import { data } from "./asking";
import { Comparison, rows } from "./comparison";
import { Picture } from "./picture";
import type { Question } from "./question";
import { Sentence } from "./sentence";
import type { Answer } from "./types";
import type { View } from "./views";
import { w } from "./words";

type Drawing = FunctionComponent<{ answer: Answer; drawing: RefObject<SVGSVGElement | null> }>;

export function Shown({ view, question, name }: { view: View; question: Question; name: string }) {
  const found = useAsked("answer", (signal) =>
    data<{ data: Answer }>(question, { include: "told" }, signal).then((answer) => answer.data),
  );
  const drawing = useRef<SVGSVGElement>(null);
  if (found.error) return <Fault error={found.error} retry={found.retry} />;
  const answer = found.value;
  if (!answer) return <Loading />;
  if (!answer.paths.length && !answer.relays.length) return <Empty>{w.empty}</Empty>;
  const drawn = view === "picture" || view === "map";
  return (
    <>
      <div class="ui-tools">
        <Save
          name={drawn ? `${name}-${view}` : name}
          {...(drawn ? { picture: () => drawing.current } : {})}
          table={() => rows(answer)}
        />
        <button type="button" class="quiet" onClick={() => print()}>
          {w.print}
        </button>
      </div>
      {view === "sentence" && <Sentence answer={answer} />}
      {view === "table" && <Comparison answer={answer} />}
      {view === "picture" && <Picture answer={answer} drawing={drawing} />}
      {view === "map" && <Later answer={answer} drawing={drawing} />}
    </>
  );
}

/** The map is large, and loaded only for those who want it. */
function Later(given: { answer: Answer; drawing: RefObject<SVGSVGElement | null> }) {
  const [Shown, setShown] = useState<Drawing>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    import("./map").then((made) => setShown(() => made.default), setError);
  }, []);
  if (error) return <Fault error={error} />;
  return Shown ? <Shown {...given} /> : <Loading />;
}
