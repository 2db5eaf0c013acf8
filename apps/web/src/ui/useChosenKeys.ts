import { useEffect } from "react";

/** Delete takes away what is chosen, Escape the choice; not while typing, nor in what lies above the page. */
export function useChosenKeys(remove: (() => void) | null, unchoose: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const at = event.target instanceof HTMLElement ? event.target : null;
      if (
        at?.matches("input, textarea, [contenteditable]") ||
        at?.closest("[role=dialog], .ant-popover, .ant-dropdown")
      ) {
        return;
      }
      if (event.key === "Delete" && remove) {
        event.preventDefault();
        remove();
      } else if (event.key === "Escape") {
        unchoose();
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
}
