import { Fragment } from "preact";
import { fill } from "../shared/words";
import type { Network } from "./model";
import { Thing } from "./thing";
import type { Edge } from "./types";
import { w } from "./words";

/** What a later day has and an earlier one not, and the other way round, by accord. */
export function Differences(given: {
  network: Network;
  from: string;
  to: string;
  gained: readonly Edge[];
  lost: readonly Edge[];
}) {
  const { network, from, to } = given;
  const part = (title: string, edges: readonly Edge[], kind: string) => {
    const hubs = [...new Set(edges.map(({ hub }) => hub))];
    return (
      <section class={kind}>
        <h2>
          {fill(title, { from, to })} <span class="n">{edges.length}</span>
        </h2>
        {edges.length ? (
          <ul class="plain">
            {hubs.map((hub) => (
              <li key={hub}>
                <strong>{network.label(hub)}</strong>{" "}
                {edges
                  .filter((edge) => edge.hub === hub)
                  .map((edge, n) => (
                    <Fragment key={edge.id}>
                      {n > 0 && w.comma}
                      <Thing
                        id={edge.body ? `body/${edge.body}` : `jurisdiction/${edge.place}`}
                        title={edge.body ? network.label(`body/${edge.body}`) : ""}
                      >
                        {network.place(edge).label}
                      </Thing>
                    </Fragment>
                  ))}
              </li>
            ))}
          </ul>
        ) : (
          <p class="empty">{w.nothing}</p>
        )}
      </section>
    );
  };
  return (
    <div class="net-differences">
      {part(w.gained, given.gained, "gained")}
      {part(w.lost, given.lost, "lost")}
    </div>
  );
}
