import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { go, onReturn, parameters } from "../shared/address";
import { WorldMap } from "../shared/map/WorldMap";
import { Heat } from "../shared/matrix/Heat";
import { CHANGES, change } from "../shared/matrix/kinds";
import { ORDERS, type Order } from "../shared/matrix/order";
import { heading } from "../shared/picture/heading";
import type { Sign } from "../shared/picture/types";
import { Save } from "../shared/saving";
import { Empty, Fault, Loading, useAsked } from "../shared/states";
import { Tabs } from "../shared/tabs";
import { fill, number } from "../shared/words";
import { type Asking, arcsOf, type Change, changesOf, MOST, placesOf, pointsOf, rowsOf } from "./changes";
import { List } from "./List";
import { w } from "./words";

const VIEWS = ["list", "map", "matrix"] as const;
type View = (typeof VIEWS)[number];
const CROWD = 150;

/** The lines of the map. */
const LINES: readonly Sign[] = [
  { label: w.gained, colour: "--open", strokes: [{ d: "M0 12h24", width: 3 }] },
  { label: w.lost, colour: "--shut", strokes: [{ d: "M0 12h24", width: 3, dash: "6 4" }] },
];

/** What the address says of the view; the server does without it. */
function seen(asking: Asking) {
  const given = parameters();
  const first = asking.goals.find(({ gained, lost }) => gained + lost) ?? asking.goals[0];
  return {
    view: VIEWS.find((each) => each === given.get("view")) ?? "list",
    goal: asking.goals.find(({ goal }) => goal === given.get("show"))?.goal ?? first?.goal ?? "",
    place: given.get("place") ?? "",
    order: ORDERS.find((each) => each === given.get("order")) ?? ("open" as Order),
  };
}

function pathways(asking: Asking, each: { home: string; target: string; goal: string }): string {
  const query = new URLSearchParams({ ...each, as_of: asking.as_of });
  if (typeof asking.scenario === "string") query.set("scenario", asking.scenario);
  const lang = parameters().get("lang");
  if (lang) query.set("lang", lang);
  return `/pathways?${query}`;
}

