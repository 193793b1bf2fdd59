/** The editor of `/sparql`: it takes over the plain form, which works without it. */
import "@zazuko/yasqe/build/yasqe.min.css";
import "../sparql/sparql.css";

import { render } from "preact";
import { Sparql } from "../sparql/page";

const field = document.querySelector<HTMLTextAreaElement>("#query");
const plain = document.querySelector<HTMLElement>("#plain");
const given = document.querySelector("#editor")?.textContent;
if (field && plain && given) {
  const place = document.createElement("div");
  plain.replaceWith(place);
  document.querySelector("#fault")?.remove(); // the editor runs the query again, and tells what is wrong with it
  render(<Sparql field={field} given={JSON.parse(given)} />, place);
}
