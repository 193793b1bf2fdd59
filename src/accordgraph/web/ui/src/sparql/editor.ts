import type { Yasqe as Editor, PartialConfig } from "@zazuko/yasqe";

export interface Handle {
  /** The query as it is written now. */
  text: () => string;
  write: (query: string) => void;
}

const COMPLETER = "accordgraph";

/** What may be meant at the cursor: variables of the query, terms of the ontology, prefixes. */
function completer(terms: readonly string[], prefixes: Record<string, string>) {
  return {
    name: COMPLETER,
    bulk: false,
    autoShow: true,
    persistenceId: null,
    isValidCompletionPosition: (editor: Editor) =>
      /^([?$]\w|\w+:)/.test((editor.getCompleteToken() as unknown as { string: string }).string),
    get: (editor: Editor, token?: { string: string }) => {
      const begun = token?.string ?? "";
      const variables = editor.getVariablesFromQuery().filter((each) => each !== begun);
      const names = Object.keys(prefixes).map((each) => `${each}:`);
      return [...variables, ...terms, ...names].filter((each) => each.startsWith(begun) && each !== begun);
    },
  };
}

/** The first line that cannot be read as SPARQL, from 1; none in a query that can. */
function brokenLine(editor: Editor): number | undefined {
  if (editor.queryValid) return undefined;
  const document = editor.getDoc();
  for (let line = 0; line < document.lineCount(); line++) {
    const marker = document.getLineHandle(line) as unknown as {
      gutterMarkers?: Record<string, HTMLElement>;
    };
    const sign = marker.gutterMarkers?.gutterErrorBar;
    if (!sign) continue;
    // Its own words are English alone, and hold styles that the page's policy forbids.
    sign.onmouseover = null;
    sign.onmouseout = null;
    return line + 1;
  }
  return undefined;
}

/** An editor in place of a text field, which stays behind it and holds the same text. */
export async function edit(
  field: HTMLTextAreaElement,
  given: { terms: readonly string[]; prefixes: Record<string, string>; label: string },
  on: { run: () => void; checked: (broken: number | undefined) => void },
): Promise<Handle> {
  const { Yasqe } = await import("@zazuko/yasqe");
  const place = document.createElement("div");
  place.className = "ui-editor";
  field.after(place);
  Yasqe.registerAutocompleter(completer(given.terms, given.prefixes) as never, false);
  const config = {
    value: field.value,
    autocompleters: [COMPLETER],
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "auto",
    screenReaderLabel: given.label,
    // Tab moves on, as everywhere on a page: nobody gets caught in the editor.
    extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Enter": on.run, "Cmd-Enter": on.run, "Ctrl-S": false },
  };
  const editor = new Yasqe(place, config as unknown as PartialConfig);
  field.hidden = true;
  field.required = false;
  const changed = () => {
    field.value = editor.getValue();
    on.checked(brokenLine(editor));
  };
  editor.on("changes", changed);
  changed();
  return {
    text: () => editor.getValue(),
    write: (query) => editor.setValue(query),
  };
}
