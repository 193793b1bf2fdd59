declare module "virtual:points" {
  /** Longitude and latitude by ISO 3166-1 alpha-2 code. */
  const points: Record<string, [number, number]>;
  export default points;
}
