import { useDrawn } from "./drawn";

/**
 * What makes a field one for days: the browser's own field, once the page has been drawn.
 *
 * To make the first of them takes a slow machine a tenth of a second, more than all that surrounds it.
 * Until then the day stands in a field of text that cannot be changed.
 */
export function useDayField(): { type: "date"; readOnly: boolean } {
  const drawn = useDrawn();
  return { type: (drawn ? "date" : "text") as "date", readOnly: !drawn };
}

/** Whether a text is a day there is, YYYY-MM-DD. */
export function isDay(text: string | null): text is string {
  return /^\d{4}-\d\d-\d\d$/.test(text ?? "") && !Number.isNaN(Date.parse(text ?? ""));
}
