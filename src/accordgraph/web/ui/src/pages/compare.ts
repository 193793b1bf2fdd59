/** Accords side by side: the comparison as a file, a row for each text of each accord with its sources. */
import { ask, Problem } from "../shared/api";
import { saveCsv } from "../shared/save";
import { waiting } from "../shared/waiting";
import { words } from "../shared/words";

const w = words({
  en: {
    save: "Save as CSV",
    heads: ["aspect", "label", "accord", "accord_label", "text", "differs", "sources"],
    wrong: "The file could not be made: ",
  },
  zh: {
    save: "存为 CSV",
    heads: ["aspect", "label", "accord", "accord_label", "text", "differs", "sources"],
    wrong: "无法生成文件：",
  },
});

interface Compared {
  data: {
    accords: { id: string; label: string }[];
    aspects: {
      aspect: string;
      label: string;
      cells: { items: { text: string; common: boolean }[]; evidence: { source: string }[] }[];
    }[];
  };
}

function rows({ data }: Compared): string[][] {
  return data.aspects.flatMap(({ aspect, label, cells }) =>
    cells.flatMap((cell, n) =>
      cell.items.map(({ text, common }) => [
        aspect,
        label,
        data.accords[n]?.id ?? "",
        data.accords[n]?.label ?? "",
        text,
        String(!common),
        [...new Set(cell.evidence.map(({ source }) => source))].join(" "),
      ]),
    ),
  );
}

const tools = document.querySelector<HTMLElement>("[data-ui=compare]");
if (tools) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = w.save;
  const note = document.createElement("span");
  note.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    note.textContent = "";
    const over = waiting();
    try {
      const { accords, day } = tools.dataset;
      const found = await ask<Compared>("/api/v1/compare", { accord: accords, as_of: day });
      saveCsv([w.heads, ...rows(found)], "accords-compared");
    } catch (error) {
      note.textContent = w.wrong + (error instanceof Problem ? error.message : String(error));
    } finally {
      over();
    }
  });
  tools.append(button, note);
}
