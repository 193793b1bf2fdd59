import { useMemo, useRef } from "preact/hooks";
import { WorldMap } from "../shared/map/WorldMap";
import { COLOUR, Mark, STROKES } from "../shared/outcomes";
import { Save } from "../shared/saving";
import { fill } from "../shared/words";
import type { Table } from "./data";
import { arcs, type Chosen, type Href, points, told } from "./places";
import { w } from "./words";

/** The best outcome of every place for one that is chosen, on the map. */
export function MapView(given: {
  table: Table;
  chosen: Chosen | undefined;
  /** The other end, if the address names both. */
  other: string;
  title: string;
  /** Which accord or group it is confined to, if any. */
  told: readonly string[];
  choose: (code: string) => void;
  turn: () => void;
  clear: () => void;
  href: Href;
}) {
  const { table, chosen, other } = given;
  const drawing = useRef<SVGSVGElement>(null);
  const shown = useMemo(
    () => ({ points: points(table, chosen, given.href), arcs: arcs(table, chosen) }),
    [table, chosen?.code, chosen?.way],
  );
  const selected = useMemo(() => [chosen?.code ?? "", other].filter(Boolean), [chosen?.code, other]);
  const place = table.label.get(chosen?.code ?? "") ?? "";
  const said = chosen ? fill(w[chosen.way], { place }) : w.whole;
  const outcomes = table.data.outcomes.filter(({ id }) => shown.points.some(({ outcome }) => outcome === id));
  const signs = outcomes.map(({ id, label }) => ({ label, colour: COLOUR[id], strokes: STROKES[id] }));
  const picture = () => ({
    drawing: drawing.current,
    title: given.title,
    told: [...given.told, said],
    signs,
  });
  const name = `accordgraph-map-${table.data.asked.goal}-${table.data.asked.as_of}${chosen ? `-${chosen.code}` : ""}`;
  return (
    <>
      <p role="status" class="matrix-said">
        {said}
      </p>
      <div class="ui-tools">
        {chosen && (
          <>
            <button type="button" class="quiet" onClick={given.turn}>
              ⇄ {w.turn}
            </button>
            <button type="button" class="quiet" onClick={given.clear}>
              {w.clear}
            </button>
          </>
        )}
        <Save name={name} picture={picture} table={() => told(table, chosen, shown.points)} />
      </div>
      <WorldMap
        label={`${given.title}. ${said}`}
        points={shown.points}
        arcs={shown.arcs}
        selected={selected}
        onSelect={given.choose}
        drawing={drawing}
      />
      {chosen && (
        <ul class="inline heat-legend">
          {outcomes.map(({ id, label }) => (
            <li key={id}>
              <Mark outcome={id} size={16} /> {label}{" "}
              <span class="n">{shown.points.filter(({ outcome }) => outcome === id).length}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
