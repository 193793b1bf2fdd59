/** What the views show, loaded when the first of them is asked for. */
import type { FunctionComponent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Picture as Saved } from "../shared/picture/types";
import { Save } from "../shared/saving";
import { Empty, Fault, Loading, useAsked } from "../shared/states";
import { fill } from "../shared/words";
import { asked, data } from "./asking";
import { Comparison, rows } from "./comparison";
import { Picture } from "./picture";
import { link, type Question } from "./question";
import { Sentence } from "./sentence";
import type { Answer, OnPage } from "./types";
import type { View } from "./views";
import { w } from "./words";

type Seen = { answer: Answer; seen: OnPage };

/** The question; what a person told of themselves is in no picture. */
function about(answer: Answer, seen: OnPage): Saved {
  const { home, target, goal_label, as_of } = answer.question;
  const title = fill(w.question, { home: home.label, target: target.label, goal: goal_label, day: as_of });
  return { ...seen, drawing: seen.drawing.current, title, address: link(asked(), false) };
}

export function Shown({ view, question, name }: { view: View; question: Question; name: string }) {
  const found = useAsked("answer", (signal) =>
    data<{ data: Answer }>(question, { include: "told" }, signal).then((answer) => answer.data),
  );
  const drawing = useRef<SVGSVGElement>(null);
  const seen = useRef<OnPage>({ drawing }).current;
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
          {...(drawn ? { picture: () => about(answer, seen) } : {})}
          table={() => rows(answer)}
        />
        <button type="button" class="quiet" onClick={() => print()}>
          {w.print}
        </button>
      </div>
      {view === "sentence" && <Sentence answer={answer} />}
      {view === "table" && <Comparison answer={answer} />}
      {view === "picture" && <Picture answer={answer} seen={seen} />}
      {view === "map" && <Later answer={answer} seen={seen} />}
    </>
  );
}

/** The map is large, and loaded only for those who want it. */
function Later(given: Seen) {
  const [Shown, setShown] = useState<FunctionComponent<Seen>>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    import("./map").then((made) => setShown(() => made.default), setError);
  }, []);
  if (error) return <Fault error={error} />;
  return Shown ? <Shown {...given} /> : <Loading />;
}
