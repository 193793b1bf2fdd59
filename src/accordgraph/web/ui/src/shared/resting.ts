/** What a hand moves is told by the address once the hand rests. */
import { useEffect, useRef } from "preact/hooks";
import { go } from "./address";

/** Milliseconds after which a hand that moves something is taken to rest. */
export const REST = 250;

/**
 * Tell in the address, under a name, where a hand led; empty: where one began. It is gone with the view.
 *
 * @param back runs when the reader goes back or forward: the address may tell something else
 */
export function useTold(name: string, told: string, back: () => void): void {
  const returned = useRef(back);
  returned.current = back;
  useEffect(() => {
    const timer = setTimeout(() => go({ [name]: told }, "replace"), REST);
    return () => clearTimeout(timer);
  }, [name, told]);
  useEffect(() => {
    const run = () => returned.current();
    addEventListener("popstate", run);
    return () => {
      removeEventListener("popstate", run);
      // Another view is shown, of which this says nothing.
      go({ [name]: "" }, "replace");
    };
  }, [name]);
}
