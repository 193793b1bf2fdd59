import { saveCsv } from "./save";
import { fill, words } from "./words";

const w = words({
  en: { save: "Save as CSV", named: "Save as CSV: {name}" },
  zh: { save: "存为 CSV", named: "存为 CSV：{name}" },
});

function rows(table: HTMLTableElement): string[][] {
  return [...table.rows].map((row) =>
    [...row.cells].map((cell) => (cell.textContent ?? "").replace(/\s+/g, " ").trim()),
  );
}

/** A button under each table of more than a few rows. */
export function tableButtons(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>("main .scroll > table")) {
    if (table.rows.length < 4) continue;
    const name = table.caption?.textContent?.trim() ?? "";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = w.save;
    if (name) button.setAttribute("aria-label", fill(w.named, { name }));
    button.addEventListener("click", () =>
      saveCsv(rows(table), location.pathname.slice(1).replaceAll("/", "-") || "table"),
    );
    table.parentElement?.after(button);
  }
}
