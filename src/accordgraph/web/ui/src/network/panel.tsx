import { useEffect, useRef } from "preact/hooks";
import { fill } from "../shared/words";
import type { Network } from "./model";
import { queryAddress } from "./sparql";
import { record, said, statement } from "./telling";
import { Thing } from "./thing";
import type { Edge } from "./types";
import { w } from "./words";

/** The thing in hand: what it is joined to on the day, since when, how surely, and where that is from. */
export function Panel(given: {
  network: Network;
  shown: readonly [Edge, number][];
  focus: string;
  day: string;
  tiers: readonly string[];
  choose: (id: string) => void;
}) {
  const { network, focus } = given;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus({ preventScroll: true }), [focus]);
  const [kind, name] = focus.split("/") as [keyof typeof w.kinds, string];
  const edges = given.shown.filter(
    ([edge]) => edge.hub === focus || `body/${edge.body}` === focus || `jurisdiction/${edge.place}` === focus,
  );
  const isHub = network.hubs.has(focus);
  const thing = (id: string) => <Thing id={id}>{network.label(id)}</Thing>;
  return (
    <aside class="net-panel" aria-labelledby="net-title">
      <button type="button" class="net-close" aria-label={w.close} onClick={() => given.choose("")}>
        ×
      </button>
      <p class="eyebrow">
        {w.kinds[kind] ?? kind}
        {kind === "jurisdiction" && ` · ${name}`}
        {network.hubs.get(focus)?.status_unknown && ` · ${w.status}`}
      </p>
      <h2 id="net-title" ref={title} tabIndex={-1}>
        {network.label(focus)}
      </h2>
      <p>
        <a href={record(focus)}>{w.record}</a>
      </p>
      <h3>
        {fill(isHub ? w.members : w.memberships, { day: given.day })} <span class="n">{edges.length}</span>
      </h3>
      {edges.length ? (
        <ul class="plain net-list">
          {edges.map(([edge, how]) => (
            <li key={edge.id} class={how === 1 ? "maybe" : ""}>
              <div>
                {isHub ? thing(`jurisdiction/${edge.place}`) : thing(edge.hub)}
                {edge.body && focus !== `body/${edge.body}` && <> · {thing(`body/${edge.body}`)}</>}
              </div>
              <div>
                {edge.relation === "member" ? network.tier(edge) : w.named}
                {edge.share && <span class="muted"> ({w.shares[edge.share]})</span>}
              </div>
              <a class="muted" href={statement(edge)}>
                {said(edge, how)}
              </a>
            </li>
          ))}
        </ul>
      ) : (
        <p class="empty">{w.empty_hub}</p>
      )}
      {edges.length > 0 && (
        <p>
          <a
            href={queryAddress(
              edges.map(([edge]) => edge),
              given.day,
              given.tiers,
            )}
          >
            {w.query}
          </a>
        </p>
      )}
    </aside>
  );
}
