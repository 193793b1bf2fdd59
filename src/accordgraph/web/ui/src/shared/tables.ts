import { saveCsv } from "./save";
import { fill, words } from "./words";

const w = words({
  en: {
    save: "Save as CSV",
    named: "Save as CSV: {name}",
    heads: ["date", "kind", "what", "with", "address"],
  },
  zh: {
    save: "存为 CSV",
    named: "存为 CSV：{name}",
    heads: ["日期", "类型", "事项", "相关", "网址"],
  },
});

function rows(table: HTMLTableElement): string[][] {
  return [...table.rows].map((row) =>
    [...row.cells].map((cell) => (cell.textContent ?? "").replace(/\s+/g, " ").trim()),
  );
}

function said(within: Element, part: string): string {
  return (within.querySelector(part)?.textContent ?? "").replace(/\s+/g, " ").trim();
}

function happenings(): string[][] {
  return [...document.querySelectorAll("main .happenings > li")].map((each) => [
    said(each, ".day"),
    said(each, ".kind"),
    said(each, ".kind ~ a"),
    said(each, ".involved"),
    each.querySelector<HTMLAnchorElement>(".kind ~ a")?.href ?? "",
  ]);
}

function button(name: string, save: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiet";
  made.textContent = w.save;
  if (name) made.setAttribute("aria-label", fill(w.named, { name }));
  made.addEventListener("click", save);
  return made;
}

const file = () => location.pathname.slice(1).replaceAll("/", "-");

/** A button under the happenings of a page, which stand by year and are saved together. */
export function happeningsButton(): void {
  const last = [...document.querySelectorAll("main .happenings:has(> li .kind)")].at(-1);
  const heading = document.querySelector("#history, #events") ?? document.querySelector("h1");
  const name = heading?.firstChild?.textContent?.trim() ?? "";
  last?.after(button(name, () => saveCsv([[...w.heads], ...happenings()], `${file()}-history`)));
}

/** A button under each table of more than a few rows. */
export function tableButtons(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>("main .scroll > table")) {
    if (table.rows.length < 4) continue;
    const name = table.caption?.textContent?.trim() ?? "";
    const save = () => saveCsv(rows(table), file() || "table");
    table.parentElement?.after(button(name, save));
  }
}
