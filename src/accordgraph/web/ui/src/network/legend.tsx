import { Force } from "../shared/forces";
import type { Network } from "./model";
import { END, WEIGHT } from "./plan";
import { LINES } from "./signs";
import { SHAPES } from "./svg";
import type { Share } from "./types";
import { w } from "./words";

/** The smaller lines of the legend, against those of the graph. */
const SCALE = 0.55;
/** A line as the graph draws it. */
function Line({ share }: { share: Share | "place" }) {
  const hollow = share === "none" || share === "unstated";
  return (
    <svg viewBox="0 0 34 14" width="34" height="14" aria-hidden="true" stroke="currentColor">
      <path d="M1 7h24" stroke-width={SCALE * WEIGHT[share === "place" ? "all" : share]} />
      <path
        d={`M0 0${SHAPES[END[share]]}`}
        transform={`translate(28 7) scale(${SCALE})`}
        stroke-width="2"
        fill={hollow ? "var(--paper)" : "currentColor"}
      />
    </svg>
  );
}

/** What lines, their ends and dots of the graph mean. */
export function Legend({ network }: { network: Network }) {
  return (
    <>
      <ul class="inline net-legend">
        {LINES.map(([share, said]) => (
          <li key={share}>
            <Line share={share} /> {said}
          </li>
        ))}
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
