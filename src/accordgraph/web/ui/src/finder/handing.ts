/** A profile goes with the reader into the other language: left in the tab for one page load, then gone. */
import type { Profile } from "./question";

const KEY = "accordgraph-profile";

export function handOver(profile: Profile): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(profile));
  } catch {
    // the other page then asks without it
  }
}

export function handed(): Profile {
  try {
    const found = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return found ? JSON.parse(found) : {};
  } catch {
    return {};
  }
}
