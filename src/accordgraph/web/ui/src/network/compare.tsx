import { Fragment } from "preact";
import { useDayField } from "../shared/day";
import { DIFFERENCE, type Difference } from "../shared/differences";
import { Icon } from "../shared/glyph";
import { fill } from "../shared/words";
import { type Differences, edgeOf, type Row } from "./differences";
import type { Network } from "./model";
import { change, shown } from "./shown";
import { Thing } from "./thing";
import type { History } from "./types";
import { w } from "./words";

const KINDS = Object.keys(DIFFERENCE) as Difference[];

/** The sign of a difference and its word. */
export function Differing({ difference }: { difference: Difference | undefined }) {
  if (!difference) return <span class="muted">{w.same}</span>;
  return (
    <span class="net-differing">
      <Icon {...DIFFERENCE[difference]} size={15} /> {w.differences[difference]}
    </span>
  );
}

/** The choice of a second day. */
export function Second({ told }: { told: History }) {
  const { compare } = shown.value;
  const field = useDayField();
  return (
    <div class="net-compare">
      <label>
        <span>{w.compare_with}</span>{" "}
        <input
          {...field}
          name="compare"
          min={told.since}
          max="2200-12-31"
          value={compare}
          onChangeCapture={({ currentTarget: { value } }) => change({ compare: value, only: false })}
        />
      </label>
      {compare && (
        <button type="button" class="quiet" onClick={() => change({ compare: "", only: false })}>
          {w.stop_comparing}
        </button>
      )}
    </div>
  );
}

/** How much differs between the two days, and by what it is known in every view. */
export function Summary({ found }: { found: Differences }) {
  const { from, to } = found;
  return (
    <div class="net-summary">
      <p class="net-days">{fill(w.between, { from, to })}</p>
      <ul class="inline">
        {KINDS.map((kind) => (
          <li key={kind}>
            <Icon {...DIFFERENCE[kind]} size={16} /> {fill(w.differ[kind], { from, to })}{" "}
            <strong class="n">{found.only(kind).length}</strong>
          </li>
        ))}
      </ul>
      <label class="net-tick">
        <input
          type="checkbox"
          name="only"
          checked={shown.value.only}
          onChange={(event) => change({ only: event.currentTarget.checked })}
        />
        <span>{w.only}</span>
      </label>
    </div>
  );
}

/** What differs between the two days, by accord. */
export function Lists({ network, found }: { network: Network; found: Differences }) {
  return (
    <div class="net-differences">
      <Part network={network} found={found} kind="gained" />
      <div>
        <Part network={network} found={found} kind="lost" />
        <Part network={network} found={found} kind="differs" />
      </div>
    </div>
  );
}

function Part({ network, found, kind }: { network: Network; found: Differences; kind: Difference }) {
  const { from, to } = found;
  const rows = found.only(kind);
  if (!rows.length && kind === "differs") return null;
  const hubs = [...new Set(rows.map((row) => edgeOf(row).hub))];
  return (
    <section class={kind === "differs" ? "other-tier" : kind}>
      <h2>
        <Icon {...DIFFERENCE[kind]} size={18} /> {fill(w[kind], { from, to })}{" "}
        <span class="n">{rows.length}</span>
      </h2>
      {rows.length ? (
        <ul class="plain">
          {hubs.map((hub) => (
            <li key={hub}>
              <strong>{network.label(hub)}</strong>{" "}
              {rows
                .filter((row) => edgeOf(row).hub === hub)
                .map((row, n) => (
                  <Fragment key={edgeOf(row).id}>
                    {n > 0 && w.comma}
                    <Named network={network} row={row} />
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
}

/** The place of a row; where the tier is another, both tiers. */
function Named({ network, row }: { network: Network; row: Row }) {
  const edge = edgeOf(row);
  return (
    <>
      <Thing
        id={edge.body ? `body/${edge.body}` : `jurisdiction/${edge.place}`}
        title={edge.body ? network.label(`body/${edge.body}`) : ""}
      >
        {network.place(edge).label}
      </Thing>
      {row.difference === "differs" && <span class="muted"> ({tiersOf(network, row)})</span>}
    </>
  );
}

/** The tier of a row; where it is another, from what to what. */
export function tiersOf(network: Network, { before, after }: Row): string {
  const [was, is] = [before && network.tier(before[0]), after && network.tier(after[0])];
  return was === is || !was || !is ? (is ?? was ?? "") : `${was} → ${is}`;
}
