/** The geometry of the world map: land without boundaries, points, great circles; loaded when a map is shown. */

import points from "virtual:points";
import { geoBounds, geoEqualEarth, geoInterpolate, geoPath } from "d3-geo";
import type { FeatureCollection, MultiPolygon, Polygon } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import world from "world-atlas/land-110m.json";
import type { Spot } from "./spots";

/** Room about the globe, for the width of lines and for signs on them. */
const MARGIN = 5;
/** The southern edge of the picture: no way between places that have land leads farther. */
const SOUTH = -78;

/** Degrees from the middle of the map to its edge, short of where the other side begins. */
const EDGE = 179.99;

/** Drawn in units of its own: the picture is this wide. */
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

const globe = { type: "Sphere" } as const;
// Turned a little, so that the edge of the map cuts the sea between the continents and no land. The whole globe is
// in the picture, with room about it: the shortest ways between far places lead past the pole and over the edge.
const projection = geoEqualEarth()
  .rotate([-11, 0])
  .precision(0.1)
  .fitWidth(WIDTH - 2 * MARGIN, globe);
const [across, down] = projection.translate();
projection.translate([across + MARGIN, down + MARGIN]);
const path = geoPath(projection).digits(1);

export const land = path(shown) ?? "";
/** The edge of the globe, where a way that leaves on one side comes back on the other. */
export const sea = path(globe) ?? "";
export const height = Math.ceil(projection([0, SOUTH])?.[1] ?? path.bounds(globe)[1][1]);

/** Where a country's point lies on the map; undefined for codes that the world's outlines do not hold. */
export function point(code: string): Spot | undefined {
  const place = points[code];
  return (place && projection(place)) ?? undefined;
}

/** Where a place of the globe (longitude, latitude) lies on the map. */
export function spotOf(place: readonly [number, number]): Spot | undefined {
  return projection([...place]) ?? undefined;
}

/** Which place of the globe lies at a spot of the map; beside the globe, the one at its edge. */
export function placeAt([x, y]: Spot): [number, number] {
  const [longitude = 0, latitude = 0] = projection.invert?.([x, y]) ?? [];
  const back = projection([longitude, latitude]);
  if (back && Math.abs(back[0] - x) < 1) return [longitude, latitude];
  const middle = -projection.rotate()[0];
  const edge = middle + (x < (projection([middle, latitude])?.[0] ?? 0) ? -EDGE : EDGE);
  return [edge > 180 ? edge - 360 : edge < -180 ? edge + 360 : edge, latitude];
}

/** The ends of a way on the globe. */
function ends(from: Spot, to: Spot): Spot[] {
  return [projection.invert?.(from), projection.invert?.(to)].filter((end) => !!end);
}

/** The shortest way over the globe between two spots of the map. */
export function arc(from: Spot, to: Spot): string {
  return path({ type: "LineString", coordinates: ends(from, to) }) ?? "";
}

/** The middle of the same way. */
export function middle(from: Spot, to: Spot): Spot | undefined {
  const [one, other] = ends(from, to);
  return (one && other && projection(geoInterpolate(one, other)(0.5))) ?? undefined;
}
