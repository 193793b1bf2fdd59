import "./map.css";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Fault, Loading } from "../states";
import { words } from "../words";
import { type Atlas, Drawing, type WorldMapProps } from "./Drawing";
import { placed } from "./spots";

const w = words({
  en: {
    parts: "Parts of a country stand beside its point, not where they lie.",
    without: "Without a point on the map:",
    land: "Land after Natural Earth, without boundaries.",
  },
  zh: {
    parts: "国家的组成部分排列在该国的点旁，并非其实际位置。",
    without: "地图上没有对应点：",
    land: "陆地轮廓据 Natural Earth，不含界线。",
  },
});

/** One point for each jurisdiction and arcs between them, over land without boundaries. */
export function WorldMap(given: WorldMapProps) {
  const [atlas, setAtlas] = useState<Atlas>();
  const [error, setError] = useState<unknown>();
  const [width, setWidth] = useState(0);
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    import("./atlas").then(setAtlas, setError);
  }, []);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    setWidth(element.clientWidth);
    const watch = new ResizeObserver(() => setWidth(element.clientWidth));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const { spots, without, parts } = useMemo(
    () => placed(atlas ? given.points.map(({ code }) => code) : [], (code) => atlas?.point(code)),
    [atlas, given.points],
  );
  return (
    <figure class="map" ref={place}>
      {error ? (
        <Fault error={error} />
      ) : atlas && width ? (
        <Drawing
          {...given}
          atlas={atlas}
          width={width}
          spots={spots}
          key={given.fit === "selected" ? given.selected?.join() : ""}
        />
      ) : (
        <Loading />
      )}
      <figcaption>
        {given.caption} {parts && w.parts} {w.land}
        {without.length > 0 && (
          <span class="map-without">
            {" "}
            {w.without}{" "}
            {given.points
              .filter(({ code }) => without.includes(code))
              .map(({ label }) => label)
              .join(" · ")}
          </span>
        )}
      </figcaption>
    </figure>
  );
}
