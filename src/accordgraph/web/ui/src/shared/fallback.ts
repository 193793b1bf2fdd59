import { words } from "./words";

const w = words({
  en: { told: "A part of this page did not arrive; you see its plain form.", again: "Load it again" },
  zh: { told: "本页有一部分未能载入，此处显示的是基本形式。", again: "重新载入" },
});

function plain(): void {
  const main = document.querySelector("main");
  if (!main || main.querySelector("[data-part-missing]")) return;
  const said = document.createElement("p");
  said.className = "warn";
  said.dataset.partMissing = "";
  said.setAttribute("role", "alert");
  const again = document.createElement("a");
  again.href = location.href;
  again.textContent = w.again;
  again.addEventListener("click", (event) => {
    event.preventDefault(); // an address with # would only be jumped to
    location.reload();
  });
  said.append(`${w.told} `, again);
  main.querySelector("h1")?.after(said);
  for (const each of main.querySelectorAll("noscript")) {
    each.insertAdjacentHTML("beforebegin", each.textContent ?? "");
    each.remove();
  }
}

/** Where a script of a page does not arrive, the reader gets what browsers without scripts get, and is told. */
export function plainWhenMissing(): void {
  const missing = (event: Event) => event.target instanceof HTMLScriptElement && plain();
  addEventListener("error", missing, true);
  addEventListener("vite:preloadError", plain);
}
