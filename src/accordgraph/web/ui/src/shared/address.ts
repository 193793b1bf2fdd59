/** The page's address holds what the page shows, so that it can be sent, saved and gone back to. */

/** The parameters of the present address. */
export function parameters(): URLSearchParams {
  return new URLSearchParams(location.search);
}

/** The present address with some parameters changed; an empty value takes one away. */
export function changed(changes: Record<string, string | undefined | null>): string {
  const query = parameters();
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString();
  return `${location.pathname}${text ? `?${text}` : ""}${location.hash}`;
}

/** Show the changes in the address: as a new step of the history, or in place of the present one. */
export function go(
  changes: Record<string, string | undefined | null>,
  how: "push" | "replace" = "push",
): void {
  const next = changed(changes);
  if (next === location.pathname + location.search + location.hash) return;
  if (how === "push") history.pushState(null, "", next);
  else history.replaceState(null, "", next);
  renewed();
}

/** Run when the reader goes back or forward. */
export function onReturn(show: () => void): void {
  addEventListener("popstate", () => {
    renewed();
    show();
  });
}

/** Links to the same page in the other language keep what the page now shows; who tells the address is told. */
export function renewed(): void {
  dispatchEvent(new Event("addresschange"));
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".tongues a")) {
    const query = parameters();
    query.set("lang", link.hreflang);
    link.href = `${location.pathname}?${query}`;
  }
}
