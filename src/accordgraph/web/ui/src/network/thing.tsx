import type { ComponentChildren } from "preact";
import { changed } from "../shared/address";
import { change } from "./shown";

/** A link that takes a thing in hand, on this page; it can be opened elsewhere too. */
export function Thing(given: { id: string; title?: string; children: ComponentChildren }) {
  return (
    <a
      href={changed({ focus: given.id })}
      {...(given.title ? { title: given.title } : {})}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
        event.preventDefault();
        change({ focus: given.id });
      }}
    >
      {given.children}
    </a>
  );
}
