import { type RefObject, useEffect } from "react";

let wanted = false;

/** Puts the cursor into the name of what was just added, once that is drawn, so that it can be called something at once. */
export function focusName(): void {
  wanted = true;
}

/** Takes the cursor where `focusName` asked for it; `names` says whether this is the name of what is chosen. */
export function useNameFocus(input: RefObject<HTMLElement | null>, names: boolean): void {
  useEffect(() => {
    if (!names || !wanted) {
      return;
    }
    wanted = false;
    const go = () => {
      const field = input.current?.querySelector<HTMLInputElement>("input, textarea");
      if (field && document.activeElement !== field) {
        field.focus();
        field.select();
      }
    };
    go();
    // And behind the menu from which it was added, which gives the focus back as it closes.
    setTimeout(go, 50);
  });
}
