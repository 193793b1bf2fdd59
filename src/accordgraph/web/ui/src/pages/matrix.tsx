/** Who is open to whom: a matrix, a map and a table in place of the server's table. */
import { render } from "preact";
import { App } from "../matrix/App";

const element = document.querySelector<HTMLElement>('[data-ui="matrix"]');
if (element) {
  const place = document.createElement("div");
  element.before(place);
  // What the server made stays until there is something to put in its place.
  render(<App ready={() => shown(element)} />, place);
}

function shown(served: HTMLElement): void {
  for (const child of [...served.children]) {
    // The links to data and to the pages beside stay.
    if (!child.matches("section")) child.remove();
    else for (const part of [...child.children]) if (!part.matches("p:last-child")) part.remove();
  }
}
