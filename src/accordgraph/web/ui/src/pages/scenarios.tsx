/** What if: the form of a supposed accession, and the gains and losses of a scenario. */
import "../whatif/whatif.css";

import { render } from "preact";
import { Changes } from "../whatif/Changes";
import { helped } from "../whatif/form";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-ui=asking]")) helped(form);

const section = document.querySelector<HTMLElement>("[data-ui=changes]");
const asking = document.querySelector("#asking")?.textContent;
if (section && asking) {
  const heading = section.querySelector("h2");
  const place = document.createElement("div");
  section.replaceChildren(...(heading ? [heading] : []), place);
  render(<Changes asking={JSON.parse(asking)} />, place);
}
