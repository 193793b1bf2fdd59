import { go, onReturn, parameters } from "./address";

/** What a cell is compared by: what it says of itself, else its text. */
function worth(row: HTMLTableRowElement, column: number, kind: string): string | number {
  const cell = row.cells[column];
  const text = cell?.dataset.value ?? cell?.textContent?.trim() ?? "";
  return kind === "number" ? Number(text) : text;
}

function sort(table: HTMLTableElement, first: readonly HTMLTableRowElement[], order: string): void {
  const body = table.tBodies[0];
  const column = Math.abs(Number(order)) - 1;
  const down = order.startsWith("-");
  const head = [...(table.tHead?.rows[0]?.cells ?? [])];
  const kind = head[column]?.dataset.sort;
  for (const cell of head) cell.removeAttribute("aria-sort");
  if (!kind) return void body?.replaceChildren(...first);
  head[column]?.setAttribute("aria-sort", down ? "descending" : "ascending");
  const sorted = [...first].sort((a, b) => {
    const [one, other] = [worth(a, column, kind), worth(b, column, kind)];
    const found =
      typeof one === "number"
        ? one - Number(other)
        : one.localeCompare(String(other), document.documentElement.lang);
    return down ? -found : found;
  });
  body?.replaceChildren(...sorted);
}

/**
 * Heads with `data-sort` become buttons that put the rows in their order, numbers with the largest first;
 * the address keeps it.
 */
export function sortable(table: HTMLTableElement): void {
  const first = [...(table.tBodies[0]?.rows ?? [])];
  const show = () => sort(table, first, parameters().get("sort") ?? "");
  for (const cell of table.tHead?.rows[0]?.cells ?? []) {
    const kind = cell.dataset.sort;
    if (!kind) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ui-sort";
    button.append(...cell.childNodes);
    cell.append(button);
    const [one, other] = [`${cell.cellIndex + 1}`, `-${cell.cellIndex + 1}`];
    const begin = kind === "number" && cell.cellIndex > 0 ? [other, one] : [one, other];
    button.addEventListener("click", () => {
      go({ sort: parameters().get("sort") === begin[0] ? begin[1] : begin[0] }, "replace");
      show();
    });
  }
  onReturn(show);
  show();
}
