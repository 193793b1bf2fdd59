import { words } from "./words";

const THEMES = ["auto", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];
const KEY = "accordgraph-theme";

const w = words({
  en: { label: "Colours", auto: "As the system", light: "Light", dark: "Dark" },
  zh: { label: "配色", auto: "跟随系统", light: "浅色", dark: "深色" },
});

function kept(): Theme {
  try {
    const found = localStorage.getItem(KEY);
    return THEMES.find((each) => each === found) ?? "auto";
  } catch {
    return "auto"; // a browser may refuse to keep anything
  }
}

function show(theme: Theme): void {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  dispatchEvent(new CustomEvent("themechange"));
}

const SIGN: Record<Theme, string> = {
  auto: "M10 3a7 7 0 1 1 0 14a7 7 0 1 1 0-14zM10 3v14a7 7 0 0 0 0-14z",
  light:
    "M10 6.2a3.8 3.8 0 1 0 0 7.6a3.8 3.8 0 0 0 0-7.6zM10 1v2M10 17v2M1 10h2M17 10h2M3.6 3.6l1.4 1.4M15 15l1.4 1.4M3.6 16.4l1.4-1.4M15 5l1.4-1.4",
  dark: "M16.5 12.5A7.2 7.2 0 0 1 7.5 3.5a7.2 7.2 0 1 0 9 9z",
};

function sign(theme: Theme): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("viewBox", "0 0 20 20");
  drawing.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", SIGN[theme]);
  if (theme === "auto") line.setAttribute("class", "half");
  drawing.append(line);
  return drawing;
}

function keep(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // it then holds for this page only
  }
}

/** Light, dark, or as the system has it: a button that goes through them; the choice stays in this browser. */
export function themeSwitch(): void {
  let theme = kept();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ui-theme";
  const tell = () => {
    show(theme);
    button.setAttribute("aria-label", `${w.label}: ${w[theme]}`);
    button.title = `${w.label}: ${w[theme]}`;
    button.replaceChildren(sign(theme));
  };
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] as Theme;
    keep(theme);
    tell();
  });
  tell();
  document.querySelector(".tongues")?.after(button);
}
