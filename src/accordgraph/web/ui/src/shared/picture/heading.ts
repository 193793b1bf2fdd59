/** What the page as a whole is about, as its heading says it. */
export function heading(): string {
  return document.querySelector("h1")?.textContent?.trim() ?? "";
}
