import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoArea, geoCentroid } from "d3-geo";
import type { Feature, MultiPolygon, Polygon } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Plugin } from "vite";

const NAME = "virtual:points";
const read = createRequire(import.meta.url).resolve;

function json<T>(path: string): T {
  return JSON.parse(readFileSync(read(path), "utf-8")) as T;
}

/** The middle of the largest part: a country's islands far away do not pull its point into the sea. */
function middle(shape: Feature<Polygon | MultiPolygon>): [number, number] {
  const parts: Polygon[] =
    shape.geometry.type === "Polygon"
      ? [shape.geometry]
      : shape.geometry.coordinates.map((coordinates) => ({ type: "Polygon", coordinates }));
  const largest = parts.reduce((best, part) => (geoArea(part) > geoArea(best) ? part : best));
  const [longitude, latitude] = geoCentroid(largest);
  return [Math.round(longitude * 100) / 100, Math.round(latitude * 100) / 100];
}

/** ISO 3166-1 alpha-2 codes by numeric code; a code that was replaced has the number of its successor. */
function codes(): Map<string, string[]> {
  const mapping = json<{ supplemental: { codeMappings: Record<string, { _numeric?: string }> } }>(
    "cldr-core/supplemental/codeMappings.json",
  );
  const found = new Map<string, string[]>();
  for (const [alpha, { _numeric }] of Object.entries(mapping.supplemental.codeMappings))
    if (_numeric && /^[A-Z]{2}$/.test(alpha)) found.set(_numeric, [...(found.get(_numeric) ?? []), alpha]);
  return found;
}

/** Longitude and latitude by ISO 3166-1 alpha-2 code, computed from Natural Earth's outlines (world-atlas). */
function points(): Record<string, [number, number]> {
  const known = codes();
  const found: Record<string, [number, number]> = {};
  // The finest outlines take long to measure: they are asked only for what the coarser ones leave out.
  for (const file of ["countries-50m.json", "countries-10m.json"]) {
    const atlas = json<Topology<{ countries: GeometryCollection }>>(`world-atlas/${file}`);
    for (const geometry of atlas.objects.countries.geometries) {
      const missing = (known.get(String(geometry.id)) ?? []).filter((alpha) => !found[alpha]);
      if (!missing.length) continue;
      const shape = feature(atlas, geometry) as Feature<Polygon | MultiPolygon>;
      const point = middle(shape);
      for (const alpha of missing) found[alpha] = point;
    }
  }
  return found;
}

/** `import points from "virtual:points"`: the points are worked out while building, not in the browser. */
export function world(): Plugin {
  return {
    name: "points",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) => (id === `\0${NAME}` ? `export default ${JSON.stringify(points())}` : undefined),
  };
}
