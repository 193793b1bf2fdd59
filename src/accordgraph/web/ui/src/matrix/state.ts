/** What of the matrix is shown, held by the address and by the form above it. */
import { parameters } from "../shared/address";
import { ORDERS, type Order } from "../shared/matrix/order";
import { fill } from "../shared/words";
import { FILTERS } from "./data";
import { w } from "./words";

export const VIEWS = ["matrix", "map", "table"] as const;
export type View = (typeof VIEWS)[number];

export interface State {
  filters: Record<string, string>;
  home: string;
  target: string;
  view: View;
  order: Order;
}

const DEFAULT = { view: "matrix", order: "open" } as const;

export function form(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>("form.filters");
}

/** What the address says; the goal that the form shows where it says none. */
export function read(): State {
  const query = parameters();
  const filters = Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = query.get(name);
      return value ? [[name, value]] : [];
    }),
  );
  filters.goal ??= form()?.querySelector<HTMLSelectElement>("[name=goal]")?.value ?? "";
  return {
    filters,
    home: query.get("home") ?? "",
    target: query.get("target") ?? "",
    view: VIEWS.find((each) => each === query.get("view")) ?? DEFAULT.view,
    order: ORDERS.find((each) => each === query.get("order")) ?? DEFAULT.order,
  };
}

/** The state as parameters; what goes without saying is left out. */
export function told(state: State): Record<string, string | undefined> {
  return {
    ...Object.fromEntries(FILTERS.map((name) => [name, state.filters[name]])),
    home: state.home,
    target: state.target,
    view: state.view === DEFAULT.view ? undefined : state.view,
    order: state.order === DEFAULT.order ? undefined : state.order,
  };
}

/** To what the form confines the matrix besides goal and day, in words: an accord, a group. */
export function confined(): string[] {
  return ["accord", "group"].flatMap((name) => {
    const field = form()?.querySelector<HTMLSelectElement>(`select[name=${name}]`);
    const said = field?.value ? field.selectedOptions[0]?.text.trim() : "";
    const label = field?.labels[0]?.textContent?.trim();
    return said ? [label ? fill(w.only, { label, said }) : said] : [];
  });
}

/** Let the form's fields say what is shown. */
export function fillIn(state: State, label: (code: string) => string): void {
  const values: Record<string, string> = {
    ...state.filters,
    home: label(state.home),
    target: label(state.target),
  };
  for (const field of form()?.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[name]") ?? [])
    if (field.name !== "lang" && field !== document.activeElement) field.value = values[field.name] ?? "";
}
