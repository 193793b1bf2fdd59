/** Views whose code is fetched when they are first shown, so that a first view need not wait for it. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Fault, Loading } from "./states";

/** A view that `load` fetches; meanwhile the page tells that it waits, and what went wrong if it does. */
export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let made: ComponentType<Props> | undefined;
  return function Lazy(given: Props) {
    const [, again] = useState(0);
    const [error, setError] = useState<unknown>();
    const [round, setRound] = useState(0);
    useEffect(() => {
      if (made) return;
      let gone = false;
      load().then(
        (view) => {
          made = view;
          if (!gone) again((n) => n + 1);
        },
        (wrong) => gone || setError(wrong),
      );
      return () => {
        gone = true;
      };
    }, [round]);
    const View = made;
    if (View) return <View {...given} />;
    if (error === undefined) return <Loading />;
    const retry = () => {
      setError(undefined);
      setRound(round + 1);
    };
    return <Fault error={error} retry={retry} />;
  };
}
