import type { StylesheetStyle } from "cytoscape";
import type { Difference } from "../shared/differences";
import type { Palette } from "./colours";
import { PLATE } from "./forces";
import { TEXT } from "./names";

/** How the graph looks. `on`: holds that day, `maybe`: perhaps; without either: on other days only. */
export function style(p: Palette): StylesheetStyle[] {
  return [
    {
      selector: "node",
      style: {
        width: "data(width)",
        height: "data(height)",
        label: "data(text)",
        "font-family": p.sans,
        "text-valign": "center",
        "text-halign": "center",
        "overlay-opacity": 0,
        opacity: 0.16,
        color: p.ink,
        "min-zoomed-font-size": 6,
      },
    },
    {
      selector: "node[kind='accord']",
      style: {
        shape: "round-rectangle",
        "background-color": "data(ground)",
        "border-color": "data(tone)",
        "border-width": 4,
        "font-size": TEXT,
        "font-weight": 500,
        "text-wrap": "wrap",
        "text-max-width": "240px",
        "line-height": 1.1,
      },
    },
    {
      selector: "node[kind='agreement']",
      style: {
        shape: "round-rectangle",
        "background-color": p.paper,
        "border-color": p.strong,
        "border-width": 2,
        "font-size": 17,
        "text-wrap": "ellipsis",
        "text-max-width": "124px",
      },
    },
    {
      selector: "node[kind='jurisdiction']",
      style: {
        shape: "round-rectangle",
        "corner-radius": "19px",
        "background-color": p.paper,
        "border-color": p.ink,
        "border-width": 2.5,
        "font-size": 25,
        "font-weight": "bold",
      },
    },
    { selector: "node[kind='jurisdiction'][width > 70]", style: { "font-size": 18 } },
    {
      selector: "node[kind='body']",
      style: { shape: "ellipse", "background-color": p.ink, "border-width": 0, opacity: 0, events: "no" },
    },
    { selector: "node[status]", style: { "border-style": "dashed" } },
    {
      selector: "node[force]",
      style: PLATE,
    },
    { selector: "node.on", style: { opacity: 1, events: "yes" } },
    {
      selector: "edge",
      style: {
        display: "none",
        "curve-style": "straight",
        width: "data(weight)",
        "line-color": "data(tone)",
        "target-arrow-color": "data(tone)",
        "target-arrow-shape": "data(end)" as never,
        "target-arrow-fill": "data(fill)" as never,
        "arrow-scale": 1.1,
        "overlay-opacity": 0,
        opacity: 0.72,
      },
    },
    { selector: "edge.on", style: { display: "element" } },
    { selector: "edge.maybe", style: { "line-style": "dashed", "line-dash-pattern": [14, 9] } },
    ...compared(p),
    { selector: "edge.fresh", style: { width: 9, opacity: 1, "z-index": 5 } },
    { selector: ".dim", style: { opacity: 0.1 } },
    { selector: "edge.lit", style: { opacity: 1, "z-index": 9 } },
    {
      selector: "node.focus",
      style: {
        "outline-width": 6,
        "outline-color": p.accent,
        "outline-offset": 4,
        opacity: 1,
        "z-index": 10,
      },
    },
    { selector: ".unnamed", style: { "text-opacity": 0 } },
    { selector: ".gone", style: { display: "none" } },
  ];
}

/** Lines of two days: what differs bears a sign and its colour, what is the same stands back. */
function compared(p: Palette): StylesheetStyle[] {
  const differing = (name: Difference, label: string): StylesheetStyle => ({
    selector: `edge.${name}`,
    style: {
      opacity: 1,
      "z-index": 4,
      "line-color": p[name],
      "target-arrow-color": p[name],
      label,
      color: p.paper,
      "font-family": p.sans,
      "font-size": "data(sign)",
      "font-weight": "bold",
      "text-background-color": p[name],
      "text-background-opacity": 1,
      "text-background-shape": "roundrectangle",
      "text-background-padding": "3px",
    },
  });
  return [
    { selector: "edge.compared", style: { opacity: 0.16 } },
    differing("gained", "+"),
    differing("lost", "−"),
    differing("differs", "≠"),
  ];
}

/** For networks so large that each stroke counts. */
export function plain(p: Palette): StylesheetStyle[] {
  return [
    ...style(p),
    {
      selector: "edge",
      style: { "curve-style": "haystack", opacity: 1, width: 1.5, "line-style": "solid" },
    },
  ];
}
