import type { Look } from "../differences";
import type { Outcome } from "../outcomes";

/** A jurisdiction on the map. */
export interface MapPoint {
  /** ISO 3166-1 or 3166-2. */
  code: string;
  label: string;
  /** Gives the point the sign and colour that this outcome has everywhere. */
  outcome?: Outcome | undefined;
  /** Of a point without outcome: the CSS variable of its colour. */
  colour?: string | undefined;
  /** Gives a point without outcome a sign in place of a dot. */
  sign?: Look | undefined;
  /** Stands beside its name, between name and point. */
  mark?: Look | undefined;
  /** Stands back behind the others. */
  faint?: boolean | undefined;
  /** Larger numbers, larger points; their areas are in proportion. */
  size?: number | undefined;
  /** The weightier is named first where there is no room for all; its size if not told. */
  weight?: number | undefined;
  /** What its tooltip says below the name. */
  detail?: string | undefined;
  /** Where it leads if nothing listens to `onSelect`. */
  href?: string | undefined;
}

/** A line between two jurisdictions, the shortest way over the globe. */
export interface MapArc {
  from: string;
  to: string;
  outcome?: Outcome | undefined;
  colour?: string | undefined;
  /** What is not sure, or not in force, is drawn with gaps. */
  dashed?: boolean | undefined;
  /** Times as wide as others. */
  weight?: number | undefined;
  /** Stands at the middle of the line, if there are not too many. */
  sign?: Look | undefined;
  label?: string | undefined;
}
