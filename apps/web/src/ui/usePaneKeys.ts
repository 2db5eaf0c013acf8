import { useEffect } from "react";

const reachable = "button:not(:disabled), a[href], input:not(:disabled), [tabindex='0']";

/** F6 goes to the next pane of a designer, Shift+F6 to the one before: its parts that carry `data-pane`. */
export function usePaneKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "F6" || document.querySelector("[role=dialog]")) {
        return;
      }
      const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")];
      const here = panes.findIndex((pane) => pane.contains(document.activeElement));
      const next = event.shiftKey ? (here < 0 ? panes.length : here) - 1 : here + 1;
      const pane = panes.at(next % Math.max(panes.length, 1));
      const first =
        pane?.querySelector<HTMLElement>("[aria-pressed='true']") ?? pane?.querySelector<HTMLElement>(reachable);
      if (first) {
        event.preventDefault();
        first.focus();
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
