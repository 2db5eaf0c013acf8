import { type RefObject, useEffect } from "react";
import { focusName } from "@/ui/focusName";

/** What is asked for first of something new. */
export type Wanted = "name" | "target" | "options" | null;

let wanted: Wanted = null;

/** Takes the cursor, once that is drawn, to what is to be said of something new. */
export function wantFocus(what: Wanted): void {
  wanted = what;
  if (what === "name") {
    focusName();
  }
}

/** Takes the cursor into the first input within, where that was asked for. */
export function useWanted(what: Exclude<Wanted, "name" | null>, within: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (wanted !== what) {
      return;
    }
    wanted = null;
    const input = within.current?.querySelector<HTMLInputElement>(what === "options" ? "input[data-label]" : "input");
    input?.focus();
    input?.select();
  });
}

/** Goes to a field on the page, once it is drawn where it now is; not out of an input that is being typed into. */
export function toField(ref: string): void {
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLElement>(`[data-design-field="${CSS.escape(ref)}"]`);
    field?.scrollIntoView({ block: "nearest" });
    if (!document.activeElement?.matches("input, textarea, [contenteditable]")) {
      field?.querySelector<HTMLElement>("[data-choose]")?.focus({ preventScroll: true });
    }
  });
}

/** Goes to an input of the designer that carries this name; whether it is there. */
export function toPane(name: "quick" | "label"): boolean {
  const input = document.querySelector<HTMLInputElement>(`[data-goal="${name}"] input`);
  input?.focus();
  input?.select();
  return input !== null;
}
