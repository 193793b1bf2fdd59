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
