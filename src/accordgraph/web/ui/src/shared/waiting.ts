import { words } from "./words";

const w = words({ en: { busy: "Working it out …" }, zh: { busy: "正在计算……" } });

/** Told only when it lasts: a flash before a quick answer would be noise. */
export const LATE = 400;

/** A sign that one waits, over the page; what is returned takes it away. */
export function waiting(said: string = w.busy): () => void {
  const sign = document.createElement("div");
  sign.className = "ui-waiting";
  // There before it says anything: only what changes in it is read aloud.
  sign.setAttribute("role", "status");
  document.body.append(sign);
  document.getElementById("main")?.setAttribute("aria-busy", "true");
  const timer = setTimeout(() => {
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", said);
    sign.append(bar, said);
  }, LATE);
  return () => {
    clearTimeout(timer);
    sign.remove();
    document.getElementById("main")?.removeAttribute("aria-busy");
  };
}
