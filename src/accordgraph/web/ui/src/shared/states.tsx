import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { Problem } from "./api";
import { LATE } from "./waiting";
import { words } from "./words";

const w = words({
  en: {
    loading: "Working it out …",
    unreachable: "The service does not answer.",
    unreachable_do: "Check the connection, or try again in a moment. What was shown before stays.",
    slow: "The answer takes longer than a minute.",
    slow_do: "The service may be busy: try again, or ask for less at once.",
    fault: "That could not be shown.",
    again: "Try again",
  },
  zh: {
    loading: "正在计算……",
    unreachable: "服务没有响应。",
    unreachable_do: "请检查网络连接，或稍后再试。先前显示的内容保持不变。",
    slow: "答复超过一分钟仍未返回。",
    slow_do: "服务可能繁忙：请再试一次，或缩小一次提问的范围。",
    fault: "无法显示该内容。",
    again: "再试一次",
  },
});

/** Told only when it lasts. */
export function Loading() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LATE);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="ui-loading" role="status">
      {late && (
        <>
          <progress aria-label={w.loading} /> {w.loading}
        </>
      )}
    </div>
  );
}

/** What happened, and what to do. */
export function Fault({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const problem = error instanceof Problem ? error : new Problem("unknown", String(error), 0);
  const known = problem.code === "unreachable" || problem.code === "slow";
  return (
    <div class="alert" role="alert">
      <h2>{known ? w[problem.code as "slow"] : w.fault}</h2>
      <p>{known ? w[`${problem.code as "slow"}_do`] : problem.message}</p>
      {retry && (
        <button type="button" onClick={retry}>
          {w.again}
        </button>
      )}
    </div>
  );
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

/** A value that is asked for when `key` changes: what is there, what went wrong, whether one waits. */
export function useAsked<T>(key: string, asked: (signal: AbortSignal) => Promise<T>) {
  const [state, setState] = useState<{ value?: T; error?: unknown; busy: boolean; key: string }>({
    busy: true,
    key: "",
  });
  const [round, setRound] = useState(0);
  // At once: other effects wait until the page is drawn, and by then the answer may be there.
  useLayoutEffect(() => {
    const stop = new AbortController();
    setState((before) => ({
      ...(before.value === undefined ? {} : { value: before.value }),
      busy: true,
      key,
    }));
    asked(stop.signal).then(
      (value) => !stop.signal.aborted && setState({ value, busy: false, key }),
      (error) => !stop.signal.aborted && setState({ error, busy: false, key }),
    );
    return () => stop.abort();
  }, [key, round]);
  return { ...state, retry: () => setRound(round + 1) };
}
