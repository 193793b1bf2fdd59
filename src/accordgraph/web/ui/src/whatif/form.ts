import { lang } from "../shared/words";
import { w } from "./words";

/** The tiers of the accord chosen are offered, and one is told that the answer is on its way. */
export function helped(form: HTMLFormElement): void {
  const told = form.querySelector("#tiers")?.textContent;
  const accord = form.querySelector<HTMLSelectElement>("select[name=accord]");
  const tier = form.querySelector<HTMLSelectElement>("select[name=tier]");
  if (told && accord && tier) {
    const tiers = JSON.parse(told) as Record<string, [string, string][]>;
    const offer = () => {
      const [first, before] = [tier.options[0], tier.value];
      const found = (tiers[accord.value] ?? []).map(([name, label]) => new Option(label, name));
      tier.replaceChildren(...(first ? [first] : []), ...found);
      tier.value = found.some(({ value }) => value === before) ? before : "";
    };
    accord.addEventListener("change", offer);
    offer();
  }
  form.addEventListener("submit", () => {
    const note = document.createElement("span");
    note.setAttribute("role", "status");
    note.className = "ui-loading";
    form.querySelector(".send")?.append(note);
    // Told only when the answer takes its time, as everywhere.
    setTimeout(() => {
      const bar = document.createElement("progress");
      bar.setAttribute("aria-label", w.working);
      note.lang = lang === "zh" ? "zh-Hans" : "en";
      note.append(bar, w.working);
    }, 400);
  });
  // A page that comes back from the browser's memory must not still be waiting.
  addEventListener("pageshow", () => form.querySelector(".ui-loading")?.remove());
}
