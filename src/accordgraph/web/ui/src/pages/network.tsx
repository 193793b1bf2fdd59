/** The network: a graph of any day, with what it holds as a table. It takes over the page's picture. */
import "../network/network.css";

import { render } from "preact";
import { NetworkPage } from "../network/page";
import type { History } from "../network/types";
import { ask } from "../shared/api";
import { Fault, Loading, useAsked } from "../shared/states";

function App() {
  const { value, error, retry } = useAsked("network", (signal) =>
    ask<{ data: History }>("/api/v1/network/history", {}, { signal }),
  );
  if (error) return <Fault error={error} retry={retry} />;
  return value ? <NetworkPage told={value.data} /> : <Loading />;
}

const place = document.querySelector<HTMLElement>("[data-ui=network]");
if (place) render(<App />, place);
