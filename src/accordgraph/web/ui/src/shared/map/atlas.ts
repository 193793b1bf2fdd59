/** The geometry of the world map: land without boundaries, points, great circles; loaded when a map is shown. */

import points from "virtual:points";
import { geoBounds, geoEqualEarth, geoPath } from "d3-geo";
import type { FeatureCollection, MultiPolygon, Polygon } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import world from "world-atlas/land-110m.json";
import type { Spot } from "./spots";

/** Drawn in units of its own: the land is this wide. */
export const WIDTH = 1000;

const topology = world as unknown as Topology<{ land: GeometryCollection }>;
const whole = feature(topology, topology.objects.land) as FeatureCollection<Polygon | MultiPolygon>;

/** Land without the polar continent, where nobody is admitted to anything and which would take a fifth of the map. */
const shown: MultiPolygon = {
  type: "MultiPolygon",
  coordinates: whole.features
    .flatMap(({ geometry }) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates))
    .filter((coordinates) => geoBounds({ type: "Polygon", coordinates })[1][1] > -60),
};

// Turned a little, so that the edge of the map cuts the sea between the continents and no land.
const projection = geoEqualEarth().rotate([-11, 0]).precision(0.1).fitWidth(WIDTH, shown);
const path = geoPath(projection).digits(1);

export const land = path(shown) ?? "";
export const height = Math.ceil(path.bounds(shown)[1][1]);

/** Where a country's point lies on the map; undefined for codes that the world's outlines do not hold. */
export function point(code: string): Spot | undefined {
  const place = points[code];
  return (place && projection(place)) ?? undefined;
}

/** The shortest way over the globe between two spots of the map. */
export function arc(from: Spot, to: Spot): string {
  const ends = [projection.invert?.(from), projection.invert?.(to)];
  return path({ type: "LineString", coordinates: ends.filter((end) => !!end) }) ?? "";
}
