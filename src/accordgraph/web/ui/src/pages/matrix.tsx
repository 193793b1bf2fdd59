/** Who is open to whom: a matrix, a map and a table in place of the server's table. */
import { render } from "preact";
import { App } from "../matrix/App";

const element = document.querySelector<HTMLElement>('[data-ui="matrix"]');
if (element) {
  const place = document.createElement("div");
  // Of whom the matrix tells stands first, and stays.
  element.firstElementChild?.after(place);
  // What the server made stays until there is something to put in its place.
  render(<App ready={() => takeAway(element)} />, place);
}

function takeAway(served: HTMLElement): void {
  for (const part of served.querySelectorAll(":scope > .marks, :scope > section > :not(p:last-child)"))
    part.remove();
}
