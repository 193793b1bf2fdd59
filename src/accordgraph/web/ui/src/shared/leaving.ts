/** Word that the next page is on its way, for whoever sent a form or follows a link. */
import { waiting } from "./waiting";
import { words } from "./words";

const w = words({ en: { next: "The page is on its way …" }, zh: { next: "页面正在载入……" } });

/** After this nothing comes any more, or what came was a file. */
const PATIENCE = 60_000;
/** Addresses behind which there is no page: they answer with files. */
const FILES = /^\/(api|dumps|static|openapi\.json)(\/|$)|\.[a-z]{2,6}$/;

/** Whether an address is another page of this site. */
export function isPage(address: URL, here: URL): boolean {
  if (address.origin !== here.origin || FILES.test(address.pathname)) return false;
  return address.pathname !== here.pathname || address.search !== here.search || !address.hash;
}

export function tellLeaving(): void {
  let over = (): void => {};
  let patience: ReturnType<typeof setTimeout> | undefined;
  const stay = (): void => {
    clearTimeout(patience);
    over();
    over = () => {};
  };
  const leave = (to: string): void => {
    if (!isPage(new URL(to), new URL(location.href))) return;
    stay();
    over = waiting(w.next);
    patience = setTimeout(stay, PATIENCE);
  };
  // On the window: whoever answers without leaving the page has said so by then.
  addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!event.defaultPrevented && form.method === "get") leave(form.action);
  });
  addEventListener("click", (event) => {
    if (
      event.defaultPrevented ||
      event.button ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
    if (link && !link.target && !link.download) leave(link.href);
  });
  addEventListener("keydown", (event) => event.key === "Escape" && stay());
  // A page that comes back from the browser's memory must not still be waiting.
  addEventListener("pageshow", stay);
}
