import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

/** Whether the page has been drawn once and has nothing else to do. */
export function useDrawn(): boolean {
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
  return drawn;
}

/** What nobody reaches for first, such as what lies below a picture: it is made once the page is drawn. */
export function Later({ children }: { children: ComponentChildren }) {
  return useDrawn() ? children : null;
}
