/** The views of an answer. Cards are the server's; the others are made from the same answer when they are asked for. */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { go, onReturn, parameters } from "../shared/address";
import { Loading } from "../shared/states";
import { Tabs } from "../shared/tabs";
import { asked } from "./asking";
import { w } from "./words";

const VIEWS = ["cards", "sentence", "table", "picture", "map"] as const;
export type View = (typeof VIEWS)[number];
type Made = typeof import("./made");

function wanted(): View {
  const view = parameters().get("view");
  return VIEWS.find((each) => each === view) ?? "cards";
}

let follow = (): void => {};
let following = false;

export function views(place: HTMLElement): void {
  if (!following) onReturn(() => follow());
  following = true;
  render(<Views name={place.dataset.name ?? "answer"} />, place);
}

function Views({ name }: { name: string }) {
  const [view, setView] = useState<View>(wanted());
  const [made, setMade] = useState<Made>();
  const [question] = useState(asked);
  follow = () => setView(wanted());
  useEffect(() => {
    const cards = document.getElementById("panel-cards");
    if (cards) {
      cards.hidden = view !== "cards";
      cards.setAttribute("role", "tabpanel");
      cards.setAttribute("aria-labelledby", "tab-cards");
    }
    if (view !== "cards" && !made) void import("./made").then(setMade);
  }, [view]);
  return (
    <>
      <Tabs
        label={w.views}
        tabs={VIEWS.map((id) => ({ id, label: w[id] }))}
        chosen={view}
        choose={(id) => {
          go({ view: id === "cards" ? null : id });
          setView(id as View);
        }}
      />
      {view !== "cards" && (
        <div class="view" id={`panel-${view}`} role="tabpanel" aria-labelledby={`tab-${view}`}>
          {made ? <made.Shown view={view} question={question} name={name} /> : <Loading />}
        </div>
      )}
    </>
  );
}
