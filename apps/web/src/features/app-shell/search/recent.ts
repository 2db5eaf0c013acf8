/** How many searches are kept. */
const most = 8;

const place = (person: string) => `mortise.searches.${person}`;

/** What this person looked for on this device, newest first. */
export function readRecent(person: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place(person)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((search) => typeof search === "string").slice(0, most) : [];
  } catch {
    return [];
  }
}

/** The searches with this one in front. */
export function remember(searches: readonly string[], search: string): string[] {
  return [search, ...searches.filter((other) => other !== search)].slice(0, most);
}

/** Keeps them; where the device keeps nothing, they last until the dialog closes. */
export function writeRecent(person: string, searches: readonly string[]): void {
  try {
    localStorage.setItem(place(person), JSON.stringify(searches));
  } catch {
    // Private windows may refuse.
  }
}
