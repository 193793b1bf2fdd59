/** Where on the globe one looks, and how close: what an address holds of a map. */

export interface Look {
  /** Longitude and latitude of the middle of the picture. */
  place: readonly [number, number];
  /** Times as large as the whole map. */
  k: number;
}

/** The look that an address asks for; undefined for what is none. */
export function lookIn(text: string | null, largest: number): Look | undefined {
  const [longitude, latitude, k, ...more] = (text ?? "")
    .split(",")
    .map((part) => (part.trim() ? +part : NaN));
  const within = (value: number | undefined, least: number, most: number): value is number =>
    value !== undefined && least <= value && value <= most;
  if (more.length || !within(longitude, -180, 180) || !within(latitude, -90, 90) || !within(k, 1, largest))
    return undefined;
  return { place: [longitude, latitude], k };
}

/** The same as an address tells it: what is rounded off is less than can be seen. */
export function lookTold({ place, k }: Look): string {
  const rounded = (value: number, parts: number) => Math.round(value * parts) / parts || 0;
  return [...place.map((each) => rounded(each, 100)), rounded(k, 1000)].join(",");
}
