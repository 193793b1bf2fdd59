/** The path finder: suggestions, answers without loading again, and the views of an answer. */
import "../finder/finder.css";

import { saveAnswer } from "../finder/answers";
import { asked, begin, show } from "../finder/asking";
import { handed, handOver } from "../finder/handing";
import { addressed, form, fragment, told, typed } from "../finder/question";
import { share } from "../finder/share";
import { suggest } from "../finder/suggest";
import { views } from "../finder/views";
import { w } from "../finder/words";

function start(): void {
  const asking = form();
  if (asking) {
    suggest(asking);
    const hint = asking.querySelector("[data-ui=private]");
    if (hint) hint.textContent = w.private;
    asking.addEventListener("submit", (event) => {
      event.preventDefault();
      const question = typed(asking);
      const view = asked().query.get("view");
      if (view) question.query.set("view", view);
      void show(question);
    });
  }
  for (const place of document.querySelectorAll<HTMLElement>("[data-ui=views]")) views(place);
  for (const place of document.querySelectorAll<HTMLElement>("[data-ui=share]")) share(place);
}

document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey)
    return;
  const url = new URL(link.href);
  if (url.origin !== location.origin) return;
  if (link.dataset.answer && told(asked())) {
    event.preventDefault();
    void saveAnswer(link.dataset.answer as "json" | "receipt");
  } else if (link.closest(".tongues") && told(asked())) {
    handOver(asked().profile);
  } else if (link.closest("main") && url.pathname === "/pathways" && url.search && !samePlace(url)) {
    event.preventDefault();
    const question = addressed(url);
    void show({ ...question, profile: { ...asked().profile, ...question.profile } }, "push", url.hash);
  }
});

/** Whether a link only leads to a part of this page. */
function samePlace(url: URL): boolean {
  return url.search === location.search && url.hash !== "" && url.pathname === location.pathname;
}

const brought = { ...handed(), ...fragment(location.hash) };
begin(addressed(new URL(location.href)).profile, start);
if (Object.keys(brought).length) {
  const question = addressed(new URL(location.href));
  void show({ ...question, profile: { ...question.profile, ...brought } }, "stay");
}
