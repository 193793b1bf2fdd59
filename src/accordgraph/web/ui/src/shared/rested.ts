import { useEffect, useState } from "preact/hooks";

/** What a value was when the hand last rested; `first` until then. What is slow to make or to hear follows it. */
export function useRested<T>(value: T, first: T, milliseconds = 500): T {
  const [rested, setRested] = useState(() => first);
  useEffect(() => {
    const timer = setTimeout(() => setRested(() => value), milliseconds);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
