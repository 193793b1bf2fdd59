import { Force } from "../shared/forces";
import type { Network } from "./model";
import { w } from "./words";

function Line({ weight, children }: { weight: number; children: preact.ComponentChildren }) {
  return (
    <svg viewBox="0 0 34 14" width="34" height="14" aria-hidden="true">
      <path d="M1 7h24" stroke="currentColor" stroke-width={weight} />
      {children}
    </svg>
  );
}

const full = { fill: "currentColor", stroke: "currentColor" };
const hollow = { fill: "var(--paper)", stroke: "currentColor" };

/** What lines, their ends and dots of the graph mean. */
export function Legend({ network }: { network: Network }) {
  return (
    <>
      <ul class="inline net-legend">
        <li>
          <Line weight={2.6}>
            <circle cx="28" cy="7" r="3.6" {...full} />
          </Line>{" "}
          {w.shares.all}
        </li>
        <li>
          <Line weight={2}>
            <path d="M28 2l4.4 5l-4.4 5l-4.4-5z" {...full} />
          </Line>{" "}
          {w.shares.some}
        </li>
        <li>
          <Line weight={1.2}>
            <circle cx="28" cy="7" r="3.6" {...hollow} />
          </Line>{" "}
          {w.shares.none}
        </li>
        <li>
          <Line weight={1.2}>
            <path d="M28 2.6l4.6 8h-9.2z" {...hollow} />
          </Line>{" "}
          {w.shares.unstated}
        </li>
        <li>
          <Line weight={2}>
            <path d="M24.4 3.4h7.2v7.2h-7.2z" {...full} />
          </Line>{" "}
          {w.named}
        </li>
        <li>
          <svg viewBox="0 0 34 14" width="34" height="14" aria-hidden="true">
            <path d="M1 7h32" stroke="currentColor" stroke-width="2" stroke-dasharray="6 4" />
          </svg>{" "}
          {w.broken}
        </li>
        <li>{w.faint}</li>
        <li>{w.dots}</li>
      </ul>
      <Forces network={network} />
    </>
  );
}

/** The signs of legal force; an accord bears that of its most binding rule. */
export function Forces({ network }: { network: Network }) {
  return (
    <ul class="inline net-legend net-forces" aria-label={w.force}>
      <li class="net-force-name">{w.force_of}</li>
      {network.told.forces.map(({ id, label, rank }) => (
        <li key={id}>
          <Force rank={rank} /> {label}
        </li>
      ))}
      <li>
        <Force rank={undefined} /> {w.force_unknown}
      </li>
    </ul>
  );
}
