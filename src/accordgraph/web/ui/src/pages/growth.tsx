/** How the open pairs grew: the chart above the steps and the table that the server tells. */
import { render } from "preact";
import { Growth } from "../growth/Growth";

const element = document.querySelector<HTMLElement>('[data-ui="growth"]');
if (element) {
  element.hidden = false;
  const place = document.createElement("div");
  element.prepend(place);
  render(<Growth />, place);
}
