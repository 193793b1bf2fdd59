import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { changed, go, onReturn, parameters } from "../shared/address";
import { address, ask, Problem } from "../shared/api";
import { Heat } from "../shared/matrix/Heat";
import { outcomeKinds } from "../shared/matrix/kinds";
import { Mark, type Outcome } from "../shared/outcomes";
import { heading } from "../shared/picture/heading";
import { Empty, Fault, Loading, useAsked } from "../shared/states";
import { Tabs } from "../shared/tabs";
import { fill, number } from "../shared/words";
import { accordsOf, type MatrixData, regions, Table } from "./data";
import { MapView } from "./MapView";
import type { Chosen } from "./places";
import { confined, fillIn, form, read, type State, told, VIEWS, type View } from "./state";
import { TableView } from "./TableView";
import { w } from "./words";

/** The matrix, its map and its table; filters act at once, and the address follows. */
export function App({ ready }: { ready: () => void }) {
  const [state, setState] = useState(read);
  const key = JSON.stringify(state.filters);
  const asked = useAsked(key, async (signal) => {
    const answer = await ask<{ data: MatrixData }>("/api/v1/matrix", state.filters, { signal });
    return new Table(answer.data);
  });
  const table = asked.value;
  const [region, setRegion] = useState<(code: string) => string | undefined>();

  const show = useCallback((next: State, how: "push" | "replace" = "push") => {
    go(told(next), how);
    setState(next);
  }, []);

  useEffect(() => onReturn(() => setState(read())), []);
  useEffect(() => {
    if (table) ready();
  }, [table]);
  useEffect(() => {
    if (state.order === "group" && !region)
      regions().then(
        (found) => setRegion(() => found),
        () => undefined, // without regions the order is that of open pairs
      );
  }, [state.order, region]);

  // What the server refuses it tells beside the field, with what to try instead.
  useEffect(() => {
    if (asked.error instanceof Problem && asked.error.status === 422) location.assign(changed(told(state)));
  }, [asked.error]);

  const [home, target] = [table?.find(state.home), table?.find(state.target)];
  const unknown = table && ((state.home && !home) || (state.target && !target));
  useEffect(() => {
    if (unknown) location.assign(changed(told(state)));
    else if (table) fillIn(state, (code) => table.label.get(table.find(code) ?? "") ?? code);
  }, [state, table]);

  useEffect(() => {
    const element = form();
    if (!element) return;
    function filter(event: Event): void {
      event.preventDefault();
      const given = new FormData(element ?? undefined);
      const value = (name: string) => String(given.get(name) ?? "").trim();
      const filters = { ...state.filters };
      for (const name of ["goal", "as_of", "accord", "group"]) {
        if (value(name)) filters[name] = value(name);
        else delete filters[name];
      }
      const code = (name: string) => table?.find(value(name)) ?? value(name);
      show({ ...state, filters, home: code("home"), target: code("target") });
    }
    element.addEventListener("change", filter);
    element.addEventListener("submit", filter);
    return () => {
      element.removeEventListener("change", filter);
      element.removeEventListener("submit", filter);
    };
  }, [state, table, show]);

  const href = useCallback(
    (from: string, to: string) =>
      address("/pathways", {
        home: from,
        target: to,
        goal: state.filters.goal ?? "",
        as_of: state.filters.as_of ?? "",
        lang: parameters().get("lang"),
      }),
    [key],
  );
  const explain = useCallback(
    async (from: string, to: string, signal: AbortSignal) => {
      const { goal = "", as_of = "", scope = "", include = "" } = state.filters;
      const accords = await accordsOf({ home: from, target: to, goal, as_of, scope, include }, signal);
      return accords.length ? fill(w.by, { accords: accords.join(w.list) }) : "";
    },
    [key],
  );
  const kinds = useMemo(() => {
    const data = table?.data;
    return outcomeKinds(data?.outcomes ?? []).filter(({ id }) => data?.counts[id as Outcome]);
  }, [table]);
  const places = useMemo(
    () =>
      table?.touched.map((place) =>
        state.order === "group" && region ? { ...place, group: region(place.id) } : place,
      ) ?? [],
    [table, state.order === "group" && region],
  );

  if (asked.error && !table) return <Fault error={asked.error} retry={asked.retry} />;
  if (!table) return <Loading />;
  const { data } = table;
  const title = fill(w.title, { goal: data.asked.goal_label, day: data.asked.as_of });
  // A saved picture has no page about it that says what the cells are.
  const whole = fill(w.whole_title, { page: heading(), title });
  const chosen: Chosen | undefined = home
    ? { code: home, way: "from" }
    : target
      ? { code: target, way: "to" }
      : undefined;
  const way = chosen?.way ?? "from";
  const choose = (code: string) =>
    show({ ...state, home: way === "from" ? code : "", target: way === "to" ? code : "" });
  const clear = () => show({ ...state, home: "", target: "" });
  const turn = () => show({ ...state, home: target ?? "", target: home ?? "" });
  const labels: Record<View, string> = { matrix: w.matrix, map: w.map, table: w.table };
  return (
    <div class="matrix" aria-busy={asked.busy}>
      <ul class="inline marks" aria-label={w.counts}>
        {data.outcomes.map(({ id, label }) => (
          <li key={id}>
            <Mark outcome={id} size={16} /> {label} <span class="n">{number(data.counts[id])}</span>
          </li>
        ))}
      </ul>
      <h2>{title}</h2>
      <Tabs
        label={w.views}
        tabs={VIEWS.map((id) => ({ id, label: labels[id] }))}
        chosen={state.view}
        choose={(view) => show({ ...state, view: view as View })}
      />
      <div role="tabpanel" id={`panel-${state.view}`} aria-labelledby={`tab-${state.view}`}>
        {!places.length ? (
          <Empty>{w.none}</Empty>
        ) : state.view === "matrix" ? (
          <>
            <Heat
              label={whole}
              told={confined()}
              name={`accordgraph-matrix-${data.asked.goal}-${data.asked.as_of}`}
              places={places}
              kinds={kinds}
              at={table.at}
              order={state.order}
              onOrder={(order) => show({ ...state, order })}
              pair={home && target ? { home, target } : undefined}
              onPair={(from, to) => show({ ...state, home: from, target: to }, "replace")}
              href={href}
              explain={explain}
            />
            {places.length < data.places.length && (
              <p class="hint">{fill(w.left, { n: data.places.length - places.length })}</p>
            )}
          </>
        ) : state.view === "map" ? (
          <MapView
            table={table}
            chosen={chosen}
            other={home && target ? target : ""}
            title={whole}
            told={confined()}
            choose={choose}
            turn={turn}
            clear={clear}
            href={href}
          />
        ) : (
          <TableView table={table} chosen={chosen} choose={choose} clear={clear} href={href} />
        )}
      </div>
    </div>
  );
}