/** Gains and losses of a scenario: as a list, on the map, as a matrix. */
export function Changes({ asking }: { asking: Asking }) {
  const [at, setAt] = useState(() => seen(asking));
  const drawing = useRef<SVGSVGElement | null>(null);
  const { value, error, busy, retry } = useAsked(at.goal, async (signal) => ({
    goal: at.goal,
    changes: await changesOf(asking, at.goal, signal),
  }));
  useEffect(() => onReturn(() => setAt(seen(asking))), []);
  function show(next: Partial<typeof at>, how: "push" | "replace" = "push"): void {
    const now = { ...at, ...next };
    setAt(now);
    const view = now.view === "list" ? null : now.view;
    go({ view, show: now.goal, place: now.place, order: now.order }, how);
  }
  // Until the changes of another goal are there, those of the one before stay, with what is seen of them.
  const goal = value?.goal ?? at.goal;
  const every = value?.changes ?? [];
  const places = useMemo(() => placesOf(every), [value]);
  const place = places.find(({ id }) => id === at.place);
  useEffect(() => {
    if (value && !busy && at.place && !place) show({ place: "" }, "replace");
  }, [value, busy, at.place]);
  const changes = useMemo(
    () => every.filter(({ home, target }) => !place || place.id === home.id || place.id === target.id),
    [value, place],
  );
  const name = `what-if-${goal}`;
  const counts = fill(w.count, {
    gained: number(changes.filter((each) => each.change === "gained").length),
    lost: number(changes.filter((each) => each.change === "lost").length),
  });
  const told = [
    w.supposed,
    fill(w.of, {
      goal: asking.goals.find((each) => each.goal === goal)?.goal_label ?? "",
      day: asking.as_of,
      counts,
    }),
    ...(place ? [`${w.place}${w.colon}${place.label}`] : []),
  ];
  const picture = () => ({ drawing: drawing.current, title: heading(), told, signs: LINES });
  return (
    <>
      <div class="ui-tools ui-filter">
        <label>
          {w.goal}{" "}
          <select value={at.goal} onChange={(event) => show({ goal: event.currentTarget.value })}>
            {asking.goals.map((each) => (
              <option key={each.goal} value={each.goal}>
                {fill(w.goals, {
                  goal: each.goal_label,
                  gained: number(each.gained),
                  lost: number(each.lost),
                })}
              </option>
            ))}
          </select>
        </label>
        <label>
          {w.place}{" "}
          <select value={place?.id ?? ""} onChange={(event) => show({ place: event.currentTarget.value })}>
            <option value="">{w.every}</option>
            {places.map(({ id, label, gained, lost }) => (
              <option key={id} value={id}>
                {label} ({number(gained + lost)})
              </option>
            ))}
          </select>
        </label>
      </div>
      <Tabs
        label={w.view}
        tabs={VIEWS.map((id) => ({ id, label: w[id] }))}
        chosen={at.view}
        choose={(view) => show({ view: view as View })}
      />
      <div role="tabpanel" id={`panel-${at.view}`} aria-labelledby={`tab-${at.view}`} aria-busy={busy}>
        {busy && value && <Loading />}
        {error ? (
          <Fault error={error} retry={retry} />
        ) : !value ? (
          <Loading />
        ) : changes.length === 0 ? (
          <Empty>{w.nothing}</Empty>
        ) : (
          <>
            <p role="status">
              {counts}
              {every.length >= MOST && ` ${fill(w.cut, { n: number(MOST) })}`}
            </p>
            <View
              at={{ ...at, goal, place: place?.id ?? "" }}
              every={every}
              changes={changes}
              asking={asking}
              show={show}
              drawing={drawing}
              told={told}
            />
            {at.view !== "matrix" && (
              <Save
                name={name}
                {...(at.view === "map" ? { picture } : {})}
                table={() => [w.columns, ...rowsOf(changes)]}
              />
            )}
          </>
        )}
      </div>
    </>
  );
}

function View(given: {
  at: ReturnType<typeof seen>;
  every: readonly Change[];
  changes: readonly Change[];
  asking: Asking;
  show: (next: Partial<ReturnType<typeof seen>>) => void;
  drawing: { current: SVGSVGElement | null };
  told: readonly string[];
}) {
  const { at, changes, every, asking, show } = given;
  const points = useMemo(() => pointsOf(every), [every]);
  // Where there are too many lines for all, those of the place with most changes tell the story.
  const centre = at.place || (changes.length > CROWD ? (points[0]?.code ?? "") : "");
  const arcs = useMemo(
    () => arcsOf(changes.filter(({ home, target }) => !centre || centre === home.id || centre === target.id)),
    [changes, centre],
  );
  const cells = useMemo(
    () => new Map(changes.map((c) => [`${c.home.id} ${c.target.id}`, change(c.before, c.after)])),
    [changes],
  );
  const places = useMemo(() => placesOf(changes), [changes]);
  const pair = useMemo(() => (home: string, target: string) => cells.get(`${home} ${target}`), [cells]);
  const chosen = points.find(({ code }) => code === at.place);
  const link = (home: string, target: string) => pathways(asking, { home, target, goal: at.goal });
  if (at.view === "list")
    return <List key={at.goal + at.place} changes={changes} link={(c) => link(c.home.id, c.target.id)} />;
  if (at.view === "map")
    return (
      <WorldMap
        label={w.caption}
        caption={chosen ? fill(w.focus, { place: chosen.label }) : w.caption}
        points={points}
        arcs={arcs}
        selected={centre ? [centre] : []}
        onSelect={(code) => show({ place: code === at.place ? "" : code })}
        drawing={given.drawing}
      />
    );
  return (
    <Heat
      label={heading()}
      told={given.told}
      name={`what-if-matrix-${at.goal}`}
      places={places}
      kinds={CHANGES}
      at={pair}
      order={at.order}
      onOrder={(order) => show({ order })}
      href={link}
      nothing={w.unchanged}
    />
  );
}
