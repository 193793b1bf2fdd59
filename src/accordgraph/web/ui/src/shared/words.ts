/** The reader's language: the server chose it, and every page carries it; English where there is no page. */
export type Lang = "en" | "zh";

export const lang: Lang = globalThis.document?.documentElement.lang.startsWith("zh") ? "zh" : "en";

/** The words of a view in the reader's language; the types of both must be alike, so none lacks a word. */
export function words<T>(all: { en: T; zh: T }): T {
  return all[lang];
}

/** A text with its `{parts}` filled in. */
export function fill(text: string, parts: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(parts[name] ?? whole));
}

let format: Intl.NumberFormat | undefined;

/** A number as the reader writes it. Making the format takes the time of a frame or two, so it is made late. */
export function number(value: number): string {
  format ??= new Intl.NumberFormat(lang === "zh" ? "zh-Hans" : "en");
  return format.format(value);
}
