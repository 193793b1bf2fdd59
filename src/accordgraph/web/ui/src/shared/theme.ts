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

/** Light, dark, or as the system has it; the choice stays in this browser. */
export function themeSwitch(): void {
  show(kept());
  const place = document.querySelector(".tongues");
  if (!place) return;
  const label = document.createElement("label");
  label.className = "ui-theme";
  const name = document.createElement("span");
  name.className = "unseen";
  name.textContent = w.label;
  const choice = document.createElement("select");
  for (const theme of THEMES) choice.add(new Option(w[theme], theme, false, theme === kept()));
  choice.addEventListener("change", () => {
    try {
      localStorage.setItem(KEY, choice.value);
    } catch {
      // it then holds for this page only
    }
    show(choice.value as Theme);
  });
  label.append(name, choice);
  place.after(label);
}
