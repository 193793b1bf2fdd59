import { useEffect, useState } from "preact/hooks";

/**
 * The type of a field for a day: the browser's own field once the page has been drawn.
 *
 * To make the first of them takes a slow machine a tenth of a second, more than all that surrounds it.
 * Until then it is a field of text, in the form YYYY-MM-DD.
 */
export function useDayType(): "date" {
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    const made = () => setDrawn(true);
    if (!("requestIdleCallback" in window)) {
      const timer = setTimeout(made, 200);
      return () => clearTimeout(timer);
    }
    const due = requestIdleCallback(made, { timeout: 2_000 });
    return () => cancelIdleCallback(due);
  }, []);
  return (drawn ? "date" : "text") as "date";
}

/** Whether a text is a day there is, YYYY-MM-DD. */
export function isDay(text: string | null): text is string {
  return /^\d{4}-\d\d-\d\d$/.test(text ?? "") && !Number.isNaN(Date.parse(text ?? ""));
}
