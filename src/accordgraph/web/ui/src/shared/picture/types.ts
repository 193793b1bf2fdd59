import type { Look } from "../differences";

/** A drawing as text (SVG), and its size. */
export interface Drawing {
  svg: string;
  width: number;
  height: number;
  /** It has a margin of its own. */
  bare?: boolean;
}

/** A sign, its colour and what it means. */
export type Sign = Look & { label: string };

/** What a picture says of itself, so that it can be read without the page that it was saved from. */
export interface About {
  /** What it shows: of what, for which goal, on which day. */
  title: string;
  /** More of that, below the title. */
  told?: readonly string[];
  signs?: readonly Sign[];
  /** Remarks below the picture. */
  below?: readonly string[];
  /** Where the same is seen; the page's own address if not told, without what stands after `#`. */
  address?: string;
}

/** A drawing, as text or as the page holds it, and what it says of itself. */
export type Picture = About & { drawing: SVGSVGElement | Drawing | null | undefined };
