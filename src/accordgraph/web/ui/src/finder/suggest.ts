/** Names suggested as one types, in both languages at once: an ARIA 1.2 combobox over a plain input. */
import { ask } from "../shared/api";
import { LATE } from "../shared/waiting";
import { fill, lang } from "../shared/words";
import { w } from "./words";

interface Hit {
  id: string;
  type: string;
  label: { en: string | null; zh: string | null };
}

const WAIT = 90;
const MOST = 8;
const known = new Map<string, Promise<Hit[]>>();

/** The server knows how names are folded and ranked, and finds names that it never prints. */
function hits(text: string, kinds: string): Promise<Hit[]> {
  const key = `${kinds} ${text}`;
  let found = known.get(key);
  if (!found) {
    const given = { q: text, type: kinds, limit: MOST };
    found = ask<{ data: Hit[] }>("/api/v1/search", given, { patience: 5_000 }).then((answer) => answer.data);
    found.catch(() => known.delete(key)); // the next letter asks again
    known.set(key, found);
  }
  return found;
}

/** What an input asks suggestions for: the part after the last comma where it takes several. */
class Combobox {
  private readonly list = document.createElement("ul");
  private readonly said = document.createElement("span");
  private readonly kinds: string;
  private readonly several: boolean;
  private shown: Hit[] = [];
  private at = -1;
  private timer = 0;
  private asked = "";

  constructor(private readonly input: HTMLInputElement) {
    const [kinds = "", told] = (input.getAttribute("list") ?? "").replace(/^list-/, "").split("--");
    this.kinds = kinds.replaceAll("+", ",").replaceAll("-", "");
    this.several = Boolean(told);
    input.removeAttribute("list"); // the browser's own list would lie over this one
    this.list.id = `${input.id}-list`;
    this.list.className = "ui-options";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.labels?.[0]?.textContent?.trim() ?? input.name);
    this.say("");
    this.said.setAttribute("role", "status");
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    }))
      input.setAttribute(name, value);
    input.after(this.list, this.said);
    input.addEventListener("input", (event) => {
      if (!(event as InputEvent).isComposing) this.later();
    });
    input.addEventListener("compositionend", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the input keeps the focus
    this.list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest("[role=option]");
      if (option) this.choose([...this.list.children].indexOf(option));
    });
  }

  private get text(): string {
    const { value } = this.input;
    return (this.several ? value.slice(value.lastIndexOf(",") + 1) : value).trim();
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.look(), WAIT);
  }

  private async look(): Promise<void> {
    const text = this.text;
    this.asked = text;
    if (!text) return this.close();
    let found: Hit[];
    const late = setTimeout(() => this.asked === text && this.say(w.looking, "hint"), LATE);
    try {
      found = await hits(text, this.kinds);
    } catch {
      return this.close(); // the plain input goes on without suggestions
    } finally {
      clearTimeout(late);
    }
    if (this.asked === text && document.activeElement === this.input) this.show(found);
  }

  private show(found: Hit[]): void {
    this.shown = found;
    this.list.replaceChildren(...found.map((hit, i) => this.option(hit, i)));
    this.mark(-1);
    this.open(found.length > 0);
    this.say(found.length === 1 ? w.one : found.length ? fill(w.some, { n: found.length }) : w.none);
  }

  /** Word for those who hear the page; seen too where nothing else shows it. */
  private say(text: string, look = "unseen"): void {
    this.said.className = look;
    this.said.textContent = text;
  }

  private option(hit: Hit, i: number): HTMLLIElement {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${i}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const other = lang === "en" ? hit.label.zh : hit.label.en;
    const parts: [string, string][] = [
      ["name", label(hit)],
      ["other", other && other !== label(hit) ? other : ""],
      ["code", hit.type === "jurisdiction" ? hit.id : hit.type === "body" ? w.body : ""],
    ];
    for (const [kind, text] of parts) {
      if (!text) continue;
      const part = document.createElement("span");
      part.className = kind;
      part.textContent = text;
      if (kind === "other") part.lang = lang === "en" ? "zh-Hans" : "en";
      option.append(part, " ");
    }
    return option;
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const last = this.shown.length - 1;
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return void this.look();
      if (event.key === "ArrowDown") this.mark(this.at === last ? 0 : this.at + 1);
      else this.mark(this.at <= 0 ? last : this.at - 1);
    } else if (event.key === "Enter" && open && this.at >= 0) {
      event.preventDefault();
      this.choose(this.at);
    } else if (event.key === "Tab" && open && this.at >= 0) {
      this.choose(this.at);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    }
  }

  private mark(at: number): void {
    this.at = at;
    [...this.list.children].forEach((option, i) => {
      option.setAttribute("aria-selected", String(i === at));
      if (i === at) option.scrollIntoView({ block: "nearest" });
    });
    if (at < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}-${at}`);
  }

  private choose(at: number): void {
    const hit = this.shown[at];
    if (!hit) return;
    if (this.several) {
      const before = this.input.value.slice(0, this.input.value.lastIndexOf(",") + 1);
      this.input.value = `${before}${before ? " " : ""}${hit.id.split("/").at(-1)}`;
    } else {
      this.input.value = label(hit);
      this.input.dataset.id = hit.id;
      this.input.dataset.chosen = this.input.value;
    }
    this.close();
  }

  private open(open: boolean): void {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }

  private close(): void {
    clearTimeout(this.timer);
    this.asked = "";
    this.open(false);
    this.mark(-1);
    this.say("");
  }
}

function label(hit: Hit): string {
  return (lang === "zh" ? hit.label.zh : hit.label.en) ?? hit.label.en ?? hit.label.zh ?? hit.id;
}

/** Suggestions for every input of a form that has a list to suggest from. */
export function suggest(form: HTMLFormElement): void {
  for (const input of form.querySelectorAll<HTMLInputElement>("input[list]")) new Combobox(input);
}
