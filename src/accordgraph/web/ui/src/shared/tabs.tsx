import { useRef } from "preact/hooks";

export interface Tab {
  id: string;
  label: string;
}

/** Tabs as the ARIA practices have them: arrows move, the chosen one alone is reached by Tab. */
export function Tabs(given: {
  label: string;
  tabs: readonly Tab[];
  chosen: string;
  choose: (id: string) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  function move(event: KeyboardEvent): void {
    const at = given.tabs.findIndex((tab) => tab.id === given.chosen);
    const last = given.tabs.length - 1;
    const next = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    const tab = next === undefined ? undefined : given.tabs[next];
    if (!tab) return;
    event.preventDefault();
    given.choose(tab.id);
    list.current?.querySelector<HTMLElement>(`#tab-${tab.id}`)?.focus();
  }
  return (
    <div class="ui-tabs" role="tablist" aria-label={given.label} ref={list} onKeyDown={move}>
      {given.tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={`tab-${tab.id}`}
          aria-controls={`panel-${tab.id}`}
          aria-selected={tab.id === given.chosen}
          tabIndex={tab.id === given.chosen ? 0 : -1}
          onClick={() => given.choose(tab.id)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}
